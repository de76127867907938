"""The lesson sigmoid."""

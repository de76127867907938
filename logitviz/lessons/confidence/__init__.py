"""The lesson confidence."""

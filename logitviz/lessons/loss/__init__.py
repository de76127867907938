"""The lesson loss."""

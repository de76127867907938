"""The lesson stability."""

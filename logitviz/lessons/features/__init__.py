"""The lesson features."""

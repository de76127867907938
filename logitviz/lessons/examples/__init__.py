"""The lesson examples."""

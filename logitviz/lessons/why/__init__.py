"""The lesson why."""

"""The lesson temperature."""

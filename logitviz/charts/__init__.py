"""What charts of several lessons share: styles, formats of numbers, alternative texts, files."""

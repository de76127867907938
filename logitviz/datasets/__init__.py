"""Data that the lessons show: handwritten digits, and the worked numbers of the sources."""

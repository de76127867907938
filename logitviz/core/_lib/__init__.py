"""Private helpers of the core."""

"""Helpers of the core and of the layers above it, no part of the public library."""

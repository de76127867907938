"""Deterministic property tests: the same examples on every run."""

from hypothesis import settings

settings.register_profile("core", derandomize=True, deadline=None, max_examples=25)
settings.load_profile("core")

"""Deterministic property tests: the same examples on every run."""

from hypothesis import settings

settings.register_profile("scores", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("scores")

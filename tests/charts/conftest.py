"""Deterministic property tests: the same examples on every run."""

from hypothesis import settings

settings.register_profile("charts", derandomize=True, deadline=None)
settings.load_profile("charts")

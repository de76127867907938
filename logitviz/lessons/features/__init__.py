"""Logits as weighted votes of features: the pixels of a digit, and a layer worked by hand."""

from .controls import CONTROLS
from .state import FeaturesState as State

__all__ = ["CONTROLS", "State"]

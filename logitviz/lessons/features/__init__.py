"""Logits as weighted votes of features: the pixels of a digit, and a layer worked by hand."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import FeaturesState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

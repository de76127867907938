"""Confidence: two cases with the same answer, and when to decide automatically."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import ConfidenceState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

"""Softmax in the precision of a computer: naive, and with the maximum subtracted first."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import StabilityState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

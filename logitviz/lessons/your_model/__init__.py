"""Your model: whether the confidence of a classifier can be trusted."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import YourModelState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

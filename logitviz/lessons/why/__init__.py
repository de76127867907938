"""Three origins of softmax."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import WhySoftmaxState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

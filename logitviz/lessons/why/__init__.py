"""Three origins of softmax."""

from .controls import CONTROLS
from .state import WhySoftmaxState as State

__all__ = ["CONTROLS", "State"]

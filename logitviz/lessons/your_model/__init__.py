"""Your model: whether the confidence of a classifier can be trusted."""

from .controls import CONTROLS
from .state import YourModelState as State

__all__ = ["CONTROLS", "State"]

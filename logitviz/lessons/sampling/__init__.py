"""From probabilities to an answer: cut, then draw."""

from .controls import CONTROLS
from .state import SamplingState as State

__all__ = ["CONTROLS", "State"]

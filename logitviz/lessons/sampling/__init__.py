"""From probabilities to an answer: cut, then draw."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import SamplingState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

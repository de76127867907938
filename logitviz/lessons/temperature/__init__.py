"""What the temperature does to ten probabilities."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import TemperatureState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

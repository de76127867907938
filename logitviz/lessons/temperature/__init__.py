"""What the temperature does to ten probabilities."""

from .controls import CONTROLS
from .state import TemperatureState as State

__all__ = ["CONTROLS", "State"]

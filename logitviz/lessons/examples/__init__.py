"""Every example of the sources by hand: predict each step, then reveal it."""

from .controls import CONTROLS
from .state import ExamplesState as State

__all__ = ["CONTROLS", "State"]

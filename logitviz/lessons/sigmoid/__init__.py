"""Ten separate questions, or one question with ten answers."""

from .controls import CONTROLS
from .state import SigmoidState as State

__all__ = ["CONTROLS", "State"]

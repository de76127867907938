"""Ten separate questions, or one question with ten answers."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import SigmoidState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

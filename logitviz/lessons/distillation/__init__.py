"""A teacher's soft labels, and how a loss compares its students with it."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import DistillationState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

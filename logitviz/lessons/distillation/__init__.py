"""A teacher's soft labels, and how a loss compares its students with it."""

from .controls import CONTROLS
from .state import DistillationState as State

__all__ = ["CONTROLS", "State"]

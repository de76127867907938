"""The cross-entropy of one sample, its gradient, and gradient descent on the logits."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import LossState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

"""Contrastive learning: a similarity is a logit, and an anchor's own copy is the target."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import ContrastiveState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

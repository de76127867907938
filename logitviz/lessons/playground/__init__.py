"""Ten logits, one temperature, and everything that follows from them."""

from .controls import CONTROLS
from .questions import QUESTIONS
from .state import PlaygroundState as State

__all__ = ["CONTROLS", "QUESTIONS", "State"]

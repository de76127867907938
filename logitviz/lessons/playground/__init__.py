"""Ten logits, one temperature, and everything that follows from them."""

from .controls import CONTROLS
from .state import PlaygroundState as State

__all__ = ["CONTROLS", "State"]

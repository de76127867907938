"""See what a classifier's logits do. The package itself needs NumPy alone."""

from . import core, scores
from .core import *  # noqa: F403 # the public names stand once, in each part
from .scores import *  # noqa: F403

__all__: list[str] = []
__all__ += core.__all__
__all__ += scores.__all__

"""See what a classifier's logits do. The package itself needs NumPy alone."""

from .core import *  # noqa: F403 # the public names stand once, in the core
from .core import __all__ as __all__

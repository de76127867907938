"""The lesson contrastive."""

from .controls import CONTROLS as CONTROLS

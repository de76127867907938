"""The worked examples by name; every exact number is the core's."""

from collections.abc import Callable
from functools import cache

from . import worked_softmax, worked_themes
from .example import Example

MAKERS: dict[str, Callable[[], Example]] = {
    "text": worked_softmax.text,
    "three": worked_softmax.three,
    "features": worked_softmax.features,
    "image": worked_softmax.image,
    "ten": worked_themes.ten,
    "confidence": worked_themes.confidence_pair,
    "logit": worked_themes.logit_function,
    "overflow": worked_themes.overflow,
    "distillation": worked_themes.distillation,
}


@cache
def example(name: str) -> Example:
    """Work out one of the examples."""
    return MAKERS[name]()

"""The worked examples by name; every exact number is the core's."""

from collections.abc import Callable
from functools import cache

from . import worked_softmax, worked_themes
from .example import Example

MAKERS: dict[str, Callable[[], Example]] = {
    "Text": worked_softmax.text,
    "Three": worked_softmax.three,
    "Features": worked_softmax.features,
    "Image": worked_softmax.image,
    "Ten": worked_themes.ten,
    "Confidence": worked_themes.confidence_pair,
    "Logit": worked_themes.logit_function,
    "Overflow": worked_themes.overflow,
    "Distillation": worked_themes.distillation,
}


@cache
def example(name: str) -> Example:
    """Work out one of the examples."""
    return MAKERS[name]()

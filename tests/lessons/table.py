"""What the links of all lessons carry, as the tests ask for it."""

from typing import Any

from logitviz.lessons import PAGES, controls_of, every_control

TABLE: dict[str, Any] = dict(every_control())
KEYS = {page: list(controls_of(page)) for page in PAGES}


def options_of(key: str) -> list[Any]:
    """The options of a control, none if it has a range or a text."""
    return list(getattr(TABLE.get(key), "options", ()))


def is_text(key: str) -> bool:
    """Whether a control is a box for text."""
    return hasattr(TABLE[key], "meaning")


def span_of(key: str) -> tuple[float, float] | None:
    """The ends of the range of a control; none if it has options, is a text or a switch."""
    control = TABLE[key]
    return (control.low, control.high) if hasattr(control, "low") else None

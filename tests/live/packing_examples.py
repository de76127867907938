"""Curves and texts, added to a plan."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from logitviz.live.elements import Attribute
from logitviz.live.plan import Plan, PlanElement


def add_curve(plan: Plan, name: str, now: Any, moving: Mapping[str, Any]) -> None:
    """Add a chart of one curve."""
    place = plan.add_series(name, now, moving)
    entry = {"sets": [{"trace": 0, "attributes": {"y": Attribute(place, None, None)}}]}
    plan.add_chart(name, entry, PlanElement(entry, [place], tuple(moving), ()))


class TextPart(NamedTuple):
    """A number in a text: its row now, the rows under sliders, its column."""

    now: Any
    moving: Mapping[str, Any]
    column: int = 0


def add_text(plan: Plan, owner: str, selector: str, part: TextPart) -> None:
    """Add a text of one number."""
    place = plan.add_series(owner, part.now, part.moving, "logit")
    entry = {"selector": selector, "template": "{0}", "parts": [[place, "logit", part.column]]}
    plan.add_text(entry, PlanElement(entry, [place], tuple(part.moving), ()))

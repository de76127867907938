"""Curves and texts, added to a plan."""

from collections.abc import Mapping
from typing import Any

from logitviz.live.plan import Plan, PlanElement


def add_curve(plan: Plan, name: str, now: Any, moving: Mapping[str, Any]) -> None:
    """Add a chart of one curve."""
    place = plan.add_series(name, now, moving)
    entry = {"sets": [{"trace": 0, "attributes": {"y": [place, None, None, 1.0, None]}}]}
    plan.chart(name, entry, PlanElement(entry, [place], tuple(moving), ()))


def add_text(
    plan: Plan, owner: str, selector: str, part: tuple[Any, Mapping[str, Any], int]
) -> None:
    """Add a text of one number: its row, the rows under sliders, its column."""
    now, moving, column = part
    place = plan.add_series(owner, now, moving, "logit")
    entry = {"selector": selector, "template": "{0}", "parts": [[place, "logit", column]]}
    plan.text(entry, PlanElement(entry, [place], tuple(moving), ()))

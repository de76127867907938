"""What a control changes is known to the live link, which hides it until its numbers come."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from streamlit.testing.v1 import AppTest

from logitviz.lessons import PAGES
from logitviz.live.shared import OF_THE_FRAME
from tests.cases import for_each
from tests.lessons.profiles import PROFILES
from tests.lessons.table import TABLE, options_of
from tests.live.decoded import Decoded
from tests.shell.visits import as_link, extremes, keys_of, plan, seen

# Below these boxes the live link is in charge; and a control says itself what it is about.
HELD = ("live_", "snapshot_")
CONTROLS = {
    "slider", "select_slider", "button_group", "selectbox", "number_input", "text_input", "button",
    "download_button", "checkbox",
}  # fmt: skip
DRAWN = {"plotly_chart", "bidi_component", "html", *CONTROLS}
# They choose what is talked about: words without a number of a state.
SPOKEN = {"show", "ex", "reason", "ask"}
WITHOUT_FIGURES = ("your file",)  # before one is dropped


class Choice(NamedTuple):
    """A choice of a page, with another value than its default."""

    page: str
    key: str
    value: Any


def cases() -> Iterator[Choice]:
    """Every choice of every lesson; those of the frame change no number."""
    frame = {control.key for control in OF_THE_FRAME}
    for page in PAGES:
        for key in set(keys_of(page)) - set(PROFILES[page].sliders) - frame:
            default = TABLE[key].default
            allowed = options_of(key) or extremes(key)
            others = [value for value in allowed if value not in (default, "", *WITHOUT_FIGURES)]
            if key not in ("T", *(f"z{i}" for i in range(10))):
                yield Choice(page, key, others[-1])


CASES = sorted(cases(), key=str)
choices = for_each(("page", "key", "value"), CASES)


def named(decoded: Decoded) -> dict[str, list[Any]]:
    """Everything that follows, by name: what it shows, and the references of its numbers."""
    found: dict[str, list[Any]] = {
        key: [
            (chart["skeleton"], tuple(decoded.attributes(key))),
            *decoded.attributes(key).values(),
        ]
        for key, chart in decoded.charts.items()
    }
    for text in decoded.texts:
        name = text["selector"].split()[0].removeprefix(".st-key-live_")
        found.setdefault(name, [()])
        found[name][0] += (text["template"], str([part[1:] for part in text["parts"]]))
        found[name] += text["parts"]
    return found


def same(before: Decoded, after: Decoded, ref: int, other: int) -> bool:
    """Whether two series hold the same numbers, now and in every sweep that both have."""
    common = before.series[ref]["sweeps"].keys() & after.series[other]["sweeps"].keys()
    return all(
        np.array_equal(before.rows(ref, c), after.rows(other, c), equal_nan=True)
        for c in ("", *common - {"za", "zb"})  # the sliders of a class are its own
    )


def changed(before: Decoded, after: Decoded) -> set[str]:
    """The names of all that shows something else."""
    ours, theirs = named(before), named(after)
    return {
        name
        for name, (shown, *refs) in ours.items()
        if name in theirs
        and (
            theirs[name][0] != shown
            or not all(
                same(before, after, one[0], other[0])
                for one, other in zip(refs, theirs[name][1:], strict=True)
            )
        )
    }


@choices
def test_a_choice_changes_no_more_than_it_says(page: str, key: str, value: Any) -> None:
    before, after = plan(seen(page)), plan(seen(page, **{key: as_link(value)}))
    groups = before.header["groups"]
    held = {
        name for name, chart in before.charts.items() if key in groups[chart["group"]]["controls"]
    }
    for text in before.texts:
        if key in groups[text["group"]]["controls"]:
            held.add(text["selector"].split()[0].removeprefix(".st-key-live_"))
    drawn_anew = {"logits", "probabilities"} if key == "sort" else set()  # the same, elsewhere
    assert changed(before, after) - drawn_anew <= held


def unheld(at: AppTest) -> list[tuple[str, str]]:
    """All that is shown and that the live link does not hold, with its words."""

    def walk(node: Any) -> Iterator[tuple[str, str]]:
        if str(getattr(node, "key", None) or "").startswith(HELD):
            return
        children = getattr(node, "children", {})
        if not children and node.type not in DRAWN:
            yield node.type, str(node.proto)
        for child in children.values():
            yield from walk(child)

    return list(walk(at.main))


# What a key is about, where a link without it opens something else.
VIEWS = {"sweeps": {"reason": "Heat"}, "mean": {"reason": "Entropy"}}
STATES = [(p, k, v) for p, k, v in CASES if k not in SPOKEN] + [
    (page, key, value)
    for page in PAGES
    for key, value in (("T", "0.5"), ("z0", 7.0))
    if key in PROFILES[page].sliders
]


@for_each(("page", "key", "value"), STATES)
def test_nothing_else_on_the_page_tells_one_state_from_another(
    page: str, key: str, value: Any
) -> None:
    view = VIEWS.get(key, {})
    assert unheld(seen(page, **{key: as_link(value)} | view)) == unheld(seen(page, **view))

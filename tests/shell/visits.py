"""Visits of a page through Streamlit's AppTest, and what they show."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Slider

import logitviz as lv
from logitviz.charts.formats import amount, percent, probability, whole
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.lessons import PAGES
from tests.lessons.table import KEYS, TABLE, is_text, options_of, span_of
from tests.live.decoded import Decoded

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # s: no machine is too slow for a test
LOGITS = [f"z{i}" for i in range(10)]
Z = np.array(EXAMPLE)
TEXTS = dict.fromkeys("ab", (" ".join(["-10"] * 10), " ".join(["10"] * 10)))
TEXTS["drawn"] = ("000", "".join(f"{r}{c}g" for r in range(8) for c in range(8)))
COUNTED = ("seed", "digit")  # whole numbers, typed in


def arrival(page: str, **link: Any) -> AppTest:
    """Come to a page by a link with these parameters; nothing has run yet."""
    at = AppTest.from_file(ROOT / "app.py", default_timeout=PATIENCE)
    if page != "playground":
        at.switch_page(PAGES[page])
    at.query_params.update(link)
    return at


def visit(page: str, **link: Any) -> AppTest:
    """Open a page as the first visitor of a cold server, by a link with these parameters.

    The first run of a visit ends at the fold; the live link asks for the second.
    """
    return arrival(page, **link).run().run()


@cache
def _seen(page: str, link: tuple[tuple[str, Any], ...]) -> AppTest:
    return visit(page, **dict(link))


def seen(page: str, **link: Any) -> AppTest:
    """Give one visit to all tests that only look at the page."""
    return _seen(page, tuple(sorted(link.items())))


def turn(at: AppTest, page: str) -> AppTest:
    """Go to another page by the menu."""
    return at.switch_page(PAGES[page]).run()


# From each page to the next and back, and from each to the playground.
NEXT = dict(zip(PAGES, [*list(PAGES)[1:], *list(PAGES)[:1]], strict=True))
SWITCHES = sorted(
    {*NEXT.items(), *((b, a) for a, b in NEXT.items()), *((page, "playground") for page in PAGES)}
    - {("playground", "playground")}
)


def press(at: AppTest, name: str) -> AppTest:
    """Press the button of this label or key."""
    (button,) = [b for b in at.button if name in (b.label, b.key)]
    return button.click().run()


def pick(at: AppTest, key: str, value: Any) -> AppTest:
    """Press one of a row of buttons."""
    return at.button_group(key=key).set_value(value).run()


def slider_of(at: AppTest, key: str) -> "Slider[float]":
    """Find a slider by its key, which may be followed by a number."""
    (found,) = (s for s in at.slider if str(s.key).partition("-")[0] == key)
    return found


def slide(at: AppTest, key: str, value: Any) -> AppTest:
    """Release a slider at a value."""
    widget = at.select_slider(key=key) if options_of(key) else slider_of(at, key)
    return widget.set_value(value).run()


def put_logits(at: AppTest, logits: Iterable[float]) -> AppTest:
    """Release all ten sliders."""
    for key, value in zip(LOGITS, logits, strict=True):
        at.slider(key=key).set_value(float(value))
    return at.run()


def logits_of(at: AppTest) -> NDArray[np.float64]:
    """Where the ten sliders stand."""
    return np.array([at.slider(key=key).value for key in LOGITS])


def metrics(at: AppTest) -> dict[str, str]:
    """The read-outs by their labels."""
    return {metric.label: metric.value for metric in at.metric}


def readouts(record: lv.Analysis) -> dict[str, str]:
    """What the five read-outs of a record must say."""
    share = record.entropy / np.log(record.logits.size)
    tied = int(np.count_nonzero(record.logits == record.logits.max()))
    return {
        "Predicted class": whole(record.prediction) + f" · tie of {tied}" * (tied > 1),
        "Confidence": probability(record.confidence),
        "Margin": probability(record.margin),
        "Entropy": f"{amount(record.entropy)} nats · {percent(share)}",
        "Effective classes": amount(record.perplexity),
    }


def holds(at: AppTest, logits: object, temperature: float = 1.0) -> None:
    """The sliders, the charts and the read-outs show one and the same state."""
    record = lv.analyse(np.asarray(logits, dtype=np.float64), temperature=temperature)
    assert_array_equal(logits_of(at), record.logits)
    assert metrics(at) == readouts(record)
    drawn = charts(at)
    assert_array_equal(drawn["logits"]["data"][0]["y"], record.logits)
    assert_allclose(
        drawn["probabilities"]["data"][0]["y"], record.probabilities, rtol=1e-14, atol=0
    )


def elements(at: AppTest, kind: str) -> list[Any]:
    """Every element of a kind that AppTest has no name for."""
    return [node for node in at if getattr(node, "type", "") == kind]


def charts(at: AppTest) -> dict[str, dict[str, Any]]:
    """Every figure by the key of its chart."""
    return {e.key: json.loads(e.proto.spec) for e in elements(at, "plotly_chart")}


def alts(at: AppTest) -> dict[str, str]:
    """Every alternative text by the key of its chart."""
    return {e.key: e.proto.alt for e in elements(at, "plotly_chart")}


def plan(at: AppTest) -> Decoded:
    """What the page has sent to the live link."""
    (data,) = [e.proto.bytes for e in elements(at, "bidi_component") if e.proto.bytes]
    return Decoded(data)


def within(at: AppTest, key: str) -> Any:
    """The container of a key."""
    (found,) = [node for node in at if getattr(node, "key", None) == key]
    return found


def words(at: AppTest, key: str) -> str:
    """The Markdown in the container of a key."""
    return "\n".join(piece.value for piece in within(at, key).markdown)


def table(at: AppTest, key: str) -> list[list[str]]:
    """The rows of a table, its header first."""
    lines = [line for line in words(at, key).splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [rows[0], *rows[2:]]


def troubles(at: AppTest) -> list[str]:
    """Every exception and every complaint that a page shows.

    What a panel repeats of its page, which it may lie over, is left out.
    """
    said = list(zip(panel_of(at, "error"), [str(box.value) for box in at.error], strict=True))
    complaints = [text for panel, text in said if panel is None or (None, text) not in said]
    return [*(str(box.value) for box in at.exception), *complaints]


def unescaped(text: str) -> str:
    """A text as Markdown shows it: a backslash before ASCII punctuation shows that alone."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u200b", "")


def panel_of(at: AppTest, kind: str) -> list[str | None]:
    """The label of the panel around every element of a kind; None outside of any."""

    def found(node: Any, panel: str | None) -> Iterator[str | None]:
        for child in getattr(node, "children", {}).values():
            if child.type == kind:
                yield panel
            yield from found(child, child.proto.popover.label if child.type == "popover" else panel)

    return list(found(at.main, None))


def offered(at: AppTest) -> bool:
    """Whether the page offers to shift pasted logits into reach."""
    return "Shift all ten to fit" in [button.label for button in at.button]


def extremes(key: str) -> list[Any]:
    """The smallest and the largest value that a control allows."""
    if options := options_of(key):
        return [options[0], options[-1]]
    if span := span_of(key):
        return list(span)
    if is_text(key):
        return list(TEXTS.get(key, [TABLE[key].default] * 2))
    return [False, True]


def as_link(value: Any) -> str:
    """A value as a link carries it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def keys_of(page: str) -> list[str]:
    """The keys that a page binds."""
    return KEYS[page]

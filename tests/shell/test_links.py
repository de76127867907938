"""The whole table of what a link can carry, on every page: right, extreme and wrong."""

import math
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import probability
from logitviz.lessons import PAGES
from tests.cases import for_each
from tests.lessons.profiles import PROFILES
from tests.lessons.table import TABLE, is_text, options_of, span_of
from tests.shell.visits import (
    COUNTED,
    as_link,
    charts,
    extremes,
    keys_of,
    seen,
    troubles,
    visit,
    words,
)

LONG = 4000  # under every key at once: Streamlit ignores a link of over 524 288 characters
WRONG: dict[str, Any] = {
    "a word": "abc",
    "nothing": "",
    "too large for float64": "1e999",
    "not a number": "nan",
    "minus infinity": "-inf",
    "far too high": "1000000",
    "far too low": "-1000000",
    "a script": "<script>alert(1)</script>",
    "a very long number": "9" * LONG,
    "a very long word": "x" * LONG,
    "a null byte": "\0",
    "Markdown": "![a](b) **c** $d$ :material/e:",
}
# One value of each kind tells whether a page reads them at all.
SAMPLE = ("a word", "nothing", "too large for float64", "far too low", "a null byte")
# Where every kind of control is tried with every wrong value.
THOROUGH = {"playground", "confidence"}
walks = [(page, name) for page in PAGES for name in (WRONG if page in THOROUGH else SAMPLE)]
texts = [(page, key, name) for page, name in walks for key in PROFILES[page].wrong_texts]
bound = [(page, key) for page in PAGES for key in keys_of(page)]


@cache
def walked(page: str, name: str) -> AppTest:
    """Open a page with one wrong value under every key of the table."""
    return visit(page, **dict.fromkeys(TABLE, WRONG[name]))


@cache
def extreme(page: str, which: int) -> AppTest:
    """Open a page with the smallest or the largest value under every key it binds."""
    link = {key: as_link(extremes(key)[which]) for key in keys_of(page)}
    if page == "playground":
        link["show"] = "Formula"  # where the class can be picked
    return visit(page, **link)


@for_each(("page", "name"), walks)
def test_a_wrong_link_shows_no_exception(page: str, name: str) -> None:
    assert [box.value for box in walked(page, name).exception] == []


@for_each(("page", "name"), walks)
def test_a_wrong_value_leaves_the_default(page: str, name: str) -> None:
    """An empty choice is None in the state of the page, which shows its default all the same."""
    at = walked(page, name)
    keys = [key for key in TABLE if key in at.session_state and not is_text(key)]
    shown = {key: at.session_state[key] for key in keys}
    empty = {key for key in shown if name == "nothing" and options_of(key) and not shown[key]}
    unseen = {"k"} if page == "playground" else set()
    assert set(keys) >= {key for key in keys_of(page) if not is_text(key)} - unseen
    assert {key: value for key, value in shown.items() if key not in empty} == {
        key: TABLE[key].default for key in keys if key not in empty
    }


def test_an_empty_choice_shows_what_the_default_shows() -> None:
    for page in PAGES:
        if not PROFILES[page].wrong_texts:
            assert charts(walked(page, "nothing")) == charts(seen(page))
    assert (
        charts(walked("confidence", "nothing"))["thresholds"]
        == charts(seen("confidence"))["thresholds"]
    )
    assert words(walked("confidence", "nothing"), "live_threshold_words") == words(
        seen("confidence"), "live_threshold_words"
    )
    empty = visit("playground", show="Formula", k="")
    assert troubles(empty) == []
    assert [piece.value for piece in empty.latex] == [
        piece.value for piece in seen("playground", show="Formula").latex
    ]


@for_each(("page", "key", "name"), texts)
def test_a_wrong_text_stays_to_be_mended(page: str, key: str, name: str) -> None:
    assert walked(page, name).text_input(key=key).value == WRONG[name]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_text_of_a_case_is_complained_of_in_a_sentence(name: str) -> None:
    errors = troubles(walked("confidence", name))
    assert [text[:12] for text in errors] == ["Logits of A:", "Logits of B:"]
    assert all(len(text) < 300 for text in errors)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_text_of_a_case_leaves_its_bars(name: str) -> None:
    for side in ("a", "b"):
        record = lv.analyse(lv.parse_logits(TABLE[side].default))
        expected = f"Class {record.prediction}: {probability(record.confidence)}"
        assert words(walked("confidence", name), f"live_verdict_{side}").startswith(expected)


@for_each(("page", "name"), walks)
def test_only_a_wrong_text_is_complained_of(page: str, name: str) -> None:
    wrong = [key for key in PROFILES[page].wrong_texts if WRONG[name] != TABLE[key].default]
    assert len(troubles(walked(page, name))) == len(wrong)


@pytest.mark.parametrize("which", [0, 1], ids=["smallest", "largest"])
@pytest.mark.parametrize("page", PAGES)
def test_an_extreme_link_shows_no_complaint(page: str, which: int) -> None:
    assert troubles(extreme(page, which)) == []


@for_each("which", [0, 1])
@for_each(("page", "key"), [pair for pair in bound if pair[1] != "show"])
def test_an_extreme_value_is_taken(page: str, key: str, which: int) -> None:
    assert extreme(page, which).session_state[key] == extremes(key)[which]


@pytest.mark.parametrize("view", options_of("show"))
def test_every_view_is_taken(view: str) -> None:
    at = seen("playground", show=view)
    assert troubles(at) == []
    assert at.session_state["show"] == view


@cache
def defaults(page: str) -> AppTest:
    """Open a page by a link that spells every default out."""
    return visit(page, **{key: as_link(TABLE[key].default) for key in keys_of(page)})


@for_each(("page", "key"), bound)
def test_a_default_spelt_out_is_the_default(page: str, key: str) -> None:
    at = defaults(page)
    assert troubles(at) == []
    if key in at.session_state:
        assert at.session_state[key] == TABLE[key].default


def fits(key: str, value: Any) -> bool:
    """Whether a value is one that a control allows."""
    if options := options_of(key):
        return value in options
    if span := span_of(key):
        return math.isfinite(value) and span[0] <= value <= span[1]
    return isinstance(value, str | bool)


@pytest.mark.parametrize("page", PAGES)
def test_a_repeated_parameter_gives_an_allowed_value(page: str) -> None:
    at = visit(page, **{key: ["1", "2"] for key in TABLE})
    assert not list(at.exception)
    for key in TABLE:
        if key in at.session_state:
            assert fits(key, at.session_state[key])


BEYOND = ["10.0000001", "-10.0000001", "10.1", "1e1000", "+", "--1", "1e", ".", "1 2", "1,5"]
INSIDE = {"10": 10.0, "-10": -10.0, "0": 0.0, "-0": 0.0, "1e-9": 1e-9, "3.7261": 3.7261}


@for_each(("index", "value"), list(enumerate(BEYOND)))
def test_a_logit_just_out_of_reach_leaves_the_default(index: int, value: str) -> None:
    at = seen("playground", **{f"z{i}": text for i, text in enumerate(BEYOND)})
    assert troubles(at) == []
    assert at.slider(key=f"z{index}").value == TABLE[f"z{index}"].default, value


@for_each(("index", "value"), list(enumerate(INSIDE)))
def test_any_logit_in_reach_is_taken_exactly(index: int, value: str) -> None:
    at = seen("playground", **{f"z{i}": text for i, text in enumerate(INSIDE)})
    assert troubles(at) == []
    assert at.slider(key=f"z{index}").value == INSIDE[value]


@pytest.mark.parametrize("value", ["1.0", "01", "20.5", "0.04", "∞"])
def test_a_temperature_off_the_list_leaves_the_default(value: str) -> None:
    at = seen("temperature", T=value)
    assert troubles(at) == []
    assert at.select_slider(key="T").value == "1"


@pytest.mark.parametrize("key", COUNTED)
def test_a_count_at_its_ends_is_taken(key: str) -> None:
    for value in extremes(key):
        at = seen("playground", **{key: str(value)})
        assert at.number_input(key=key).value == value


@pytest.mark.parametrize("page", PAGES)
def test_a_parameter_that_nobody_knows_is_ignored(page: str) -> None:
    at = seen(page, zz="1", embed="true", utm_source="mail", z10="3", t0="2", _linked="x")
    assert troubles(at) == []
    assert at.session_state["T"] == "1"

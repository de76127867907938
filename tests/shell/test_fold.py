"""The first run of a visit ends at the fold; the next one draws the whole page."""

from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from logitviz.lessons import PAGES
from tests.cases import for_each
from tests.lessons.profiles import PROFILES
from tests.lessons.table import TABLE
from tests.shell.visits import (
    LOGITS,
    SWITCHES,
    arrival,
    charts,
    plan,
    press,
    seen,
    troubles,
    turn,
    visit,
)

pages = pytest.mark.parametrize("page", PAGES)
switches = for_each(("page", "other"), SWITCHES)


def first_run(page: str, **link: str) -> AppTest:
    return arrival(page, **link).run()


@pages
def test_the_first_run_shows_what_the_page_teaches_and_nothing_below(page: str) -> None:
    at = first_run(page)
    assert troubles(at) == []
    assert charts(at).keys() == PROFILES[page].above
    assert plan(at).charts.keys() == PROFILES[page].above
    if page == "features":  # strokes move its chart, and the sliders stand below
        assert plan(at).header["ink"]
    else:
        assert PROFILES[page].sliders[0] in plan(at).header["controls"]


@pages
def test_the_second_run_adds_the_rest_and_changes_nothing_above(page: str) -> None:
    at = first_run(page)
    above = charts(at)
    whole = charts(at.run())
    assert whole.keys() > above.keys()
    assert {key: whole[key] for key in above} == above


@pages
def test_the_first_run_carries_the_temperature_and_the_logits(page: str) -> None:
    at = first_run(page, z3="4")
    assert all(key in at.session_state for key in ("T", *LOGITS))
    assert at.session_state["z3"] == 4


@cache
def hurried(page: str, other: str) -> AppTest:
    """Leave a page for another before its second run."""
    return turn(first_run(page, T="2", z3="4"), other)


@switches
def test_the_next_page_of_a_visit_is_whole_at_once(page: str, other: str) -> None:
    assert charts(hurried(page, other)).keys() == charts(seen(other)).keys()


@pages
def test_a_link_keeps_what_is_below_the_fold(page: str) -> None:
    link = PROFILES[page].deep
    at = visit(page, **link)
    for key, text in link.items():
        value = at.session_state[key]
        assert str(value) == text or float(value) == float(text), key
        assert value != TABLE[key].default


def test_a_hand_quicker_than_the_second_run_finds_the_playground_s_logits() -> None:
    at = press(first_run("confidence", z3="4"), "take_a")
    assert troubles(at) == []
    assert at.text_input(key="a").value == "4.2 1.8 0.5 4 2.7 3.1 0.2 -1.5 1.1 2.2"


@switches
def test_a_hand_quicker_than_the_second_run_takes_the_state_along(page: str, other: str) -> None:
    at = hurried(page, other)
    assert at.session_state["T"] == "2"
    assert at.session_state["z3"] == 4
    assert all(key in at.session_state for key in LOGITS)

"""What happens while a page of a lecture is drawn, and which questions an audience is asked."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from logitviz.live.play import BUTTON
from logitviz.live.shared import ASK, QUIZ
from logitviz.shell.frame import STYLE
from logitviz.shell.lecture import Stop, pack
from logitviz.shell.page import Page
from logitviz.shell.parts import BUTTONS, hiding
from logitviz.shell.present_panel import address_of
from tests.lessons.offline import offline
from tests.shell.visits import panel_of, press, seen, slide, troubles, turn, visit, within, words

TALK = pack([Stop("Soft", "/Temperature?T=5"), Stop("Sigmoid", "/Sigmoid_and_softmax?T=2&z0=3")])


def opened(page: str, **link: str) -> AppTest:
    """Open the panel of a page."""
    at = visit(page, **link)
    at.session_state["present"] = True
    return at.run()


# ---- while the page of a step is drawn ----


def close_unfinished(*_: Any, **__: Any) -> None:
    """End a page before it is complete, as if the browser had asked for another run."""
    st.stop()


@pytest.fixture
def unfinished(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No page is ever complete."""
    monkeypatch.setattr(Page, "close", close_unfinished)
    return monkeypatch


def step(page: str = "temperature") -> AppTest:
    """Go to the second link of a lecture from its first."""
    return press(visit(page, stage="true", talk=TALK, slide="1"), "Next")


def test_show_everything_holds_while_the_first_page_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = opened("sigmoid", talk=TALK)
    with monkeypatch.context() as patched:
        patched.setattr(Page, "close", close_unfinished)
        press(at, "Start")
        assert at.session_state["stage"] is True
        press(at, "Show everything")
    assert at.run().session_state["stage"] is False


def test_a_control_that_is_moved_while_a_step_is_drawn_stays(
    unfinished: pytest.MonkeyPatch,
) -> None:
    at = step()
    assert (at.session_state["T"], at.session_state["z0"]) == ("2", 3)
    slide(slide(at, "T", "4"), "z0", 1.5)
    unfinished.undo()
    at.run()
    assert (at.session_state["T"], at.session_state["z0"]) == ("4", 1.5)


def test_what_the_browser_sends_once_more_as_it_was_is_set_again(
    unfinished: pytest.MonkeyPatch,
) -> None:
    at = press(visit("temperature", stage="true", talk=TALK, slide="2"), "Back")
    assert at.session_state["T"] == "5"
    slide(at, "T", "1")  # as before the step
    unfinished.undo()
    assert at.run().session_state["T"] == "5"


def test_the_page_before_is_left_again_when_the_browser_asks_for_it(
    unfinished: pytest.MonkeyPatch,
) -> None:
    at = turn(step(), "temperature")
    unfinished.undo()
    assert at.run().session_state["slide"] == 2
    assert within(at, "stage_bar").caption[0].value == "2/2 Sigmoid"


def test_a_page_that_fails_does_not_call_the_visit_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("no page")

    monkeypatch.setattr(Page, "close", fail)
    at = step()
    assert len(troubles(at)) == 1
    monkeypatch.undo()
    for page in ("loss", "temperature"):
        turn(at, page)
        assert words(at, "lead") == words(seen(page), "lead")


# ---- questions ----


def asked(at: AppTest) -> int:
    """Count the questions that a page asks."""
    return sum(str(group.key).startswith("ask_") for group in at.button_group)


@pytest.mark.parametrize("page", ["playground", "temperature"])
def test_an_audience_is_asked_only_if_the_link_says_so(page: str) -> None:
    assert asked(seen(page)) >= 2
    assert asked(seen(page, stage="true")) == 0
    assert asked(seen(page, stage="true", ask="true")) == 0
    assert asked(seen(page, stage="true", quiz="true")) >= 2
    assert asked(seen(page, ask="false", quiz="true")) == 0


def test_the_panel_writes_into_the_link_that_questions_are_asked() -> None:
    at = opened("temperature")
    at.toggle(key=QUIZ.key).set_value(True).run()
    (address,) = [code.value for code in at.code if "stage=true" in code.value]
    assert address.endswith("/Temperature?stage=true&quiz=true")
    press(at, "Present this page")
    assert asked(at) >= 2


def test_the_panel_offers_no_questions_where_there_are_none() -> None:
    pages = {page: opened(page) for page in ("examples", "loss")}
    places = {
        page: dict(zip([t.key for t in at.toggle], panel_of(at, "toggle"), strict=True))[QUIZ.key]
        for page, at in pages.items()
    }
    assert places == {"examples": "carried", "loss": "Present"}


@pytest.mark.parametrize("ask", ["true", "false"])
def test_presenting_leaves_the_questions_of_the_reader_as_they_were(ask: str) -> None:
    at = press(opened("temperature", ask=ask), "Present this page")
    assert asked(at) == 0
    press(at, "Show everything")
    assert at.session_state[ASK.key] is (ask == "true")
    assert bool(asked(at)) is (ask == "true")


# ---- buttons that play ----


def test_a_slider_is_hidden_with_the_button_that_plays_it() -> None:
    assert ".st-key-play_T" in hiding("T", ["T", "z0"])
    assert "-play" not in hiding("curves", ["T", "z0"])
    assert ".logitviz-play" in hiding(BUTTONS, ["T"])


def test_a_button_that_plays_says_once_that_it_does() -> None:
    assert "aria-pressed" not in BUTTON + STYLE  # its name changes from Play to Stop
    assert "[data-plays]::before" in STYLE


# ---- the page as its file names it ----


def test_the_file_of_a_page_has_the_address_and_the_labels_of_the_panel() -> None:
    left, _ = offline("temperature", "T=2&other=1")
    assert left.link == "/Temperature?T=2"
    assert left.labels["k"] == "Move the logit of class"


def test_the_address_of_a_page_is_that_of_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    page = SimpleNamespace(page="temperature", controls={})
    monkeypatch.setattr(st, "context", SimpleNamespace(url="https://a.io/lv/~/+/Temperature?T=2"))
    assert address_of(page) == "https://a.io/lv/Temperature"

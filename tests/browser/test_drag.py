"""A real mouse on sliders where something special happens, read before it lets go."""

import pytest
from playwright.sync_api import Page

from logitviz.live.shared import TEMPERATURE
from tests.browser.acts import (
    TALL,
    assert_link,
    assert_shows,
    assert_shows_all,
    film,
    open_anew,
    visit,
    wait_for_position,
)
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand

_OUTLINES = """() => [...document.querySelectorAll(".bars .point path")].map(
  (bar) => bar.style.strokeWidth)"""


def test_a_chart_scrolled_into_sight_in_mid_drag_shows_the_present(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Sigmoid_and_softmax")
    assert "gains" not in look(page).charts
    hand = Hand.press(page, "T")
    hand.move(90)
    wait_for_position(page, "T", 90)
    with film(page) as frames:
        page.mouse.wheel(0, 800)
        page.wait_for_function(
            "document.querySelector('.st-key-slopes_sigmoid').getBoundingClientRect().bottom"
            " < innerHeight"
        )
        wait_for_position(page, "T", 90)
    assert {"gains", "slopes_softmax", "slopes_sigmoid"} <= look(page).charts.keys()
    assert_shows(page, State().at("T", 90))
    assert len({frame["gains"] for frame in frames if "gains" in frame}) == 1
    hand.release()


@pytest.mark.parametrize(("query", "way"), [("", ("1.25", "inf")), ("?m=100000", ("inf", "2"))])
def test_labels_come_to_bars_that_had_no_number(
    query: str, way: tuple[str, ...], page: Page, server: Server
) -> None:
    visit(page, f"{server.url}{PATHS['stability']}{query}")
    hand = Hand.press(page, "T")
    for temperature in way:
        position = TEMPERATURE.options.index(temperature)
        hand.move(position)
        wait_for_position(page, "T", position)
        assert_shows(page, State.of(f"/{query}").at("T", position))
    hand.release()
    wait_until_settled(page)
    outlines = page.evaluate(_OUTLINES)
    assert len(set(outlines)) == 2
    open_anew(page, page.url)
    assert page.evaluate(_OUTLINES) == outlines


def test_a_number_that_no_eye_tells_from_one_is_written_as_it_is(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Sigmoid_and_softmax?c=7.1&t=0.76")
    hand = Hand.press(page, "T")
    for temperature in ("0.18", "0.16", "0.14", "0"):
        position = TEMPERATURE.options.index(temperature)
        hand.move(position)
        wait_for_position(page, "T", position)
        assert_shows(page, State.of("/?c=7.1&t=0.76").at("T", position))
    hand.release()
    wait_until_settled(page)
    assert_shows(page, State.of("/?c=7.1&t=0.76").at("T", 0))


def test_sorted_classes_keep_their_places_under_the_hand_and_sort_after(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/?sort=true")
    assert_shows(page, State(sort=True))
    hand = Hand.press(page, "z7")
    hand.move(200)
    wait_for_position(page, "z7", 200)
    places = [round(bar["x"]) for bar in look(page).charts["logits"][0]["bars"]]
    assert [places.index(i) for i in range(10)] == [0, 5, 4, 9, 1, 8, 2, 6, 3, 7]
    assert look(page).charts["logits"][0]["bars"][7]["label"] == "10"
    hand.release()
    wait_until_settled(page)
    assert_shows(page, State(sort=True).at("z7", 200))


def test_logits_between_two_steps_are_written_as_they_are_and_count_as_standing_still(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/?z0=3.7261&z1=3.75&z2=-0.15&z3=0.05")
    state = State.of(page.url)
    assert state.z[:4] == (3.7261, 3.75, -0.15, 0.05)
    screen = look(page)
    assert screen.thumbs["z0"] == "3.7"
    labels = [bar["label"] for bar in screen.charts["logits"][0]["bars"]]
    assert labels[:4] == ["3.726", "3.75", "−0.15", "0.05"]
    hand = Hand.press(page, "T")
    hand.move(80)
    wait_for_position(page, "T", 80)
    assert_shows(page, state.at("T", 80))
    hand.release()
    wait_until_settled(page)
    assert_link(page, state.at("T", 80))


def test_what_is_too_large_to_follow_waits_for_the_release(page: Page, server: Server) -> None:
    page.set_viewport_size(TALL)
    visit(page, server.url + PATHS["loss"] + "?T=0.36&eta=5&n=32&eps=0.83&y=2")
    state = State.of(page.url)
    assert_shows_all(page, state)
    hand = Hand.press(page, "z2")
    hand.move(150)
    wait_for_position(page, "z2", 150)
    moved = state.at("z2", 150)
    screen = look(page)
    assert screen.state == "waiting"
    assert {"loss", "true_share", "true_logit", "size", "range"} <= screen.texts.keys()
    assert {"predicted", "error"} <= screen.charts.keys()
    assert not {"log_likelihood", "gradient_size"} & screen.charts.keys()
    logits, probabilities, *_ = screen.tables["numbers"]
    assert logits == 10 * [None]
    assert None not in probabilities
    assert_shows(page, moved)
    hand.release()
    wait_until_settled(page)
    assert_shows_all(page, moved)

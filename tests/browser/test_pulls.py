"""A real mouse that pulls bars and markers of charts, read before it lets go."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page

from logitviz.charts.chart import Chart
from tests.browser.acts import (
    TALL,
    TWO_FRAMES,
    assert_link,
    assert_shows,
    assert_shows_all,
    in_size,
    visit,
    wait_for_position,
)
from tests.browser.grips import Plot, cursor
from tests.browser.screen import look
from tests.lessons.captured import captured
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import position, track

STEADY = 20  # px between the pointer and the point it holds: the positions of T lie so far apart
LINKS = {"why": "reason=Entropy&T=2&seed=5", "confidence": "ka=5&kb=1", "loss": "n=10"}


@dataclass(frozen=True)
class Grip:
    """A point that can be pulled: its chart, its trace, its slider, and in which direction."""

    chart: str
    trace: int
    slider: str
    upright: bool

    def place(self, plot: Plot, share: float | None = None) -> tuple[float, float]:
        """Give the pixel of its first point, or of a share of its axis."""
        (left, right), (bottom, top), (x, y) = plot.across, plot.up, plot.points[0]
        if self.upright:
            return plot.at(x, y if share is None else bottom + share * (top - bottom))
        across = x if share is None else left + share * (right - left)
        return plot.at(across, (bottom + top) / 2)


def grips(name: str) -> list[Grip]:
    """List the first point of every trace of a page that can be pulled."""
    here = captured(name, tuple(parse_qsl(LINKS.get(name, ""))))
    made = [c if isinstance(c, Chart) else c(here.state()) for c in here.charts.values()]
    return [
        Grip(
            chart.key,
            list(chart.traces).index(trace),
            sliders[0],
            chart.traces[trace].type == "bar" or "x" not in chart.shows[trace],
        )
        for chart in made
        for trace, sliders in chart.pulls.items()
    ]


PULLED = {name: found for name in PATHS if (found := grips(name))}


def test_charts_over_a_temperature_or_a_threshold_can_be_pulled_on_these_pages() -> None:
    assert PULLED.keys() >= {
        *("playground", "temperature", "sigmoid", "confidence", "loss", "distillation"),
        *("why", "contrastive", "your_model"),
    }


@pytest.mark.parametrize("name", PULLED)
def test_what_is_pulled_moves_the_slider_and_all_that_follows_it(
    name: str, page: Page, sent: list[str | bytes], server: Server
) -> None:
    in_size(page, TALL)
    visit(page, f"{server.url}{PATHS[name]}?{LINKS.get(name, '')}")
    for grip in PULLED[name]:
        try:
            assert_pulls(page, grip, sent)
        except AssertionError as error:
            error.add_note(str(grip))
            raise


def assert_pulls(page: Page, grip: Grip, sent: list[str | bytes]) -> None:
    """Pull a point, compare the whole page, take it back; pull it again, and let go."""
    state, before, address = State.of(page.url), position(page, grip.slider), page.url
    take(page, grip)
    sent.clear()
    for share in (0.8, 0.3):
        assert_holds(page, grip, state, share)
    assert not sent
    page.keyboard.press("Escape")
    wait_for_position(page, grip.slider, before)
    page.mouse.up()
    wait_until_settled(page)
    assert page.url == address
    assert_shows_all(page, state)
    take(page, grip)
    moved = assert_holds(page, grip, state, 0.7)
    if moved == state:  # the chart before has moved the same slider there
        moved = assert_holds(page, grip, state, 0.8)
    sent.clear()
    page.mouse.up()
    wait_until_settled(page)
    assert len(sent) == 1
    assert_link(page, moved)
    assert_shows_all(page, moved)


def take(page: Page, grip: Grip) -> None:
    """Press the mouse button on a point, over which the pointer says that it can be pulled."""
    place = grip.place(Plot.of(page, grip.chart, grip.trace))
    page.mouse.move(*place)
    assert cursor(page, place) == ("ns-resize" if grip.upright else "ew-resize")
    page.mouse.down()


def assert_holds(page: Page, grip: Grip, state: State, share: float) -> State:
    """Move the mouse: the point goes with it, and the page shows the state of the slider."""
    aim = grip.place(Plot.of(page, grip.chart, grip.trace), share)
    page.mouse.move(*aim)
    page.evaluate(TWO_FRAMES)
    now = position(page, grip.slider)
    moved = state.at(grip.slider, now)
    assert_shows_all(page, moved)
    if now in (0, track(page, grip.slider).steps):
        return moved  # the point goes no further
    plot = Plot.of(page, grip.chart, grip.trace)
    assert abs(plot.at(*plot.points[0])[grip.upright] - aim[grip.upright]) <= STEADY
    return moved


def test_a_bar_without_height_is_pulled_too_and_bars_keep_their_places_when_sorted(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/?z2=0&sort=true")
    state = State(z2=0.0, sort=True)
    plot = Plot.of(page, "logits", 0)
    page.mouse.move(*plot.at(*plot.points[2]))
    page.mouse.down()
    page.mouse.move(*plot.at(plot.points[2][0], -8))
    page.evaluate(TWO_FRAMES)
    assert position(page, "z2") == 20
    bars = look(page).charts["logits"][0]["bars"]
    assert bars[2]["label"] == "−8"
    assert [round(bar["x"]) for bar in bars] == [round(x) for x, _ in plot.points]
    page.mouse.up()
    wait_until_settled(page)
    assert_shows(page, state.at("z2", 20))


def test_a_press_beside_every_bar_moves_nothing(page: Page, server: Server) -> None:
    visit(page, server.url)
    plot = Plot.of(page, "logits", 0)
    place = plot.at(3, 9)
    page.mouse.move(*place)
    assert cursor(page, place) == "auto"
    page.mouse.down()
    page.mouse.move(*plot.at(3, -9))
    page.mouse.up()
    wait_until_settled(page)
    assert_shows(page, State())
    assert_link(page, State())


def test_a_bar_is_pulled_whose_slider_a_lecturer_has_hidden(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/?stage=true&hide=z&ask=false")
    state = State.of(page.url)
    assert not page.locator(".st-key-z4").is_visible()
    plot = Plot.of(page, "logits", 0)
    page.mouse.move(*plot.at(*plot.points[4]))
    page.mouse.down()
    page.mouse.move(*plot.at(plot.points[4][0], 8))
    page.evaluate(TWO_FRAMES)
    moved = state.at("z4", position(page, "z4"))
    assert abs(moved.z[4] - 8) < 0.2
    assert_shows(page, moved)
    page.mouse.up()
    wait_until_settled(page)
    assert_link(page, moved)


def test_a_marker_that_is_pressed_and_not_moved_keeps_its_threshold(
    page: Page, server: Server
) -> None:
    """Several thresholds have this coverage, 1."""
    in_size(page, TALL)
    visit(page, f"{server.url}{PATHS['your_model']}?d=0.25")
    place = grip_of("your_model", "d").place(Plot.of(page, "coverage", 2))
    page.mouse.move(*place)
    page.mouse.down()
    for way in (0, 1, 0):
        page.mouse.move(place[0] + way, place[1])
        page.evaluate(TWO_FRAMES)
    assert position(page, "d") == 25
    page.mouse.up()
    wait_until_settled(page)
    assert_link(page, State(d=0.25))


def grip_of(name: str, slider: str) -> Grip:
    """Find the point of a page that moves a slider."""
    return next(grip for grip in PULLED[name] if grip.slider == slider)


def test_a_release_that_the_page_does_not_hear_lets_go_of_a_bar(page: Page, server: Server) -> None:
    """The button was released over another window: the mouse comes back without it."""
    visit(page, server.url)
    plot, mouse = Plot.of(page, "logits", 0), page.context.new_cdp_session(page)
    x, y = plot.at(plot.points[4][0], 8)
    page.mouse.move(*plot.at(*plot.points[4]))
    page.mouse.down()
    page.mouse.move(x, y)
    page.evaluate(TWO_FRAMES)
    moved = State().at("z4", position(page, "z4"))
    assert moved != State()
    for way in (30, 60):
        move = {"type": "mouseMoved", "x": x, "y": y + way, "buttons": 0}
        mouse.send("Input.dispatchMouseEvent", move)
    wait_until_settled(page)
    assert_link(page, moved)
    assert_shows(page, moved)


def test_a_press_with_ctrl_takes_no_bar(page: Page, server: Server) -> None:
    """On macOS it opens a menu."""
    visit(page, server.url)
    plot = Plot.of(page, "logits", 0)
    page.mouse.move(*plot.at(*plot.points[4]))
    page.keyboard.down("Control")
    page.mouse.down()
    page.mouse.move(*plot.at(plot.points[4][0], 8))
    page.evaluate(TWO_FRAMES)
    assert_shows(page, State())
    page.mouse.up()
    page.keyboard.up("Control")

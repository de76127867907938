"""What comes late: a server's answer to something that a hand has already left behind."""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.acts import (
    MARK,
    SNAPSHOTS,
    TWO_FRAMES,
    assert_shows,
    film,
    frozen,
    hidden,
    name_of,
    open_anew,
    visit,
    wait_for_position,
)
from tests.browser.conftest import PATIENCE
from tests.browser.recorder import assert_never_wrong, frames, recorded
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand, position, slider
from tools.shots import Theme

THEMES: list[Theme] = ["dark", "light", "dark"]
_ALL_ANEW = """() => {
  const charts = [...document.querySelectorAll(".js-plotly-plot")];
  return charts.length === 2 && charts.every((chart) => chart.mark === undefined &&
    chart.closest(".stPlotlyChart").hasAttribute("data-logitviz-known"));
}"""
_INK = """() => [...document.querySelectorAll(".js-plotly-plot")].map(
  (chart) => chart._fullLayout.font.color)"""
# What a rerun for a state that the hand has left does to the readouts: before and right after it.
_LATE = """async (alongAThumb) => {
  const all = "[class*=st-key-live_] [data-testid=stMetricValue]";
  const values = [...document.querySelectorAll(all)];
  const said = () => values.map((value) => value.textContent);
  const write = (element, words) => {
    document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode().nodeValue = words;
  };
  const before = said(), thumb = document.querySelector(
    ".st-key-z3 [data-testid=stSliderThumbValue]");
  if (alongAThumb) write(thumb, thumb.textContent);
  for (const value of values) write(value, "late");
  const late = said();
  await null;
  return [before, late, said()];
}"""

# React reads an input that has another value than the one that React has given it.
# It is moved again if Streamlit has replaced it in the meantime.
_MOVED_BY_NO_HAND = """([key, position]) => {
  const input = document.querySelector(`.st-key-${key} input[type=range]`);
  if (Math.round((input.value - input.min) / input.step) === position) return true;
  const value = Number(input.min) + position * Number(input.step);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, value);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return false;
}"""


class Held:
    """What a server sends to a page, from some message on; it comes when it is let go."""

    def __init__(self, page: Page, begins: Callable[[ForwardMsg], bool]) -> None:
        self.messages: list[ForwardMsg] = []
        self._begins = begins
        self._all_come = False
        self._tab = page
        self._page: WebSocketRoute | None = None
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, page: WebSocketRoute) -> None:
        self._page = page
        page.connect_to_server().on_message(self._hold)

    def _hold(self, words: str | bytes) -> None:
        if self._page is None or isinstance(words, str):
            raise RuntimeError(f"no page takes {words!r}")
        message = ForwardMsg.FromString(words)
        if self._all_come or not (self.messages or self._begins(message)):
            self._page.send(words)
        else:
            self.messages.append(message)

    def wait_for_plans(self, count: int) -> None:
        """Wait until so many plans are held."""
        end = monotonic() + PATIENCE / 1000
        while sum(map(has_plan, self.messages)) < count:
            assert monotonic() < end, f"no plan {count} has come"
            self._tab.evaluate("0")  # lets the messages of the server in

    def let_go(self) -> None:
        """Let all come."""
        self._all_come = True
        for message in self.messages:
            self._hold(message.SerializeToString())


def has_plan(message: ForwardMsg) -> bool:
    """Say whether a message of Streamlit's carries a plan of the live link."""
    component = message.delta.new_element.bidi_component
    return bool(component.WhichOneof("data") == "bytes")


def test_a_slider_that_moves_before_the_first_plan_leaves_no_number_of_its_old_value(
    page: Page, server: Server
) -> None:
    opened = page.context.new_page()
    held = Held(opened, has_plan)
    opened.goto(server.url)
    opened.wait_for_function("document.documentElement.dataset.logitviz === 'loading'")
    expect(opened.locator(".bartext").first).to_be_visible()
    at = position(opened, "T") + 1
    slider(opened, "T").press("ArrowRight")
    wait_for_position(opened, "T", at)
    screen = look(opened)
    assert screen.state == "waiting"
    assert (screen.charts, screen.texts, screen.tables) == ({}, {}, {})
    held.let_go()
    wait_until_settled(opened)
    assert_shows(opened, State().at("T", at))


def test_a_late_answer_does_not_stand_for_a_moment(page: Page, server: Server) -> None:
    visit(page, server.url)
    hand = Hand.press(page, "T")
    hand.move(80)
    wait_for_position(page, "T", 80)
    for along_a_thumb in (False, True):
        before, late, after = page.evaluate(_LATE, along_a_thumb)
        assert late == ["late"] * 5  # read-outs
        assert after == before
    assert_shows(page, State().at("T", 80))
    hand.release()


def test_a_chart_built_anew_under_the_hand_waits_for_its_numbers(
    page: Page, server: Server
) -> None:
    visit(page, server.url)
    with frozen(server):
        page.get_by_text("Sort the bars", exact=True).click()
        hand = Hand.press(page, "T")
        hand.move(80)
        wait_for_position(page, "T", 80)
        assert_shows(page, State().at("T", 80))
        page.evaluate(MARK)
    with film(page) as frames:
        page.wait_for_function(_ALL_ANEW)
    assert_shows(page, State(sort=True).at("T", 80))
    words = [frame["probabilities"].split() for frame in frames if "probabilities" in frame]
    assert {tuple(sorted(labels)) for labels in words} == {tuple(sorted(words[0]))}
    hand.release()


def test_under_the_hand_a_preset_does_not_stand_beside_the_old_numbers(
    page: Page, server: Server
) -> None:
    visit(page, server.url)
    page.get_by_test_id("stPopover").get_by_role("button", name="Presets").click()
    uniform = page.get_by_role("button", name="Uniform", exact=True)
    expect(uniform).to_be_visible()
    with frozen(server):
        uniform.click()
        page.keyboard.press("Escape")
        hand = Hand.press(page, "T")
        hand.move(80)
        wait_for_position(page, "T", 80)
    thumb = ".st-key-z0 [data-testid=stSliderThumbValue]"
    with film(page, thumb) as frames:
        page.wait_for_function(f"document.querySelector('{thumb}').textContent === '0.0'")
        page.wait_for_function(
            "document.querySelector('.st-key-probabilities .bartext').textContent === '0.100'"
        )
    assert_shows(page, State(z=(0.0,) * 10).at("T", 80))
    beside = [frame.get("probabilities") for frame in frames if frame["z0"] == "0.0"]
    assert set(beside) <= {None, " ".join(["0.100"] * 10)}
    hand.release()


def test_nothing_stale_shows_while_a_slow_server_owes_an_answer(
    page: Page, sent: list[str | bytes], server: Server
) -> None:
    visit(page, server.url)
    sent.clear()
    with frozen(server):
        first = Hand.press(page, "T")
        first.move(80)
        wait_for_position(page, "T", 80)
        first.release()
        warm = State().at("T", 80)
        while not sent:
            page.evaluate("0")  # lets the messages of the browser in
        assert_shows(page, warm)
        assert all(hidden(page, SNAPSHOTS))
        second = Hand.press(page, "z0")
        second.move(40)
        wait_for_position(page, "z0", 40)
        screen = look(page)
        assert screen.state == "waiting"
        assert [screen.charts.keys(), screen.texts, screen.tables] == [{"logits"}, {}, {}]
        assert_shows(page, warm.at("z0", 40))
    page.wait_for_function("document.documentElement.dataset.logitviz === 'moving'")
    wait_for_position(page, "z0", 40)
    assert_shows(page, warm.at("z0", 40))
    second.release()
    wait_until_settled(page)
    assert_shows(page, warm.at("z0", 40))
    assert name_of(page) == "playground"


def test_a_theme_that_changes_under_the_hand_brings_no_number_of_the_old_state(
    page: Page, server: Server
) -> None:
    """Streamlit draws the charts again, as Python has sent them."""
    visit(page, f"{server.url}{PATHS['why']}?reason=Heat")
    hand = Hand.press(page, "T")
    hand.move(30)
    wait_for_position(page, "T", 30)
    moved = State(reason="Heat").at("T", 30)
    with recorded(page):
        for scheme in THEMES:  # a wrong frame is not painted every time
            ink = page.evaluate(_INK)
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(
                f"(ink) => ({_INK})().every((colour, i) => colour !== ink[i])", arg=ink
            )
            page.evaluate(TWO_FRAMES)
            assert_never_wrong(moved, frames(page), ["why"], [scheme])
            assert_shows(page, moved)
    hand.release()
    wait_until_settled(page)


def test_an_answer_leaves_a_slider_in_the_hand_that_holds_it(page: Page, server: Server) -> None:
    visit(page, server.url + PATHS["confidence"])
    with frozen(server):
        first = Hand.press(page, "za")
        first.move(150)
        wait_for_position(page, "za", 150)
        first.release()
        second = Hand.press(page, "gb")
        second.move(30)
        wait_for_position(page, "gb", 30)
    page.wait_for_function("document.documentElement.dataset.logitviz === 'moving'")
    wait_for_position(page, "gb", 30)
    assert hidden(page, ".st-key-zb") == [True]
    assert_shows(page, State().at("za", 150).at("gb", 30))
    second.release()
    wait_until_settled(page)
    assert_shows(page, State().at("za", 150).at("gb", 30))


def test_of_two_sliders_that_show_each_other_the_one_that_nobody_moved_does_not_stay(
    page: Page, server: Server
) -> None:
    visit(page, server.url + PATHS["confidence"])
    page.wait_for_function(_MOVED_BY_NO_HAND, arg=["gb", 30])
    assert hidden(page, ".st-key-zb") == [True]
    screen = look(page)
    assert screen.state == "waiting"
    assert screen.charts.keys() == {"a_bars", "thresholds"}


@pytest.mark.parametrize(
    ("box", "option", "later"),
    [
        (".st-key-far", "1", {"far": "1"}),
        ("[class*=st-key-mix-shown]", "at random", {"mix": "at random"}),
    ],
)
def test_what_is_pressed_before_an_answer_stays_and_so_does_what_was_pressed_before(
    page: Page, server: Server, box: str, option: str, later: dict[str, str]
) -> None:
    """The browser and the server may both name an address that lacks what was pressed last."""
    opened, pressed = page.context.new_page(), False
    held = Held(opened, lambda _: pressed)
    open_anew(opened, f"{server.url}{PATHS['contrastive']}?emb=pixels")
    pressed = True
    for place, name in (("[class*=st-key-emb-shown]", "learned"), (box, option)):
        plans = sum(map(has_plan, held.messages)) + 1
        opened.locator(place).get_by_role("radio", name=name, exact=True).click()
        held.wait_for_plans(plans)
    held.let_go()
    wait_until_settled(opened)
    chosen = State(emb="learned", **later)
    assert State.of(opened.url) == chosen
    assert_shows(opened, chosen)

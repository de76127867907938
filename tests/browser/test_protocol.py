"""No number of another state is ever on the screen: seeded random actions on a slow line."""

import math
import os
import re
from collections.abc import Callable, Iterator
from random import Random

import pytest
from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as Missing

from tests.browser.acts import TWO_FRAMES, assert_shows, empty, go_by_menu, name_of, open_anew
from tests.browser.conftest import PATIENCE, Troubles
from tests.browser.recorder import Followed, assert_never_wrong, frames, recorded
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand, box, slider, track
from tools.proxy import Line, delayed

ROUND_TRIP = 0.15  # seconds
RATE = 200_000  # bytes per second: 1.6 Mbit/s
# On every page; SEQUENCES in the environment gives another number.
SEQUENCES, ACTIONS = int(os.environ.get("SEQUENCES", "8")), 4
LONGEST_PAUSE = 8  # frames
REACH = 5_000  # ms, after which a visitor gives up what an answer has taken away
LONGEST_LOSS = 1  # connections lost on a page: each takes Streamlit a second or more
# What a page says of a line that breaks, also in the middle of a script or a picture.
BROKEN = (
    r"WebSocket|ERR_|server endpoint|not responding|dynamically imported|Failed to (load|fetch)"
    r"|Cannot send rerun"
)
_PAUSE = """(frames) => new Promise((done) => {
  const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done());
  next();
})"""


class Visitor:
    """Somebody who does things to a page without waiting for their effects."""

    def __init__(self, page: Page, name: str, line: Line, seed: int) -> None:
        self.page = page
        self.name = name
        self.line = line
        self.random = Random(f"{name} {seed}")
        self.notes: list[str] = []
        self.losses = 0
        self.reached = ""  # the slider that the hand reaches for

    def note(self, words: str) -> None:
        """Keep what was done, for the message of a failure."""
        self.notes.append(words)

    def pause(self) -> None:
        """Let some frames pass."""
        self.page.evaluate(_PAUSE, self.random.randrange(LONGEST_PAUSE))

    def key_of_a_slider(self) -> str:
        """Pick a slider that is in sight, and that no answer will replace under the hand.

        Whether a slider that goes under the hand has sent its last value, nobody sees.
        """
        screen = look(self.page)
        keys = sorted(screen.positions)
        arrived = name_of(self.page) == self.name
        if not arrived or (screen.state != "resting" and self.name != "playground"):
            keys = [key for key in keys if not re.fullmatch(r"[zn]\d", key)]
        if not keys:  # as on Why softmax, whose first reason has one slider only
            wait_until_settled(self.page)
            keys = sorted(look(self.page).positions)
        self.reached = self.random.choice(keys)
        return self.reached

    def drag(self) -> None:
        """Move a thumb about, and let go, sometimes only after a while."""
        key = self.key_of_a_slider()
        hand = Hand.press(self.page, key)
        ways = [self.random.randrange(hand.track.steps + 1) for _ in range(2)]
        self.note(f"drag {key} to {ways}")
        for way in ways:
            hand.move(way)
            self.pause()
        hand.release()

    def tap(self) -> None:
        """Click on the track of a slider."""
        key = self.key_of_a_slider()
        found = track(self.page, key)
        place = self.random.randrange(found.steps + 1)
        self.note(f"click the track of {key} at {place}")
        self.page.mouse.click(found.at(place), found.y)

    def press_keys(self) -> None:
        """Move a slider with the keyboard."""
        key = self.key_of_a_slider()
        keys = self.random.choices(["ArrowRight", "ArrowLeft", "Home", "End", "PageUp"], k=3)
        self.note(f"keys {keys} on {key}")
        slider(self.page, key).focus()
        for one in keys:
            self.page.keyboard.press(one)

    def click_beside(self) -> None:
        """Click where nothing is."""
        self.note("click beside")
        self.page.mouse.click(1270, 300 + self.random.randrange(300))

    def choose(self) -> None:
        """Press one of a row of buttons, if the page has such."""
        radios = self.page.locator(
            "[class*=st-key-]:not([class*=st-key-pick_]) > div > [role=radiogroup] [role=radio]"
        )
        if count := radios.count():
            index = self.random.randrange(count)
            self.note(f"choose {radios.nth(index).inner_text()} (button {index})")
            radios.nth(index).click(force=True)

    def press_button(self) -> None:
        """Press a button of the page that moves sliders."""
        buttons = self.page.locator("[class*=st-key-jump_] button, .st-key-stMain button")
        if count := buttons.count():
            index = self.random.randrange(count)
            self.note(f"press {buttons.nth(index).inner_text()}")
            buttons.nth(index).click(force=True)

    def load_preset(self) -> None:
        """Open the panel of presets, where there is one, and press one of them."""
        opener = self.page.get_by_test_id("stPopover").get_by_role("button", name="Presets")
        if opener.count():
            opener.click()
            preset = self.random.choice(["Uniform", "One dominant", "Near tie", "High confidence"])
            self.note(f"preset {preset}")
            self.page.get_by_role("button", name=preset, exact=True).click()
            self.page.keyboard.press("Escape")

    def lose_the_line(self) -> None:
        """Break the connection, and lose what is on the way."""
        if self.losses < LONGEST_LOSS:
            self.losses += 1
            self.note("the line breaks")
            self.line.cut()

    def attempt(self, act: Callable[[], None]) -> None:
        """Do something, unless an answer has just replaced what the hand reaches for."""
        self.reached = ""
        self.page.set_default_timeout(REACH)
        try:
            act()
        except Missing:
            if not self.reached or box(self.page, self.reached).count():
                raise
            self.note("in vain")
        except Error as gone:
            if not any(words in str(gone) for words in ("not attached", "strict mode")):
                raise
        finally:
            self.page.set_default_timeout(PATIENCE)
            self.page.mouse.up()

    def act(self) -> None:
        """Do something."""
        acts: dict[Callable[[], None], float] = {
            self.drag: 8, self.tap: 2, self.press_keys: 3, self.click_beside: 2, self.choose: 2,
            self.press_button: 1, self.load_preset: 2, self.lose_the_line: 0.1,
        }  # fmt: skip
        (act,) = self.random.choices(list(acts), list(acts.values()))
        self.attempt(act)
        self.pause()


@pytest.fixture
def line(server: Server, tab: Page) -> Iterator[Line]:
    with delayed(server.port, ROUND_TRIP) as opened:
        yield opened
        empty(tab)


@pytest.mark.parametrize("name", ["playground", "sigmoid", "why"])
def test_whatever_is_done_no_number_of_another_state_is_painted(
    name: str, page: Page, line: Line, troubles: Troubles
) -> None:
    troubles.allow(BROKEN)
    open_anew(page, line.url + PATHS[name])
    line.rate = RATE
    visitor = Visitor(page, name, line, seed=1)
    followed = Followed(State(), State())
    with recorded(page):
        for number in range(SEQUENCES):
            visitor.notes.clear()
            if number == SEQUENCES // 2:
                visitor.drag()
                visitor.lose_the_line()
            for _ in range(ACTIONS):
                visitor.act()
            followed = assert_never_wrong(followed, frames(page), [name], visitor.notes)
        line.rate = math.inf
        wait_until_settled(page)
        followed = assert_never_wrong(followed, frames(page), [name], visitor.notes)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.evaluate(TWO_FRAMES)
    assert look(page).charts
    assert_shows(page, followed.state)


def test_a_walk_by_the_menu_with_a_hand_on_the_sliders_paints_nothing_wrong(
    page: Page, line: Line, troubles: Troubles
) -> None:
    troubles.allow(BROKEN)
    seed, names = 1, ["playground", "temperature", "sigmoid", "loss"]
    open_anew(page, line.url + PATHS[names[0]])
    line.rate = RATE
    followed, before = Followed(State(), State()), names[0]
    with recorded(page):
        walk = Random(seed).sample(names, len(names))
        for name in [*walk, *walk[-2::-1]]:  # there, and the same way back
            go_by_menu(page, name)
            visitor = Visitor(page, name, line, seed)
            for _ in range(2):
                if look(page).positions:
                    visitor.attempt(visitor.drag)
                visitor.pause()
            followed = assert_never_wrong(followed, frames(page), [before, name], visitor.notes)
            before = name
        line.rate = math.inf
        wait_until_settled(page)
        followed = assert_never_wrong(followed, frames(page), [before], [])
    assert_shows(page, followed.state)

"""A visitor's own file: dropped into a page, and what the page must show of it."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from logitviz.lessons.your_model.state import YourModelState
from logitviz.lessons.your_model.upload import labelled_logits
from logitviz.live.shared import TEMPERATURE
from logitviz.scores import read_scores
from tests.browser.acts import open_anew
from tests.browser.screen import differences, look
from tests.lessons.captured import captured
from tests.lessons.shown import Shown, shown_in
from tests.lessons.your_model.made import of_data
from tools.browser import PATHS, Server, wait_until_settled

NAME = "your_model"
UNDERSTOOD = ".st-key-understood"


def open_page(page: Page, server: Server, query: str = "") -> None:
    """Open the page as a new visitor: another address alone would keep the file."""
    open_anew(page, f"{server.url}{PATHS[NAME]}{query}")


def drop(page: Page, name: str, data: bytes, box: str = "scores") -> None:
    """Drop a file into a box of the page, without waiting for it."""
    found = page.locator(f"[class*=st-key-{box}_file-] input[type=file]")
    expect(found).to_have_count(1)  # the box before it goes at the end of a run
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    found.set_input_files(file)


def bring(page: Page, name: str, data: bytes) -> None:
    """Drop a file that can be read, and wait until the page shows it."""
    drop(page, name, data)
    expect(page.locator(UNDERSTOOD).get_by_text(name, exact=True)).to_be_visible()
    wait_until_settled(page)


def complaint(page: Page, *words: str) -> None:
    """Wait until the page complains in these words."""
    alert = page.get_by_test_id("stAlert").filter(has_text=words[0])
    for each in words:
        expect(alert).to_contain_text(each)


def state_of_file(data: bytes, labels: bytes | None = None, **options: Any) -> YourModelState:
    """Make the state of a file, read with some options."""
    return of_data(labelled_logits(read_scores(data, labels, **options), "a file"))


def at(state: YourModelState, position: int) -> YourModelState:
    """Give the state with the slider of T on another position."""
    return state.replaced({"T": TEMPERATURE.positions[position]})


def shown_of(state: YourModelState) -> Shown:
    """Give what the page shows of a file."""
    return shown_in(captured(NAME), state)


def assert_shows_file(page: Page, state: YourModelState, charts: Sequence[str] = ()) -> None:
    """Compare all that is in sight, these charts among it, with what is known of a file."""
    screen = look(page)
    assert set(charts) <= screen.charts.keys(), screen.charts.keys()
    assert {"accuracy", "mean", "ece", "nll", "brier", "best"} <= screen.texts.keys(), screen.texts
    wrong = differences(screen, shown_of(state).seen_on(screen))
    assert not wrong, "\n".join(wrong)

"""A stranger follows docs/add-a-lesson.md, step by step, and has a lesson."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import empty
from tests.browser.screen import look
from tools.browser import serve, wait_until_settled
from tools.guide import FILES, follow
from tools.hand import Hand


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the files and the line that the guide adds."""
    copy = tmp_path_factory.mktemp("checkout")
    follow(copy)
    return copy


def test_the_guide_adds_a_page_a_folder_a_line_and_tests() -> None:
    folders = {Path(name).parent.as_posix() for name in FILES}
    assert folders == {"logitviz/lessons/odds", "pages", "tests/lessons/odds"}


@pytest.fixture(scope="module")
def address(checkout: Path, tab: Page) -> Iterator[str]:
    """Serve the copy; its server outlives the page that visits it."""
    with serve(checkout / "app.py") as server:
        yield f"{server.url}/Odds"
        empty(tab)


def test_the_page_opens_and_its_chart_follows_its_slider(address: str, page: Page) -> None:
    page.goto(address)
    wait_until_settled(page)
    expect(page.get_by_role("heading", name="One logit more")).to_be_visible()
    assert label(page) == "0.731"
    hand = Hand.press(page, "gap")
    hand.move(80)  # a gap of 3
    expect(page.locator(".st-key-live_words p")).to_have_text(
        "The first class has probability 0.953, so its odds are 20.0855 to 1."
    )
    assert label(page) == "0.953"
    assert look(page).link == "", "the server has not been asked"
    hand.release()
    wait_until_settled(page)
    assert look(page).link == "?gap=3"


def test_the_page_asks_its_questions(address: str, page: Page) -> None:
    page.goto(address)
    wait_until_settled(page)
    page.get_by_role("radio", name="They double").click()
    expect(page.locator(".st-key-asking").get_by_role("status")).to_contain_text(
        "No: “They are multiplied by e” is right. From 2.7183 to 7.3891"
    )
    page.get_by_role("button", name="Show me").click()
    wait_until_settled(page)
    assert look(page).link == "?gap=2"


def label(page: Page) -> str:
    """The number on the first bar."""
    return str(look(page).charts["odds_bars"][0]["bars"][0]["label"])


def test_its_tests_pass(checkout: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/lessons/odds"]
    run = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr

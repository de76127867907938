"""The experiment of the distillation page, under a real hand."""

import os
import re
import signal
from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Page, expect

from logitviz.lessons.distillation.experiment import METHODS
from tests.browser.acts import TWO_FRAMES, open_anew
from tests.browser.conftest import PATIENCE
from tools.browser import Server, wait_until_settled
from tools.hand import Hand

LONG = "/Distillation?runs=20&labels=1"
NAMES = "|".join(method.name for method in METHODS)
TRIES = 5
OUTCOME = ".st-key-accuracy .js-plotly-plot"


def press(page: Page, name: str) -> None:
    """Press a button of the experiment."""
    page.get_by_role("button", name=name, exact=True).click()


def begin_run(page: Page, server: Server) -> None:
    """Begin a run, and stop the server in the middle of it.

    A run takes less than a second, so the server gets a moment at a time.
    """
    open_anew(page, server.url + LONG)
    press(page, "Run the experiment")
    end = monotonic() + PATIENCE / 1000
    while not page.get_by_test_id("stProgress").is_visible():
        assert monotonic() < end, "no run has begun"
        os.kill(server.pid, signal.SIGCONT)
        page.evaluate("0")
        os.kill(server.pid, signal.SIGSTOP)
        page.evaluate(TWO_FRAMES)


def end_run(page: Page, server: Server, act: Callable[[], None]) -> str:
    """Do something in the middle of a run that ends it; give what the page says of that.

    On a busy machine the run may be over before the server hears of it: then once more.
    """
    stopped = page.get_by_text("was stopped")
    for _ in range(TRIES):
        try:
            begin_run(page, server)
            act()
        finally:
            os.kill(server.pid, signal.SIGCONT)
        wait_until_settled(page)
        if stopped.is_visible():
            break
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    expect(page.locator(OUTCOME)).to_have_count(0)
    return stopped.inner_text()


def test_a_run_shows_how_far_it_is_stops_and_runs_again(page: Page, server: Server) -> None:
    def stop() -> None:
        expect(page.get_by_test_id("stProgress")).to_contain_text(
            re.compile(rf"Training at T = 1 … \(now: ({NAMES})\), \d+ % done")
        )
        expect(page.get_by_role("button", name="Run the experiment")).to_have_count(0)
        expect(page.get_by_text("There is no result yet.")).to_have_count(0)
        press(page, "Stop")

    said = end_run(page, server, stop)
    assert re.search(r"was stopped at \d+\.\d %", said)
    press(page, "Run the experiment")
    expect(page.locator(OUTCOME)).to_be_visible()
    expect(page.get_by_text(said)).to_have_count(0)


def test_a_hand_on_t_ends_a_run_without_a_result(page: Page, server: Server) -> None:
    def move() -> None:
        hand = Hand.press(page, "T")
        hand.move(hand.track.steps // 3)
        expect(page.locator(".st-key-snapshot_experiment")).to_be_hidden()
        hand.release()

    assert "The run at T = 1 was stopped" in end_run(page, server, move)


def test_results_of_several_t_stay_in_the_charts(page: Page, server: Server) -> None:
    open_anew(page, server.url + "/Distillation?runs=5&labels=1&T=0.5")
    points = page.locator(".st-key-gain .scatterlayer .trace:nth-child(3) .point")
    for count, temperature in ((1, None), (2, "10")):
        if temperature:
            page.locator(".st-key-experiment_T").get_by_text(temperature, exact=True).click()
            wait_until_settled(page)
            expect(points).to_have_count(count - 1)
        press(page, "Run the experiment")
        expect(points).to_have_count(count)
    press(page, "Clear the results")
    expect(page.locator(OUTCOME)).to_have_count(0)

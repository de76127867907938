"""The experiment of the distillation page, under a real hand."""

import re

from playwright.sync_api import Page, expect

from logitviz.lessons.distillation.experiment import METHODS
from tests.browser.acts import frozen, open_anew
from tools.browser import Server, wait_until_settled
from tools.hand import Hand

LONG = "/Distillation?runs=20&labels=1"
NAMES = "|".join(method.name for method in METHODS)  # the first may be over before one looks
OUTCOME = ".st-key-accuracy .js-plotly-plot"


def press(page: Page, name: str) -> None:
    """Press a button of the experiment."""
    page.get_by_role("button", name=name, exact=True).click()


def test_a_run_shows_how_far_it_is_stops_and_runs_again(page: Page, server: Server) -> None:
    open_anew(page, server.url + LONG)
    press(page, "Run the experiment")
    progress = page.get_by_test_id("stProgress")
    expect(progress).to_contain_text(
        re.compile(rf"Training at T = 1 … \(now: ({NAMES})\), \d+ % done")
    )
    with frozen(server):  # or the run might end before the hand has pressed
        expect(page.get_by_role("button", name="Run the experiment")).to_have_count(0)
        expect(page.get_by_text("There is no result yet.")).to_have_count(0)
        press(page, "Stop")
    wait_until_settled(page)
    stopped = page.get_by_text(re.compile(r"was stopped at \d+\.\d %"))
    expect(stopped).to_be_visible()
    said = stopped.text_content()
    expect(progress).to_have_count(0)
    expect(page.locator(OUTCOME)).to_have_count(0)
    press(page, "Run the experiment")
    expect(page.locator(OUTCOME)).to_be_visible()
    assert said is not None
    expect(page.get_by_text(said)).to_have_count(0)


def test_a_hand_on_t_ends_a_run_without_a_result(page: Page, server: Server) -> None:
    open_anew(page, server.url + LONG)
    press(page, "Run the experiment")
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    with frozen(server):  # or the run might end before the hand has moved
        hand = Hand.press(page, "T")
        hand.move(hand.track.steps // 3)
        expect(page.locator(".st-key-snapshot_experiment")).to_be_hidden()
        hand.release()
    wait_until_settled(page)
    expect(page.get_by_text("The run at T = 1 was stopped")).to_be_visible()
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    expect(page.locator(OUTCOME)).to_have_count(0)


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

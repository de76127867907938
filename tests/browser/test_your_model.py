"""The page on your model under a hand, for two visitors, with a large file, by the keys alone."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, FileChooser, Page, expect

from logitviz.charts.words import words_of
from logitviz.lessons.your_model.best_button import nearest_option
from logitviz.lessons.your_model.chance import chance, resample_count
from logitviz.lessons.your_model.state import YourModelState
from logitviz.live.shared import TEMPERATURE
from tests.browser.acts import (
    TALL,
    assert_link,
    assert_shows,
    assert_shows_all,
    frozen,
    open_anew,
    wait_for_position,
)
from tests.browser.conftest import Troubles, new_context
from tests.browser.own_file import (
    NAME,
    UNDERSTOOD,
    assert_shows_file,
    at,
    bring,
    open_page,
    shown_of,
    state_of_file,
)
from tests.browser.recorder import frames, recorded, wrong
from tests.browser.screen import look
from tests.browser.test_keyboard import tab_to
from tests.lessons.state import State
from tests.scores.files import example, npz, sample_files
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand, position, slider

CHARTS = ("reliability", "histogram", "losses", "coverage")
FILE = sample_files()["scores.npz"]
_MOVED = """(before) => {
  const bar = document.querySelector("[role=progressbar]");
  return bar && bar.ariaValueNow !== before;
}"""


def overconfident() -> bytes:
    """Another file: the same classifier, five times as sure, of fewer rows."""
    z, y = example()
    return npz(logits=5 * z[:110], labels=y[:110])


@pytest.fixture
def state() -> YourModelState:
    """What is known of the file at T = 1."""
    return state_of_file(FILE)


def test_all_numbers_of_a_file_follow_the_hand_in_every_frame(
    page: Page, server: Server, state: YourModelState
) -> None:
    page.set_viewport_size(TALL)
    open_page(page, server)
    bring(page, "scores.npz", FILE)
    with recorded(page):
        hand = Hand.press(page, "T")
        for place in (0, hand.track.steps, 20, 90):
            hand.move(place)
            wait_for_position(page, "T", place)
            assert look(page).state == "moving"
            assert_shows_file(page, at(state, place), CHARTS)
        hand.release()
        wait_until_settled(page)
        pictures = frames(page)
    seen = {screen.positions["T"] for screen in pictures}
    assert {0, hand.track.steps, 20, 90} <= seen
    for screen in pictures:
        faults = wrong(screen, [shown_of(at(state, screen.positions["T"]))])
        assert not faults, "\n".join(faults)
    assert_shows_file(page, at(state, 90), CHARTS)
    assert_shows_chance(page, at(state, 90))
    assert State.of(page.url) == State(model="your file").at("T", 90)


def assert_shows_chance(page: Page, state: YourModelState) -> None:
    """Compare the text on chance, which the server draws, with the numbers of a state."""
    found, words = chance(state), words_of(NAME)
    number = f"{resample_count(state.samples):,}"
    verdict = "by_chance" if found.ece <= found.ece_if_calibrated_upper else "not_by_chance"
    text = page.locator(".st-key-snapshot_of_chance")
    expect(text).to_contain_text(words.said("chance", found=found, resamples=number))
    expect(text).to_contain_text(words[verdict].strip("*"))


def test_a_threshold_in_the_hand_says_what_it_costs(
    page: Page, server: Server, state: YourModelState
) -> None:
    page.set_viewport_size(TALL)
    open_page(page, server)
    bring(page, "scores.npz", FILE)
    hand = Hand.press(page, "d")
    for place in (0, hand.track.steps, hand.track.steps // 3):
        hand.move(place)
        wait_for_position(page, "d", place)
        d = State().at("d", place).d
        assert_shows_file(page, state.replaced({"d": np.float64(d)}), CHARTS)
    hand.release()
    wait_until_settled(page)
    assert_shows_file(page, state.replaced({"d": np.float64(d)}), CHARTS)


def test_two_visitors_with_files_of_their_own_never_see_each_others_numbers(
    page: Page, server: Server, state: YourModelState
) -> None:
    other = page.context.new_page()
    visits = [(page, FILE, state), (other, overconfident(), state_of_file(overconfident()))]
    for visitor, data, _ in visits:
        visitor.set_viewport_size(TALL)
        open_page(visitor, server)
        bring(visitor, "scores.npz", data)
    for visitor, _, known in visits:
        visitor.bring_to_front()
        assert_shows_file(visitor, known, CHARTS)
        hand = Hand.press(visitor, "T")
        hand.move(80)
        wait_for_position(visitor, "T", 80)
        assert_shows_file(visitor, at(known, 80), CHARTS)
        hand.release()
        wait_until_settled(visitor)
    for visitor, _, known in visits:
        visitor.bring_to_front()
        assert_shows_file(visitor, at(known, 80), CHARTS)


def test_a_large_file_shows_how_far_it_is_can_be_stopped_and_leaves_other_visits_as_they_are(
    page: Page, server: Server, tmp_path: Path
) -> None:
    rng = np.random.default_rng(1)
    logits = rng.standard_normal((40_000, 500), dtype=np.float32).astype(np.float16)
    np.savez(tmp_path / "large.npz", logits=logits, labels=rng.integers(500, size=len(logits)))
    other = page.context.new_page()
    open_anew(other, server.url + PATHS["temperature"])
    page.bring_to_front()
    open_page(page, server, "?judge=each half in turn")
    page.locator("[class*=st-key-scores_file-] input[type=file]").set_input_files(
        tmp_path / "large.npz"
    )
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    first = bar.get_attribute("aria-valuenow")
    page.wait_for_function(_MOVED, arg=first)
    assert float(bar.get_attribute("aria-valuenow") or 0) > float(first or 0)
    with frozen(server):  # or all might be judged before the button is pressed
        page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("radio", name="strong")).to_be_checked()
    wait_until_settled(page)
    expect(bar).to_have_count(0)
    page.set_viewport_size(TALL)
    wait_until_settled(page)
    known = State(judge="each half in turn")
    assert_shows_all(page, known)
    here = position(page, "T")
    slider(page, "T").focus()
    page.keyboard.press("ArrowLeft")
    wait_until_settled(page)
    assert_shows_all(page, known.at("T", here - 1))
    page.get_by_role("radio", name="your file").click()
    expect(bar).to_be_visible()
    other.bring_to_front()
    slider(other, "T").focus()
    other.keyboard.press("ArrowRight")
    wait_until_settled(other)
    assert_shows(other, State().at("T", here + 1))
    assert_link(other, State().at("T", here + 1))


def test_the_keys_alone_bring_a_file_and_its_best_temperature(
    page: Page, server: Server, tmp_path: Path, state: YourModelState
) -> None:
    (tmp_path / "scores.npz").write_bytes(FILE)
    choosers = list[FileChooser]()
    # There in time: a key may be faster than a listener that comes with it.
    page.once("filechooser", lambda chooser: choosers.append(chooser))
    open_page(page, server)
    tab_to(page, "scores_file")
    page.keyboard.press("Enter")
    while not choosers:
        page.evaluate("0")  # lets the messages of the browser in
    choosers[0].set_files(tmp_path / "scores.npz")
    expect(page.locator(UNDERSTOOD).get_by_text("scores.npz", exact=True)).to_be_visible()
    wait_until_settled(page)
    tab_to(page, "go_to_best")
    page.keyboard.press("Enter")
    best = nearest_option(float(state.best))
    page.wait_for_url(f"**T={best}**")
    wait_until_settled(page)
    expect(page.locator(".st-key-go_to_best").get_by_role("button")).to_be_focused()
    page.set_viewport_size(TALL)
    wait_until_settled(page)
    assert_shows_file(page, at(state, TEMPERATURE.options.index(best)), CHARTS)


def test_the_keys_alone_choose_the_classifier_the_rows_and_the_bins(
    page: Page, server: Server
) -> None:
    page.set_viewport_size(TALL)
    open_page(page, server)
    wanted = State()
    for key, value in (
        ("model", "weak"),
        ("judge", "each half in turn"),
        ("bins", 10),
        ("binby", "count"),
    ):
        option = page.locator(f".st-key-{key}, [class*=st-key-{key}-shown]").get_by_role(
            "radio", name=str(value), exact=True
        )
        tab_to(page, key)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(option).to_be_checked()
        wait_until_settled(page)
        wanted = wanted.but(**{key: value})
        assert_link(page, wanted)
        assert_shows_all(page, wanted)
        expect(option).to_be_focused()
    tab_to(page, "seed")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**seed=2**")
    wait_until_settled(page)
    assert_shows_all(page, wanted.but(seed=2))


def test_whatever_can_be_used_has_a_name(page: Page, server: Server) -> None:
    z, _ = example()
    open_page(page, server)
    bring(page, "logits.npz", npz(logits=z))
    for selector in ("button", "input:not([type=file])", "[role=radiogroup]", "[role=combobox]"):
        named = page.get_by_test_id("stMain").locator(selector)
        assert named.count(), selector
        for each in named.all():
            if each.is_visible():
                expect(each).to_have_accessible_name(re.compile(r"\w"))


def test_the_report_and_the_figures_of_a_file_are_those_on_the_page(
    page: Page, browser: Browser, server: Server, tmp_path: Path, state: YourModelState
) -> None:
    open_page(page, server)
    bring(page, "scores.npz", FILE)
    for name in ("report.html", "figures.json"):
        with page.expect_download() as started:
            page.locator(f".st-key-take_{name.replace('.', '_')}").get_by_role("button").click()
        assert started.value.suggested_filename == name
        started.value.save_as(tmp_path / name)
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures["title"] == "scores.npz"
    assert figures["best"]["temperature"] == float(state.best)
    assert figures["temperatures"]["ece"] == state.error_curve.tolist()
    with new_context(browser, offline=True) as context:
        troubles, asked = Troubles(), list[str]()
        troubles.watch(context)
        report = context.new_page()
        report.on("request", lambda each: asked.append(each.url))
        report.goto((tmp_path / "report.html").as_uri())
        expect(report.get_by_role("heading", level=1)).to_have_text("scores.npz")
        expect(report.locator(".plotly-graph-div .xaxislayer-above").first).to_be_attached()
        assert asked == [report.url]
        assert troubles.unexpected == []

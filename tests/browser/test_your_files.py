"""Real files dropped into the page on your model: what goes in, what is refused, what helps."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import logitviz as lv
from logitviz.charts.formats import amount, logit, percent, probability
from logitviz.charts.words import words_of
from logitviz.lessons.your_model.folds import folds
from logitviz.live.shared import TEMPERATURE
from tests.browser.acts import (
    TALL,
    assert_link,
    assert_shows_all,
    film,
    go_by_menu,
    wait_for_position,
)
from tests.browser.own_file import (
    NAME,
    UNDERSTOOD,
    assert_shows_file,
    at,
    bring,
    complaint,
    drop,
    open_page,
    state_of_file,
)
from tests.browser.screen import look
from tests.lessons.state import State
from tests.scores.files import CLASSES, ROWS, example, npy, npz, refused_files, sample_files
from tools.browser import Server, wait_until_settled
from tools.hand import position, slider

CHARTS = ("reliability", "histogram", "losses", "coverage")
CHANCE = ".st-key-snapshot_of_chance"


@pytest.fixture(scope="module")
def readouts() -> dict[str, str]:
    """The read-outs of the example at T = 1, from the core alone."""
    z, y = example()
    ((fit, judged),) = folds(ROWS, "halves", 1)
    z_judged, y_judged = z[judged], y[judged]
    p = lv.softmax(z_judged)
    return {
        "accuracy": percent(np.mean(p.argmax(axis=1) == y_judged)),
        "mean": percent(p.max(axis=1).mean()),
        "ece": probability(lv.expected_calibration_error(z_judged, y_judged)),
        "nll": amount(lv.negative_log_likelihood(z_judged, y_judged)),
        "brier": amount(lv.brier_score(z_judged, y_judged)),
        "best": logit(lv.fit_temperature(z[fit], y[fit]).temperature),
    }


def press(page: Page, button: str) -> None:
    """Press a button of the page, and wait for the answer."""
    page.get_by_role("button", name=button, exact=True).click()
    wait_until_settled(page)


def test_a_file_of_each_kind_comes_out_right(
    page: Page, server: Server, readouts: dict[str, str]
) -> None:
    page.set_viewport_size(TALL)
    open_page(page, server)
    for name, data in sample_files().items():
        bring(page, name, data)
        expect(page.locator(UNDERSTOOD)).to_contain_text(f"{ROWS} rows")
        expect(page.locator(UNDERSTOOD)).to_contain_text(f"{CLASSES} classes")
        expect(page.get_by_role("radio", name="your file")).to_be_checked()
        assert readouts.items() <= look(page).texts.items(), name
        try:
            assert_shows_file(page, state_of_file(data), CHARTS)
        except AssertionError as error:
            error.add_note(f"of {name}")
            raise
    press(page, "Forget this file")
    expect(page.locator(UNDERSTOOD)).to_have_count(0)
    expect(page.get_by_role("radio", name="strong")).to_be_checked()
    assert_shows_all(page, State())


def test_what_is_refused_says_why_and_leaves_the_page_alive_and_what_was_there(
    page: Page, server: Server
) -> None:
    page.set_viewport_size(TALL)
    open_page(page, server)
    known = sample_files()["scores.npz"]
    bring(page, "scores.npz", known)
    state = state_of_file(known)
    here = position(page, "T")
    loss = page.locator("[class*=st-key-live_nll]").get_by_test_id("stMetricValue")
    for name, (data, words) in refused_files().items():
        drop(page, name, data)
        complaint(page, name, words, "You still see scores.npz.")
        expect(page.locator(UNDERSTOOD).get_by_text("scores.npz", exact=True)).to_be_visible()
        slider(page, "T").focus()
        page.keyboard.press("ArrowRight")
        here += 1
        wait_for_position(page, "T", here)
        expect(loss).to_have_text(amount(at(state, here).log_loss))
    wait_until_settled(page)
    assert_shows_file(page, at(state, here), CHARTS)


def test_what_is_refused_leaves_the_digits_to_who_has_no_file_yet(
    page: Page, server: Server
) -> None:
    page.set_viewport_size(TALL)
    open_page(page, server)
    drop(page, "missing.npz", refused_files()["missing.npz"][0])
    complaint(page, "missing.npz", "row 7, column 1")
    wait_until_settled(page)
    expect(page.get_by_text("You still see")).to_have_count(0)
    expect(page.locator(UNDERSTOOD)).to_have_count(0)
    assert_shows_all(page, State())


def test_labels_may_come_in_a_second_file(
    page: Page, server: Server, readouts: dict[str, str]
) -> None:
    z, y = example()
    page.set_viewport_size(TALL)
    open_page(page, server)
    bring(page, "logits.npy", npy(z))
    box = page.get_by_text("Labels of these rows")
    expect(box).to_be_visible()
    assert_shows_all(page, State())
    drop(page, "few.npy", npy(y[:100]), "labels")
    complaint(page, "120 rows of scores, and 100 labels")
    wait_until_settled(page)
    expect(box).to_be_visible()
    assert_shows_all(page, State())
    drop(page, "labels.npy", npy(y), "labels")
    expect(page.get_by_role("radio", name="your file")).to_be_checked()
    wait_until_settled(page)
    expect(box).to_have_count(0)
    expect(page.get_by_test_id("stAlert").filter(has_text="labels")).to_have_count(0)
    assert readouts.items() <= look(page).texts.items()
    assert_shows_file(page, state_of_file(npy(z), npy(y)), CHARTS)


def test_the_notes_of_a_file_never_stand_above_the_figures_of_another(
    page: Page, server: Server
) -> None:
    z, y = example()
    page.set_viewport_size(TALL)
    open_page(page, server)
    bring(page, "first.npz", npz(logits=z, labels=y))
    with film(page, UNDERSTOOD, CHANCE) as frames:
        bring(page, "second.npz", npz(logits=5 * z, labels=y))
    for beside in ("understood", "snapshot_of_chance"):
        seen = [(frame[beside], frame["mean"]) for frame in frames if frame.get(beside)]
        assert len(set(seen)) == 2, seen


def test_one_press_helps_where_the_page_knows_how(page: Page, server: Server) -> None:
    refused = refused_files()
    page.set_viewport_size(TALL)
    open_page(page, server)
    for name, button, options in (
        ("from_one.npz", "Count the classes from 1", {"labels_from": 1}),
        ("ignored.npz", "Leave out the rows labelled −100", {"leave_out_ignored": True}),
    ):
        drop(page, name, refused[name][0])
        complaint(page, name)
        wait_until_settled(page)
        press(page, button)
        expect(page.locator(UNDERSTOOD).get_by_text(name, exact=True)).to_be_visible()
        expect(page.get_by_role("button", name=button)).to_have_count(0)
        assert_shows_file(page, state_of_file(refused[name][0], **options), CHARTS)


def test_the_reader_of_the_page_has_the_last_word_on_what_the_numbers_are(
    page: Page, server: Server
) -> None:
    z, y = example()
    data = npz(probs=lv.softmax(z), labels=y)
    page.set_viewport_size(TALL)
    open_page(page, server)
    bring(page, "probs.npz", data)
    kind = page.get_by_role("combobox", name="These numbers are")
    assert_shows_file(page, state_of_file(data), CHARTS)
    for choice in ("logits", "probabilities"):
        kind.click()
        page.get_by_role("option", name=choice, exact=True).click()
        expect(page.locator(UNDERSTOOD)).to_contain_text(f"The numbers are {choice}")
        expect(page.locator(UNDERSTOOD)).to_contain_text("as you said")
        wait_until_settled(page)
        assert_shows_file(page, state_of_file(data, kind=choice), CHARTS)
    bring(page, "scores.npz", sample_files()["scores.npz"])
    kind.click()
    page.get_by_role("option", name="probabilities", exact=True).click()
    complaint(page, "scores.npz", "You still see scores.npz.")
    wait_until_settled(page)
    assert_shows_file(page, state_of_file(sample_files()["scores.npz"]), CHARTS)


def test_a_file_stays_while_its_visitor_looks_at_other_pages_and_goes_when_he_loads_anew(
    page: Page, server: Server
) -> None:
    data = sample_files()["scores.csv"]
    page.set_viewport_size(TALL)
    open_page(page, server, "?T=2")
    bring(page, "scores.csv", data)
    there = at(state_of_file(data), TEMPERATURE.options.index("2"))
    assert_shows_file(page, there, CHARTS)
    go_by_menu(page, "temperature")
    expect(page).to_have_title("Temperature · logitviz")
    wait_until_settled(page)
    go_by_menu(page, NAME)
    expect(page.locator(UNDERSTOOD).get_by_text("scores.csv", exact=True)).to_be_visible()
    wait_until_settled(page)
    assert_shows_file(page, there, CHARTS)
    page.reload()
    wait_until_settled(page)
    expect(page.get_by_text(words_of(NAME)["no_file"])).to_be_visible()
    expect(page.locator(UNDERSTOOD)).to_have_count(0)
    assert_link(page, State(T="2", model="your file"))
    screen = look(page)
    assert (screen.charts, screen.texts, screen.tables) == ({}, {}, {})
    page.get_by_role("radio", name="strong").click()
    expect(page.get_by_text(words_of(NAME)["no_file"])).to_have_count(0)
    wait_until_settled(page)
    assert_shows_all(page, State(T="2"))

"""The other ways to put logits in, used as a user does, seen in what the page shows."""

import csv
import json
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

import logitviz as lv
from logitviz.datasets.digits import load_digits, showcase
from tests.browser.acts import (
    TWO_FRAMES,
    assert_link,
    assert_shows,
    press_button,
    visit,
    wait_for_position,
)
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Hand, slider


def test_presets_shifts_and_reset_move_every_slider(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/?T=2")
    press_button(page, "Presets", "Near tie")
    tie = (3.0, 2.9, 0.4, -0.6, 1.0, 0.2, -1.2, -2.0, 0.1, -0.5)
    assert_shows(page, State(T="2", z=tie))
    press_button(page, "Shift or scale all", "Add 1")
    more = tuple(round(z + 1, 10) for z in tie)
    assert_shows(page, State(T="2", z=more))
    press_button(page, "Presets", "Reset T and logits")
    assert_shows(page, State())
    assert_link(page, State())


def test_halved_logits_lie_between_the_steps_and_the_page_stays_alive(
    page: Page, server: Server
) -> None:
    visit(page, server.url)
    press_button(page, "Shift or scale all", "Multiply by ½")
    halved = State(z=tuple(z / 2 for z in State().z))
    assert_shows(page, halved)
    hand = Hand.press(page, "T")
    hand.move(80)
    wait_for_position(page, "T", 80)
    assert_shows(page, halved.at("T", 80))
    hand.release()


def test_a_seed_and_an_image_give_the_logits_they_name(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/?seed=7&digit=3")
    press_button(page, "Random", "Draw ten logits")
    drawn = np.round(np.random.default_rng(7).uniform(-5, 5, 10), 1)
    assert State.of(page.url).z == tuple(drawn)
    assert_shows(page, State.of(page.url))
    press_button(page, "Digits", "Load this digit's logits")
    assert State.of(page.url).z == tuple(np.round(load_digits().teacher_logits[3], 4))
    assert_shows(page, State.of(page.url))


def test_sorting_puts_the_largest_first_and_back(page: Page, server: Server) -> None:
    visit(page, server.url)
    page.locator(".st-key-sort label").click()
    page.wait_for_url("**sort=true**")
    wait_until_settled(page)
    assert_shows(page, State(sort=True))
    page.locator(".st-key-sort label").click()
    page.wait_for_url(lambda url: "sort" not in url)
    wait_until_settled(page)
    assert_shows(page, State())


def test_a_pasted_tensor_moves_the_sliders(page: Page, server: Server) -> None:
    visit(page, server.url)
    page.get_by_role("button", name="Paste").click()
    values = [1.5, -2.25, 3, 0, 0.125, -10, 10, 4, 5, 6]
    page.get_by_label("Ten logits").fill(f"tensor([{values}], device='cuda:0', dtype=float64)")
    page.get_by_role("button", name="Use these logits").click()
    page.wait_for_url("**z0=1.5**")
    page.keyboard.press("Escape")
    wait_until_settled(page)
    assert_shows(page, State(z=tuple(map(float, values))))


def test_pasted_probabilities_become_logits_by_the_keys_alone(page: Page, server: Server) -> None:
    visit(page, server.url)
    opener = page.get_by_test_id("stPopover").get_by_role("button", name="Paste")
    opener.focus()
    page.keyboard.press("Enter")
    p = [0.55, *[0.05] * 9]
    page.get_by_label("Ten logits").fill(f"[1] {' '.join(map(str, p))}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Are these probabilities?")).to_be_visible()
    wait_until_settled(page)
    assert State.of(page.url) == State()
    answer = page.get_by_role("button", name="take log p")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(answer).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**z0=**")
    expect(answer).to_be_hidden()
    expect(opener).to_be_focused()
    wait_until_settled(page)
    assert_shows(page, State(z=tuple(np.round(np.log(p), 4))))


def test_the_files_hold_the_numbers_of_the_core(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, f"{server.url}/?show=Numbers&T=2&z0=3.7261")
    state = State.of(page.url)
    record = lv.analyse(list(state.z), temperature=2.0)
    for name in ("CSV", "JSON"):
        with page.expect_download() as started:
            page.get_by_role("button", name=name).click()
        started.value.save_as(tmp_path / name)
    rows = list(csv.DictReader((tmp_path / "CSV").read_text().splitlines()))
    assert [float(row["logit"]) for row in rows] == list(state.z)
    assert [float(row["probability"]) for row in rows] == record.probabilities.tolist()
    whole = json.loads((tmp_path / "JSON").read_text())
    assert whole["probabilities"] == record.probabilities.tolist()
    assert whole["entropy"] == record.entropy


def test_a_picture_becomes_a_case(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Confidence")
    digits = load_digits()
    index = int(showcase(digits.teacher_logits, digits.labels, 2).least_confident_wrong[1])
    page.locator(".st-key-pick_b").get_by_role("radio", name="8").click()
    page.wait_for_url("**b=**")
    wait_until_settled(page)
    state = State.of(page.url)
    assert state.b == tuple(np.round(digits.teacher_logits[index], 4))
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    page.evaluate(TWO_FRAMES)
    assert_shows(page, state)
    expect(page.locator(".st-key-snapshot_of_picture_b").get_by_role("img")).to_be_visible()
    expect(page.get_by_text(f"A handwritten {digits.labels[index]}")).to_be_visible()


def test_a_text_whose_panel_has_closed_stays_as_it_is(page: Page, server: Server) -> None:
    """Streamlit takes for new what the browser still sends of a box that is gone."""
    visit(page, f"{server.url}/Confidence")
    page.get_by_role("button", name="Logits of A").click()
    expect(page.get_by_role("textbox", name="Logits of A")).to_be_visible()
    page.keyboard.press("Escape")
    state = State()
    for key, steps in (("ga", -3), ("T", -2), ("d", -1)):
        slider(page, key).focus()
        for _ in range(-steps):
            page.keyboard.press("ArrowLeft")
        wait_until_settled(page)
    logits = state.a
    state = State.of(page.url)
    assert state.a == (round(logits[0] - 0.3, 1), *logits[1:])
    assert_shows(page, state)


def test_a_mouse_on_a_chart_finds_the_button_that_downloads_it(page: Page, server: Server) -> None:
    visit(page, server.url)
    page.locator(".js-plotly-plot").first.hover()
    button = page.locator(".modebar-btn").first
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == "logits.svg"

"""What holds for every page."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import numpy as np
import pytest
import streamlit as st
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.export import selective_csv, sweep_csv, table_csv
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits
from logitviz.lessons import MENU, PAGES
from logitviz.live.elements import ChartElement, TextElement
from logitviz.live.shared import CURVE_TEMPERATURES, TEMPERATURE
from logitviz.live.state import over_temperatures
from tests.lessons.profiles import PROFILES
from tests.lessons.table import KEYS, TABLE
from tests.shell.visits import (
    Z,
    alts,
    charts,
    elements,
    logits_of,
    panel_of,
    plan,
    press,
    put_logits,
    seen,
    slide,
    troubles,
    turn,
    visit,
    within,
)

pages = pytest.mark.parametrize("page", PAGES)


@pages
def test_a_first_visit_shows_no_exception_and_no_error(page: str) -> None:
    assert troubles(seen(page)) == []


def _outside_panels(node: Any) -> Iterator[Any]:
    """Every piece of Markdown that is seen without opening a panel."""
    if node.type == "markdown":
        yield node
    for child in getattr(node, "children", {}).values():
        if node.type != "popover":
            yield from _outside_panels(child)


@pages
def test_a_page_says_first_what_it_teaches(page: str) -> None:
    shown = [m.value for box in seen(page).main.children.values() for m in _outside_panels(box)]
    assert shown[1] == words_of(page)["lead"]  # after the name of the app


@pages
def test_the_menu_leads_to_every_page(page: str) -> None:
    labels = [link.label for link in elements(seen(page), "page_link")]
    assert labels[: len(PAGES)] == [words_of(name)["page_name"] for name in PAGES]
    opened = [
        p.proto.popover.label.strip("*") for p in elements(within(seen(page), "menu"), "popover")
    ]
    assert opened[: len(MENU)] == [words_of("")[f"group_{group}"] for group in MENU]


@pages
def test_the_last_link_leads_on(page: str) -> None:
    assert elements(seen(page), "page_link")[-1].label == words_of(page)["next"]


@pages
def test_every_page_opens_the_glossary(page: str) -> None:
    at = visit(page)
    for opened in (False, True):
        at.session_state["glossary"] = opened
        panels = [p for p in elements(at.run(), "popover") if p.proto.popover.label == "Glossary"]
        said = [m.value for p in panels for m in p.markdown]
        assert said == [words_of("")["glossary"]] * opened


@pages
def test_the_script_of_the_live_link_comes_first_and_the_plan_last(page: str) -> None:
    at = seen(page)
    assert [e.key for e in elements(at, "bidi_component")] == ["script", "plan"]
    drawn = [node for node in at.main if not hasattr(node, "children")]
    kinds = [getattr(node, "type", "") for node in drawn]
    assert set(kinds[: kinds.index("bidi_component")]) == {"html"}
    assert drawn[-1].key == "plan"


@pages
def test_every_chart_has_words_and_follows_the_hand(page: str) -> None:
    at = seen(page)
    assert set(plan(at).charts) == set(charts(at))
    assert all(text.endswith(".") for text in alts(at).values())


@pages
def test_the_page_and_the_plan_describe_a_chart_alike(page: str) -> None:
    at = seen(page)
    assert {key: chart["alt"] for key, chart in plan(at).charts.items()} == alts(at)


@pages
def test_every_control_has_a_label(page: str) -> None:
    at = seen(page)
    controls = [
        *at.slider, *at.select_slider, *at.button, *at.button_group, *at.number_input,
        *at.text_input, *at.text_area, *at.selectbox, *at.toggle,
    ]  # fmt: skip
    assert controls
    assert all(control.label.strip() for control in controls)


@pages
def test_a_rerun_changes_nothing(page: str) -> None:
    at = visit(page)
    before = (charts(at), [m.value for m in at.markdown], [m.value for m in at.metric])
    at.run()
    assert (charts(at), [m.value for m in at.markdown], [m.value for m in at.metric]) == before


# ---- the state of the page is in the link ----


@pages
def test_the_link_of_a_page_leads_to_the_same_state(page: str) -> None:
    z = np.linspace(-9.9, 9.9, 10)
    at = slide(visit(page), "T", "0.34")
    put_logits(at, z)
    again = visit(page, T="0.34", **{f"z{i}": str(value) for i, value in enumerate(z)})
    assert troubles(again) == []
    assert again.select_slider(key="T").value == "0.34"
    assert_array_equal(logits_of(again), z)
    assert charts(again) == charts(at)


@pages
def test_a_logit_between_the_steps_survives_the_link(page: str) -> None:
    at = seen(page, z3="3.7261", z4="-0.00041")
    assert at.slider(key="z3").value == 3.7261
    assert at.slider(key="z4").value == -0.00041


# ---- the data of the page ----


@pages
def test_every_page_gives_its_data_away_in_one_panel(page: str) -> None:
    at = seen(page)
    files = PROFILES[page].files
    panels = panel_of(at, "download_button")
    buttons = [(b.label, panel) for b, panel in zip(at.download_button, panels, strict=True)]
    assert [label for label, panel in buttons if panel == "Data"] == [*files, f"{page}.html"]
    assert {label for label, panel in buttons if panel != "Data"} <= set(files)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the pages visited from here on offer to download, by its name."""
    taken: dict[str, str] = {}

    def offer(label: str, data: Callable[[], str], name: str, mime: str, **_: object) -> bool:
        if mime == "text/html":  # tests/live/test_offline.py
            return False
        assert (name, mime) == (label, "text/csv")
        taken[name] = data()
        return False

    monkeypatch.setattr(st, "download_button", offer)
    return taken


@pytest.mark.parametrize("temperature", ["0", "2", "inf"])
def test_the_data_of_a_page_are_those_of_its_state(temperature: str, files: dict[str, str]) -> None:
    link = {"T": temperature, "z3": "3.7261"}
    logits, t = np.array([*Z[:3], 3.7261, *Z[4:]]), float(temperature)
    for page, constant in (("playground", 0.0), ("temperature", 0.0), ("sigmoid", 1.5)):
        files.clear()
        assert troubles(visit(page, **link, c=str(constant))) == []
        assert sorted(files) == PROFILES[page].files
        assert files["logits.csv"] == table_csv(lv.analyse(logits + constant, temperature=t))
        if page == "temperature":
            assert files["temperatures.csv"] == sweep_csv(
                over_temperatures(logits, CURVE_TEMPERATURES)
            )
    files.clear()
    assert troubles(visit("confidence", T=temperature, net="weak")) == []
    assert sorted(files) == PROFILES["confidence"].files
    for side, name in (("a", "a.csv"), ("b", "b.csv")):
        record = lv.analyse(lv.parse_logits(TABLE[side].default), temperature=t)
        assert files[name] == table_csv(record)
    digits = load_digits()
    sure = lv.softmax(digits.student_logits, temperature=t).max(axis=1)
    right = digits.student_logits.argmax(axis=1) == digits.labels
    assert files["thresholds.csv"] == selective_csv(
        lv.selective_accuracy(sure, right, TABLE["d"].positions)
    )


# ---- from page to page ----


def test_t_and_the_logits_survive_every_switch() -> None:
    at = put_logits(slide(visit("playground"), "T", "0.5"), Z[::-1])
    for page in (*list(PAGES)[1:], *reversed(PAGES)):
        turn(at, page)
        assert troubles(at) == []
        assert at.session_state["T"] == "0.5"
        assert_array_equal(logits_of(at), Z[::-1])


def test_a_round_trip_brings_back_the_same_figures() -> None:
    at = slide(visit("playground", z0="-3.3"), "T", "2")
    before = charts(at)
    for page in (*list(PAGES)[1:], "playground"):
        turn(at, page)
    assert charts(at) == before


def test_t_changed_on_another_page_comes_back() -> None:
    at = turn(visit("playground", T="5"), "temperature")
    press(at, f"jump_{len(TEMPERATURE.options) - 1}")
    turn(at, "playground")
    assert at.select_slider(key="T").value == "inf"


@pytest.mark.parametrize(
    ("page", "temperature"), list(zip(PAGES, TEMPERATURE.options[1::11], strict=False))
)
def test_a_temperature_of_the_list_is_taken_from_the_link(page: str, temperature: str) -> None:
    at = seen(page, T=temperature)
    assert troubles(at) == []
    assert at.select_slider(key="T").value == temperature


def test_the_same_logits_give_the_same_probabilities_on_three_pages() -> None:
    expected = lv.softmax(Z, temperature=2)
    for page in ("playground", "temperature", "sigmoid"):
        bars = charts(seen(page, T="2"))["probabilities"]["data"][0]["y"]
        assert_allclose(bars, expected, rtol=1e-14, atol=0)


def test_every_key_of_the_table_is_bound_on_some_page_it_names() -> None:
    for page in PAGES:
        at = seen(page, show="Formula")
        for key in TABLE:
            if key in KEYS[page]:
                assert key in at.session_state


@pages
def test_a_second_visitor_of_a_link_costs_no_computation(page: str) -> None:
    visit(page, T="1.5")
    with (
        mock.patch.object(ChartElement, "of", side_effect=AssertionError("a chart is read anew")),
        mock.patch.object(TextElement, "of", side_effect=AssertionError("a text is read anew")),
        mock.patch("logitviz.live.link.encoded", side_effect=AssertionError("a plan is made anew")),
    ):
        at = visit(page, T="1.5")
    assert troubles(at) == []

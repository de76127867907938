"""What a button sets at once goes there through states of sliders that stand between."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.live.controls import Moving
from logitviz.live.easing import COUNT, Eased, between
from logitviz.live.plan import EASE
from logitviz.live.shared import CONFIDENT_LOGITS, LOGITS, TEMPERATURE
from tests.lessons.captured import LESSONS, everything
from tests.shell.visits import plan, press, visit

AFTER = np.round(np.linspace(-3, 5, 10), 1).tolist()


def eased_on(page: str) -> dict[str, tuple[Moving, Any, Any]]:
    """Give the logits and T that are sliders of a page, each with a value before and after."""
    ways: dict[str, tuple[Moving, Any, Any]] = {"T": (TEMPERATURE, "1", "5")}
    ways |= {z.key: (z, z.default, after) for z, after in zip(LOGITS, AFTER, strict=True)}
    return {key: way for key, way in ways.items() if key in everything(page).sliders}


def test_a_slider_begins_where_it_was_and_ends_where_it_is_and_never_turns() -> None:
    way = between(LOGITS[0], 4.2, -3.7261)
    assert way.shape == (COUNT,)
    assert (way[0], way[-1]) == (4.2, -3.7261)
    assert (np.diff(way) < 0).all()


def test_a_temperature_passes_positions_of_its_slider() -> None:
    way = between(TEMPERATURE, "0.5", "inf")
    assert np.isin(way, TEMPERATURE.positions).all()
    assert (way[0], way[-1]) == (0.5, np.inf)
    assert_array_equal(way, np.sort(way))


@pytest.mark.parametrize("page", LESSONS)
def test_every_row_is_that_of_the_state_between(page: str) -> None:
    here, eased = everything(page), eased_on(page)
    after = here.state(**{key: after for key, (*_, after) in eased.items()})
    ways = {key: between(*way) for key, way in eased.items()}
    found = Eased(eased).sweeps(after)
    assert set(found) == ({EASE} if eased else set())
    compared = 0
    for reading in (r for key in here.charts for r in here.element(key, after).readings):
        if not reading.controls & eased.keys():
            continue
        rows = found[EASE].rows(reading)
        for step in (0, 5, COUNT - 1):
            one = after.replaced({k: np.float64(way[step]) for k, way in ways.items()})
            wanted = np.asarray(reading.read(one), np.float64).ravel()
            assert_allclose(rows[step], wanted, rtol=1e-9, atol=1e-12)
            compared += 1
    assert compared or not eased


def test_the_plan_that_answers_a_preset_has_the_probabilities_between_and_the_next_has_none() -> (
    None
):
    at = visit("playground")
    before = np.array([LOGITS[i].default for i in range(10)])
    press(at, "High confidence")
    answer = plan(at)
    assert answer.size <= 30_000
    assert answer.positions[EASE] == COUNT
    (bars,) = answer.charts["probabilities"]["sets"][:1]
    place = bars["attributes"]["y"][0]
    shares = (1 - np.cos(np.linspace(0, np.pi, COUNT))) / 2
    logits = before + shares[:, None] * (np.array(CONFIDENT_LOGITS) - before)
    assert_allclose(answer.rows(place, EASE), lv.softmax(logits), rtol=0, atol=0.001)
    at.run()
    assert EASE not in plan(at).positions


def test_what_was_set_to_what_it_was_is_not_eased() -> None:
    at = visit("playground")
    press(at, "The 10-class example")
    assert EASE not in plan(at).positions

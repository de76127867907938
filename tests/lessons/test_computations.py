"""What the pages compute before they draw, without a screen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.lessons.sigmoid import page as questions
from logitviz.live import old_controls as controls
from logitviz.live.old_table import (
    CLASSES,
    CURVE_TEMPERATURES,
    EXAMPLE,
    LOGIT_VALUES,
    TEMPERATURE_VALUES,
)

Z = np.array(EXAMPLE)


def test_the_sweep_over_temperature_is_the_cores_own() -> None:
    expected = lv.temperature_sweep(Z, TEMPERATURE_VALUES)
    assert_array_equal(controls.over_temperature(Z).probabilities, expected)


def test_a_sweep_of_many_vectors_is_one_sweep_each() -> None:
    rows = controls.moving(Z, 4)
    batch = controls.over(rows, CURVE_TEMPERATURES)
    assert batch.probabilities.shape == (LOGIT_VALUES.size, CURVE_TEMPERATURES.size, CLASSES)
    for place in (0, 77, 200):
        expected = lv.temperature_sweep(rows[place], CURVE_TEMPERATURES)
        assert_allclose(batch.probabilities[place], expected, rtol=1e-14, atol=0)


@pytest.mark.parametrize("index", range(CLASSES))
def test_a_moving_logit_takes_every_position_and_the_others_stand_still(index: int) -> None:
    rows = controls.moving(Z, index)
    assert_array_equal(rows[:, index], LOGIT_VALUES)
    still = np.delete(np.arange(CLASSES), index)
    assert (rows[:, still] == Z[still]).all()


@pytest.mark.parametrize("temperature", [0.0, 0.5, 1.0, np.inf])
def test_the_sweep_over_a_logit_is_the_cores_own(temperature: float) -> None:
    batch = controls.over_logits(Z, temperature, [2])["z2"]
    expected = lv.logit_sweep(Z, 2, LOGIT_VALUES, temperature=temperature)
    assert_allclose(batch.probabilities, expected, rtol=1e-14, atol=0)


def test_moving_leaves_the_logits_alone() -> None:
    before = Z.copy()
    controls.moving(Z, 0)
    assert_array_equal(Z, before)


@pytest.mark.parametrize(("u", "v"), [(1.0, -1.0), (10.0, -10.0), (0.0, 0.0)])
def test_two_logits_are_swept_one_at_a_time(u: float, v: float) -> None:
    now, both = questions.pairs(u, v)
    assert_array_equal(now.record.logits, [u, v])
    assert_array_equal(both["u"].record.logits[:, 0], LOGIT_VALUES)
    assert (both["u"].record.logits[:, 1] == v).all()
    assert_array_equal(both["v"].record.logits[:, 1], LOGIT_VALUES)
    assert_allclose(
        both["v"].record.probabilities[:, 0], lv.sigmoid(both["v"].difference), rtol=1e-13, atol=0
    )

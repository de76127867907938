"""The cross-entropy along one logit, in closed form, against the cross-entropy itself."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from tests.core.targets import Floats, some_target

THREE = np.array([2.0, 1.0, 0.1])
INF = np.inf


@given(
    arrays(
        np.float64, st.tuples(st.integers(1, 3), st.integers(2, 8)), elements=st.floats(-30, 30)
    ),
    st.sampled_from([0.0, 1e-3, 0.05, 0.7, 1.0, 20.0, INF]),
    st.data(),
)
def test_the_loss_along_a_logit_is_the_loss_at_each_of_its_values(
    z: Floats, temperature: float, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, z.shape[-1] - 1))
    y: Any = data.draw(st.one_of(st.integers(0, z.shape[-1] - 1), st.just(some_target(z))))
    values = np.array([-40.0, -3.0, 0.0, 2.5, 60.0, *z[..., index], *z[..., index - 1]])
    rows = np.repeat(z[..., None, :], values.size, axis=-2)
    rows[..., index] = values
    wide = y if np.ndim(y) == 0 else y[..., None, :]
    expected = lv.cross_entropy(rows, wide, temperature=temperature)
    along = lv.cross_entropy_along(z, y, index, values, temperature=temperature)
    assert_allclose(along, expected, rtol=1e-13, atol=1e-300)


def test_along_a_logit_every_row_has_its_own_temperature() -> None:
    along = lv.cross_entropy_along([THREE] * 3, [0, 1, 2], 1, [0.5, 2.0], temperature=[0, 1, INF])
    assert_array_equal(along[0], [0, np.log(2)])
    assert_allclose(along[1], [lv.cross_entropy([2, v, 0.1], 1) for v in (0.5, 2.0)], rtol=1e-15)
    assert_allclose(along[2], [np.log(3)] * 2, rtol=1e-15)


def test_a_sure_and_right_answer_costs_something_along_its_logit() -> None:
    # Oracle: log(1 + e^−100) to the last digit is e^−100.
    assert_allclose(lv.cross_entropy_along([7, 0], 0, 0, [100]), [np.exp(-100)], rtol=1e-14)


@pytest.mark.parametrize(
    ("logits", "target", "values", "temperature"),
    [
        # A share of the others that is lost beside 1 still counts where the logit is far above.
        ([0.0, 0.0], [1e-20, 1.0], [5.0], 0.0),
        ([0.0, 0.0], [1e-20, 1.0], [5.0], 1e-3),
        ([0.0, 0.0], [1e-20, 1.0], [5e3], 1e-300),
        # A difference beyond float64 that is back within it once divided.
        ([1e308, 0.0], 1, [-1e308], 4.0),
        ([1e308, 0.0], 1, [-1e308], INF),
        ([-1e308, 0.0], 0, [1e308], 4.0),
    ],
)
def test_at_the_ends_of_float64_too(
    logits: list[float], target: Any, values: list[float], temperature: float
) -> None:
    rows = [[logits[0], v] for v in values]
    for_all = target if np.ndim(target) == 0 else [target]
    expected = lv.cross_entropy(rows, for_all, temperature=temperature)
    along = lv.cross_entropy_along(logits, target, 1, values, temperature=temperature)
    assert_allclose(along, expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("logits", "index", "values", "sentence"),
    [
        ([1.0], 0, [0.0], "logits must have at least 2 classes, got 1"),
        ([1.0, 2.0], 2, [0.0], "index must be a class index from 0 to 1, got 2"),
        ([1.0, 2.0], -1, [0.0], "index must be .*0 or more.*-1"),
        ([1.0, 2.0], 0, [0.0, INF], "values must be finite, got inf"),
        ([1.0, 2.0], 0, [np.nan], "values must be finite, got nan"),
        ([1.0, 2.0], 0, [[0.0]], "values must be .*one-dimensional"),
    ],
)
def test_what_cannot_run_along_a_logit_is_named(
    logits: list[float], index: int, values: list[Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        lv.cross_entropy_along(logits, 0, index, values)


def test_the_logit_that_moves_is_ignored() -> None:
    expected = lv.cross_entropy_along(THREE, 0, 1, [0.5])
    for ignored in (np.nan, -INF, INF):
        z = [THREE[0], ignored, THREE[2]]
        assert_array_equal(lv.cross_entropy_along(z, 0, 1, [0.5]), expected)


def test_another_class_must_be_possible() -> None:
    with pytest.raises(ValueError, match="class above -inf, got -inf for every class at index 1"):
        lv.cross_entropy_along([[1.0, 2.0], [3.0, -INF]], 0, 0, [0.5])


def test_an_index_is_a_whole_number() -> None:
    with pytest.raises(TypeError, match=r"index must be a whole number, got 1\.0"):
        lv.cross_entropy_along(THREE, 0, 1.0, [0.0])  # type: ignore[arg-type]

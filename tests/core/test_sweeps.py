import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv

TEN = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
INF = np.inf


def test_each_row_is_the_softmax_at_its_temperature() -> None:
    temperatures = [0, 0.5, 1, 2, 5, INF]
    rows = [lv.softmax(TEN, temperature=t) for t in temperatures]
    assert_array_equal(lv.temperature_sweep(TEN, temperatures), rows)


def test_the_largest_probability_falls_as_temperature_rises() -> None:
    sweep = lv.temperature_sweep(TEN, [0.5, 1, 2, 5])
    assert (np.diff(sweep.max(axis=1)) < 0).all()


def test_each_row_is_the_softmax_with_its_value() -> None:
    rows = [lv.softmax([2.0, value, 0.1], temperature=2) for value in (-1.0, 0.0, 3.0)]
    assert_array_equal(lv.logit_sweep([2.0, 1.0, 0.1], 1, [-1, 0, 3], temperature=2), rows)


def test_a_swept_logit_draws_from_all_other_classes() -> None:
    p = lv.logit_sweep(TEN, 3, np.linspace(-5, 5, 11))
    assert (np.diff(np.delete(p, 3, axis=1), axis=0) < 0).all()


def test_a_logit_sweep_takes_a_temperature_per_value() -> None:
    p = lv.logit_sweep([1.0, 0.0], 1, [0.0, 0.0], temperature=[0, INF])
    assert_array_equal(p, [[1, 0], [0.5, 0.5]])


def test_whole_logits_may_take_fractional_values() -> None:
    assert_array_equal(lv.logit_sweep([1, 0], 1, [0.5])[0], lv.softmax([1, 0.5]))


def test_sweeps_keep_float32() -> None:
    z = np.array(TEN, np.float32)
    assert lv.temperature_sweep(z, [1, 2]).dtype == lv.logit_sweep(z, 0, [1.0]).dtype == np.float32


def test_no_values_give_no_rows() -> None:
    assert lv.temperature_sweep(TEN, []).shape == lv.logit_sweep(TEN, 0, []).shape == (0, 10)


def test_logits_are_not_written_to() -> None:
    z = np.array(TEN)
    lv.logit_sweep(z, 0, [9.0])
    assert_array_equal(z, TEN)


@pytest.mark.parametrize("index", [-1, 10])
def test_an_index_outside_the_classes_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match=f"index must be 0 to 9 for 10 classes, got {index}"):
        lv.logit_sweep(TEN, index, [0.0])


def test_a_batch_of_logits_is_refused() -> None:
    with pytest.raises(ValueError, match=r"logits must be one-dimensional, got shape \(1, 10\)"):
        lv.temperature_sweep([TEN], [1.0])


def test_a_wrong_temperature_is_named_and_located() -> None:
    with pytest.raises(ValueError, match=r"temperatures must be 0 or more.*got -2\.0 at index 1"):
        lv.temperature_sweep(TEN, [1, -2])


def test_nan_values_are_refused() -> None:
    with pytest.raises(ValueError, match="values must not contain NaN, got nan at index 1"):
        lv.logit_sweep(TEN, 0, [1.0, np.nan])

from typing import Any

import numpy as np
import pytest

import logitviz as lv

THREE = [2.0, 1.0, 0.1]
INF = np.inf


@pytest.mark.parametrize("temperature", [-1.0, -INF, np.nan])
def test_a_temperature_below_zero_is_refused(temperature: float) -> None:
    with pytest.raises(ValueError, match=f"temperature must be 0 or more.*got {temperature}"):
        lv.softmax(THREE, temperature=temperature)


def test_the_wrong_temperature_of_an_array_is_located() -> None:
    with pytest.raises(ValueError, match=r"got -3\.0 at index 1"):
        lv.softmax([[0, 1], [1, 0]], temperature=[1, -3])


def test_nan_logits_are_refused() -> None:
    with pytest.raises(ValueError, match=r"logits must not contain NaN, got nan at index \(1, 0\)"):
        lv.softmax([[0.0, 1.0], [np.nan, 0.0]])


def test_logits_that_allow_no_class_are_refused() -> None:
    with pytest.raises(ValueError, match="got -inf for every class at index 1"):
        lv.softmax([[0.0, 1.0], [-INF, -INF]])


def test_an_empty_class_axis_is_refused() -> None:
    with pytest.raises(ValueError, match=r"logits must have at least one class.*\(2, 0\)"):
        lv.softmax(np.empty((2, 0)))


def test_a_single_number_is_refused() -> None:
    with pytest.raises(ValueError, match="logits must have a class axis"):
        lv.softmax(3.0)


def test_ragged_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="logits must be a rectangular array"):
        lv.softmax([[1, 2], [3]])


@pytest.mark.parametrize("wrong", [["a", "b"], [1j, 2], [{}, 1]])
def test_what_is_not_a_real_number_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match="logits must hold real numbers"):
        lv.softmax(wrong)

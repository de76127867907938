"""The interval of a share, against scipy's."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import binomtest

from logitviz import wilson_interval


@pytest.mark.parametrize(
    ("right", "count"), [(0, 1), (1, 1), (0, 30), (30, 30), (7, 9), (410, 899)]
)
def test_the_interval_is_that_of_scipy(right: int, count: int) -> None:
    wanted = binomtest(right, count).proportion_ci(0.95, method="wilson")
    assert_allclose(
        wilson_interval(right, count), [wanted.low, wanted.high], rtol=1e-12, atol=1e-15
    )


def test_an_end_is_exact_where_all_or_none_are_right() -> None:
    low, high = wilson_interval([0, 5], 5)
    assert (low[0], high[1]) == (0, 1)
    assert 0 < high[0] < 1
    assert 0 < low[1] < 1


def test_it_keeps_the_shape_and_narrows_with_the_count() -> None:
    low, high = wilson_interval(np.array([[3, 30], [300, 3000]]), [[4, 40], [400, 4000]])
    assert low.shape == high.shape == (2, 2)
    assert (np.diff((high - low).ravel()) < 0).all()


@pytest.mark.parametrize(
    ("right", "count", "words"),
    [
        (0, 0, "count must be above 0, got 0.0"),
        ([1, 3], 2, "right must be from 0 to count, got 3.0 at index 1"),
        (-1, 2, "right must be from 0 to count, got -1.0"),
        (np.nan, 2, "right must not contain NaN"),
    ],
)
def test_what_is_no_share_is_refused(right: object, count: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wilson_interval(right, count)  # type: ignore[arg-type]

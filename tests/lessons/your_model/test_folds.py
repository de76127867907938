"""Rows are divided at random, and each is judged as often as the way says."""

import doctest

import numpy as np
import pytest

from logitviz.lessons.your_model import folds as module
from logitviz.lessons.your_model.folds import Fold, Way, folds
from tests.cases import for_each

SIZES = (2, 3, 4, 7, 120, 899)


def parts(rows: int, way: Way, seed: int = 1) -> list[tuple[list[int], list[int]]]:
    return [(fold.fit_rows.tolist(), fold.judged_rows.tolist()) for fold in folds(rows, way, seed)]


@for_each("rows", SIZES)
def test_halves_share_no_row_and_miss_none(rows: int) -> None:
    ((fitted, judged),) = parts(rows, "halves")
    assert not set(fitted) & set(judged)
    assert sorted(fitted + judged) == list(range(rows))


@for_each("rows", SIZES)
def test_of_an_odd_number_the_judged_half_has_one_row_more(rows: int) -> None:
    ((fitted, judged),) = parts(rows, "halves")
    assert len(judged) - len(fitted) == rows % 2


@for_each("rows", SIZES)
def test_across_both_halves_every_row_is_judged_once_and_fitted_once(rows: int) -> None:
    one, other = folds(rows, "cross", 1)
    for joined in (
        one.judged_rows.tolist() + other.judged_rows.tolist(),
        [*one.fit_rows, *other.fit_rows],
    ):
        assert sorted(joined) == list(range(rows))
    assert not set(one.fit_rows) & set(one.judged_rows)
    assert not set(other.fit_rows) & set(other.judged_rows)


@for_each("rows", SIZES)
def test_the_first_of_both_folds_is_that_of_one_half(rows: int) -> None:
    first, second = parts(rows, "cross", 5)
    assert parts(rows, "halves", 5) == [first]
    assert second == first[::-1]


@for_each(["rows", "way"], [(1, "halves"), (1, "cross"), (1, "same"), (9, "same")])
def test_one_row_and_the_same_rows_are_fitted_and_judged(rows: int, way: Way) -> None:
    assert parts(rows, way) == [(list(range(rows)), list(range(rows)))]


@pytest.mark.parametrize("way", ["halves", "cross"])
def test_the_seed_decides(way: Way) -> None:
    assert parts(120, way, 3) == parts(120, way, 3)
    drawn = [str(parts(120, way, seed)) for seed in range(50)]
    assert len(set(drawn)) == 50


def test_every_row_is_as_likely_in_either_half() -> None:
    """Each row is judged in 5 of 9 draws, give or take 5 standard deviations."""
    judged = np.zeros(9)
    for seed in range(2000):
        np.add.at(judged, folds(9, "halves", seed)[0].judged_rows, 1)
    np.testing.assert_allclose(judged / 2000, 5 / 9, rtol=0, atol=5 * 0.0112)


@for_each("way", ["halves", "cross", "same"])
def test_rows_ascend(way: Way) -> None:
    for fold in folds(120, way, 2):
        assert isinstance(fold, Fold)
        for rows in fold:
            assert (np.diff(rows) > 0).all()


def test_the_example_is_true() -> None:
    results = doctest.testmod(module)
    assert (results.attempted > 0, results.failed) == (True, 0)


def test_another_way_is_refused() -> None:
    with pytest.raises(ValueError, match="way must be one of halves, cross, same, got 'thirds'"):
        folds(9, "thirds", 1)  # type: ignore[arg-type]

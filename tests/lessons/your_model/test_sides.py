"""What is known of the rows of the fit, and of those that judge it."""

import numpy as np
import pytest

from logitviz.lessons.your_model.assessing import assess, compare_fit, completed
from logitviz.lessons.your_model.folds import Way
from logitviz.lessons.your_model.report_state import AT_BEST, AT_ONE, exactly
from tests.lessons.your_model.made import built_in, hostile_data

WAYS: tuple[Way, ...] = ("halves", "cross", "same")
DATA = hostile_data()


@pytest.mark.parametrize("way", WAYS)
def test_the_rows_of_a_side_are_those_of_the_whole_in_the_same_order(way: Way) -> None:
    whole = completed(assess(DATA, way))
    at_one = DATA.at(1.0, whole.rows // 10)
    np.testing.assert_array_equal(whole.on_judged_rows.correct, whole.correct)
    np.testing.assert_array_equal(whole.on_judged_rows.confidence[0], at_one.confidence)


def test_with_two_folds_each_row_is_judged_at_the_temperature_of_the_other_half() -> None:
    whole = completed(assess(DATA, "cross"))
    first, second = (DATA.at(fit.temperature, np.arange(240)).confidence for fit in whole.fits)
    found = whole.on_judged_rows.confidence[1]
    assert np.count_nonzero(found == first) == np.count_nonzero(found == second) == 120
    assert ((found == first) | (found == second)).all()


@pytest.mark.parametrize("way", WAYS)
def test_the_first_part_of_the_judging_gives_what_all_of_it_gives(way: Way) -> None:
    part, whole = completed(compare_fit(DATA, way)), completed(assess(DATA, way))
    assert (part.best, part.fits) == (whole.best, whole.fits)
    np.testing.assert_array_equal(part.correct, whole.correct)
    for name in ("on_fit_rows", "on_judged_rows"):
        one, other = getattr(part, name), getattr(whole, name)
        np.testing.assert_array_equal(one.confidence, other.confidence)
        np.testing.assert_array_equal(one.log_loss, other.log_loss)


def test_at_one_the_exact_state_has_the_numbers_of_the_slider() -> None:
    state = built_in(judge="cross")
    exact = exactly(state, AT_ONE)
    for name in ("log_loss", "brier", "calibration_error", "mean_confidence", "bin_count"):
        np.testing.assert_allclose(getattr(exact, name), getattr(state, name), rtol=1e-12, atol=0)


def test_at_the_fitted_temperature_the_loss_of_its_own_rows_is_least() -> None:
    state = built_in(judge="same")
    assert exactly(state, AT_BEST).log_loss < state.loss_curve.min()

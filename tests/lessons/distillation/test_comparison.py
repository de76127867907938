import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.optimize import brentq

import logitviz as lv
from logitviz.lessons.distillation.comparison import (
    Comparison,
    DistillationOptions,
    compare,
    compared_logits,
    crossing_temperature,
    losses_over_temperatures,
)
from tests.cases import for_each

Floats = NDArray[np.float64]
INF = np.inf
TOY = np.array([[1.0, 4.0, 3.0, 2.0], [1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]])
STANDARDISED = DistillationOptions(standardize=True)
OPTIONS = [
    DistillationOptions(),
    DistillationOptions(student_temperature=0.5),
    STANDARDISED,
    DistillationOptions(standardize=True, ddof=0),
]
models = arrays(np.float64, (3, 5), elements=st.floats(-15, 15))


def losses(z: Floats, options: DistillationOptions, temperature: float) -> Floats:
    return np.asarray(
        lv.distillation_loss(
            z[:1],
            z[1:],
            temperature=temperature,
            student_temperature=options.student_temperature,
            standardize=options.standardize,
            ddof=options.ddof,
        )
    )


def same(record: Comparison, other: Comparison, row: int) -> None:
    for name in Comparison.__slots__:
        expected, found = getattr(record, name), getattr(other, name)
        found = found[row] if np.ndim(found) > np.ndim(expected) else found
        assert_allclose(found, expected, rtol=1e-13, atol=1e-16, err_msg=name)


def test_the_toy_case_stands_in_one_record() -> None:
    # Material 10: the toy case at T = 1.
    record = compare(TOY)
    assert record.prediction.tolist() == [1, 2, 1]
    assert record.agrees_with_teacher.tolist() == [0, 1]
    assert_array_equal(record.loss.round(4), [0.1749, 0.3457])
    assert_array_equal(record.divergence, record.loss)
    assert_allclose(record.logit_mean, [2.5, 2.2, 0.25], rtol=1e-15)
    assert_allclose(record.logit_range, [3, 2, 0.3], rtol=1e-15)
    assert_allclose(record.logit_deviation, TOY.std(axis=1, ddof=1), rtol=1e-15)
    assert record.confidence_cap == 1


def test_the_wrong_student_is_preferred_until_logits_are_standardised() -> None:
    # Material 10: the wrong student looks better; after standardization the right one wins.
    assert compare(TOY).preferred == 1
    assert compare(TOY, STANDARDISED).preferred == 2
    assert compare(TOY, DistillationOptions(standardize=True, ddof=0)).preferred == 2


def test_nobody_is_preferred_where_losses_are_equal() -> None:
    assert compare(TOY, temperature=0).preferred == 0
    assert (
        compare(TOY, DistillationOptions(student_temperature=1.0), temperature=INF).preferred == 0
    )


def test_standardised_logits_have_the_mean_0_and_the_deviation_1() -> None:
    # Material 10: at T they have standard deviation 1/T.
    for ddof in (0, 1):
        record = compare(TOY, DistillationOptions(standardize=True, ddof=ddof), temperature=4)
        assert_allclose(record.logit_mean, 0, rtol=0, atol=1e-15)
        assert_allclose(record.logit_deviation, 1, rtol=1e-5)
        assert_allclose((record.compared_logits / 4).std(axis=-1, ddof=ddof), 1 / 4, rtol=1e-5)


@given(models, st.floats(0.05, 20))
def test_no_standardised_confidence_passes_its_cap(z: Floats, temperature: float) -> None:
    # Material 10: bounded z-scores, so confidence is capped.
    for ddof in (0, 1):
        record = compare(
            z, DistillationOptions(standardize=True, ddof=ddof), temperature=temperature
        )
        assert (record.confidence <= record.confidence_cap * (1 + 1e-12)).all()


@for_each("options", OPTIONS)
@for_each("temperature", [0, 0.05, 1, 3, 20, INF])
def test_every_loss_is_the_distillation_loss(
    options: DistillationOptions, temperature: float
) -> None:
    record = compare(TOY, options, temperature=temperature)
    assert_allclose(record.loss, losses(TOY, options, temperature), rtol=1e-13, atol=1e-16)


@given(models, st.floats(0.5, 20))
def test_the_divergence_is_that_of_the_soft_labels(z: Floats, temperature: float) -> None:
    for options in OPTIONS:
        record = compare(z, options, temperature=temperature)
        p, q = record.soft_labels[:1], record.soft_labels[1:]
        if q.min() > 1e-300:
            expected = lv.kl_divergence(p, q)
            assert_allclose(record.divergence, expected, rtol=1e-8, atol=1e-14)


def test_at_t_0_another_prediction_is_infinitely_far_and_costs_nothing() -> None:
    record = compare(TOY, temperature=0)
    assert record.divergence.tolist() == [INF, 0]
    assert record.loss.tolist() == [0, 0]


@for_each("options", OPTIONS)
def test_a_batch_is_its_single_states(options: DistillationOptions) -> None:
    temperatures = np.array([0, 0.3, 1, 20, INF])
    batch = compare(TOY, options, temperature=temperatures)
    for row, temperature in enumerate(temperatures):
        same(compare(TOY, options, temperature=temperature), batch, row)


@for_each("options", OPTIONS)
def test_the_losses_over_temperatures_are_those_at_each(options: DistillationOptions) -> None:
    temperatures = np.array([0, 0.3, 1, 20, INF])
    found = losses_over_temperatures(compared_logits(TOY, options), options, temperatures)
    for row, temperature in zip(found, temperatures, strict=True):
        assert_allclose(row, losses(TOY, options, temperature), rtol=1e-13, atol=1e-16)


def test_a_batch_may_give_every_state_its_students_temperature() -> None:
    theirs = np.array([0.2, 1, 7])
    batch = compare(TOY, DistillationOptions(theirs), temperature=2)
    for row, each in enumerate(theirs):
        same(compare(TOY, DistillationOptions(float(each)), temperature=2), batch, row)


def test_a_student_s_scale_changes_a_shared_loss_and_no_standardised_one() -> None:
    # Material 10: the standardised loss sees relations, not absolute size.
    scaled = [np.stack([TOY[0], *(s * TOY[1:])]) for s in (0.1, 1.0, 10.0)]
    shared = np.stack([compare(z).loss for z in scaled])
    standardised = np.stack([compare(z, STANDARDISED).loss for z in scaled])
    assert (np.ptp(shared, axis=0) > 0.1).all()
    assert (np.ptp(standardised, axis=0) < 1e-6).all()


def test_the_input_is_not_written_to() -> None:
    z = TOY.copy()
    z.flags.writeable = False
    compare(z, STANDARDISED)
    assert_array_equal(z, TOY)


def test_a_teacher_without_students_is_refused() -> None:
    with pytest.raises(ValueError, match=r"M of 2 or more, got \(1, 4\)"):
        compare(TOY[:1])
    with pytest.raises(ValueError, match="M of 2 or more"):
        compare(TOY[0])


def test_the_shared_losses_cross_between_a_third_and_four_tenths() -> None:
    # Material 10, issue: find where the shared-temperature verdict turns over. Oracle: brentq.
    def difference(t: float) -> float:
        first, second = losses(TOY, DistillationOptions(), t)
        return float(first - second)

    root = brentq(difference, 0.3, 0.4, xtol=1e-14)
    assert_allclose(crossing_temperature(TOY), root, rtol=1e-12, atol=0)
    assert round(root, 3) == 0.355


@for_each("options", [DistillationOptions(), DistillationOptions(student_temperature=0.5)])
@for_each("scale", [0.5, 1.0, 2.0])
def test_on_either_side_of_the_crossing_the_other_student_is_preferred(
    options: DistillationOptions, scale: float
) -> None:
    z = np.stack([TOY[0], *(scale * TOY[1:])])
    crossing = float(crossing_temperature(z, options))
    if np.isnan(crossing):
        everywhere = compare(z, options, temperature=np.geomspace(0.05, 20, 99))
        assert len(set(everywhere.preferred)) == 1
    else:
        sides = [compare(z, options, temperature=crossing * f).preferred for f in (0.999, 1.001)]
        assert sorted(sides) == [1, 2]


def test_a_crossing_just_on_the_grid_is_found() -> None:
    # All logits over T: the crossing itself moves to 1, in the middle of the grid.
    at_one = TOY / crossing_temperature(TOY)
    assert_allclose(crossing_temperature(at_one), 1, rtol=1e-12, atol=0)
    assert np.isnan(crossing_temperature(TOY[[0, 1, 1]]))


def test_standardised_logits_give_one_verdict_at_every_t() -> None:
    # Material 10: the right one wins.
    assert np.isnan(crossing_temperature(TOY, STANDARDISED))


def test_crossings_of_a_batch_are_those_of_its_states() -> None:
    stack = np.stack([np.stack([TOY[0], *(s * TOY[1:])]) for s in (0.1, 0.5, 1, 5)])
    expected = [float(crossing_temperature(z)) for z in stack]
    assert_array_equal(crossing_temperature(stack), expected)
    theirs = np.array([0.1, 0.5, 2.0])
    expected = [float(crossing_temperature(TOY, DistillationOptions(float(t)))) for t in theirs]
    assert_array_equal(crossing_temperature(TOY, DistillationOptions(theirs)), expected)

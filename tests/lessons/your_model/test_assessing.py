"""Assessing goes step by step, and gives what the core gives."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.core._lib.binning import Strategy
from logitviz.core._lib.samples import Samples
from logitviz.lessons.your_model.assessing import (
    PREPARATION,
    LabelledLogits,
    assess,
    compare_fit,
    completed,
)
from logitviz.lessons.your_model.assessment import TEMPERATURES
from logitviz.lessons.your_model.folds import Way, folds
from logitviz.lessons.your_model.summary import BINNINGS, COVERAGES, THRESHOLDS
from tests.cases import for_each
from tests.scores.files import example

LOGITS, LABELS = example()
WAYS: tuple[Way, ...] = ("halves", "cross", "same")
SOME = (0.0, 0.05, 0.5, 1.0, 3.4, 20.0, np.inf)


def data(logits: Any = LOGITS, labels: Any = LABELS) -> LabelledLogits:
    """Rows whose numbers in their file are 3, 5, 7, …"""
    samples = Samples.of(logits, labels)
    names = [f"class {place}" for place in range(samples.classes)]
    return LabelledLogits(samples, names, 3 + 2 * np.arange(len(samples)), "mine.npz", ["a note"])


@for_each("way", WAYS)
def test_the_share_that_is_done_rises_with_every_step_up_to_one(way: Way) -> None:
    shares = list(assess(data(), way))
    assert (np.diff(shares) > 0).all()
    assert shares[0] > 0
    assert shares[-1] == 1.0
    assert len(shares) > TEMPERATURES.size  # no step takes longer than one temperature


def test_the_first_part_ends_where_the_temperatures_begin() -> None:
    first = list(compare_fit(data(), "cross"))
    assert len(first) == PREPARATION
    assert list(assess(data(), "cross"))[: len(first)] == first


@for_each("way", WAYS)
def test_confidence_loss_and_brier_score_are_those_of_the_core(way: Way) -> None:
    found = completed(assess(data(), way, 4))
    rows = np.sort(np.concatenate([part.judged_rows for part in folds(len(LABELS), way, 4)]))
    z, y = LOGITS[rows], LABELS[rows]
    for t in SOME:
        (index,) = np.flatnonzero(t == TEMPERATURES)
        confidence = lv.confidence(lv.softmax(z, temperature=t))
        assert_allclose(found.confidence(int(index)), confidence, rtol=1e-14, atol=0)
        loss = lv.negative_log_likelihood(z, y, temperature=t)
        assert_allclose(found.summary.log_loss[index], loss, rtol=1e-14, atol=0)
        brier = lv.brier_score(z, y, temperature=t)
        assert_allclose(found.summary.brier[index], brier, rtol=1e-14, atol=0)


@for_each("way", WAYS)
def test_rows_labels_and_predictions_stand_in_the_order_of_the_file(way: Way) -> None:
    found = completed(assess(data(), way))
    places = (found.rows - 3) // 2
    assert (np.diff(places) > 0).all()
    assert_array_equal(found.labels, LABELS[places])
    assert_array_equal(found.predicted, LOGITS[places].argmax(axis=1))
    assert_array_equal(found.correct, found.predicted == found.labels)
    assert (found.title, found.notes, found.names) == (
        "mine.npz",
        ("a note",),
        ("class 0", "class 1", "class 2"),
    )


@for_each("way", WAYS)
def test_every_fold_has_its_own_fit_and_the_best_is_that_of_all_its_rows(way: Way) -> None:
    found = completed(assess(data(), way, 2))
    parts = folds(len(LABELS), way, 2)
    wanted = [lv.fit_temperature(LOGITS[p.fit_rows], LABELS[p.fit_rows]) for p in parts]
    assert_allclose(
        [fit.temperature for fit in found.fits],
        [fit.temperature for fit in wanted],
        rtol=1e-13,
        atol=0,
    )
    every = np.concatenate([part.fit_rows for part in parts])
    best = lv.fit_temperature(LOGITS[every], LABELS[every]).temperature
    assert_allclose(found.best.temperature, best, rtol=1e-13, atol=0)


@for_each("way", WAYS)
def test_both_sides_are_those_of_the_core(way: Way) -> None:
    found = completed(assess(data(), way, 2))
    parts = folds(len(LABELS), way, 2)
    for name, side in (("fit_rows", found.on_fit_rows), ("judged_rows", found.on_judged_rows)):
        z, y = (
            np.concatenate([array[getattr(part, name)] for part in parts])
            for array in (LOGITS, LABELS)
        )
        own = np.concatenate(
            [
                np.full(len(getattr(part, name)), fit.temperature)
                for part, fit in zip(parts, found.fits, strict=True)
            ]
        )
        for place, t in enumerate((np.ones(len(y)), own)):
            loss = lv.negative_log_likelihood(z, y, temperature=t)
            assert_allclose(side.log_loss[place], loss, rtol=1e-13, atol=0)
            brier = lv.brier_score(z, y, temperature=t)
            assert_allclose(side.brier[place], brier, rtol=1e-13, atol=0)
            for strategy in ("width", "mass"):
                error = lv.expected_calibration_error(z, y, temperature=t, strategy=strategy)
                known = side.calibration_error(15, strategy)[place]
                assert_allclose(known, error, rtol=1e-12, atol=1e-15)


def test_judging_can_be_left_half_way() -> None:
    judging = assess(data())
    for _ in range(60):
        next(judging)
    judging.close()
    with pytest.raises(StopIteration):
        next(judging)


def test_two_judgings_do_not_disturb_each_other() -> None:
    alone = completed(assess(data(), "cross"))
    one, other = assess(data(), "cross"), assess(data(-LOGITS), "halves", 9)
    for _ in range(50):
        next(one)
        next(other)
    other.close()
    assert_array_equal(completed(one).summary.accuracies, alone.summary.accuracies)


def test_one_row_is_fitted_and_judged() -> None:
    found = completed(assess(data([[0.0, 1.0]], [0])))
    assert found.correct.tolist() == [False]
    assert found.best.status == "infinite"
    assert found.summary.log_loss[-1] == np.log(2)


def test_a_label_of_probability_zero_makes_every_loss_infinite_and_no_figure_nan() -> None:
    logits = np.array([[0.0, -np.inf], [0.0, 1.0], [2.0, 0.0]] * 4)
    found = completed(assess(data(logits, [1, 1, 0] * 4), "same"))
    assert np.isinf(found.summary.log_loss[:-1]).all()
    assert np.isfinite(found.summary.brier).all()
    assert np.isfinite(found.summary.mean_confidence).all()
    for strategy in ("width", "mass"):
        assert np.isfinite(found.summary.reliabilities[5, strategy].ece).all()


def test_what_was_made_once_is_remembered_by_its_key_alone_until_much_else_is() -> None:
    found = completed(assess(data()))
    first = found.confidence(3)
    assert found.confidence(3) is first
    assert found.confidence(4) is not first
    for index in range(10, 30):
        found.confidence(index)
    assert found.confidence(3) is not first
    assert_array_equal(found.confidence(3), first)


@for_each("kind", BINNINGS)
def test_bins_are_those_of_the_core_at_every_temperature(kind: tuple[int, Strategy]) -> None:
    found = completed(assess(data(np.round(LOGITS, 1)), "same"))
    table, (bins, strategy) = found.summary.reliabilities[kind], kind
    for index in range(0, TEMPERATURES.size, 9):
        wanted = lv.reliability(
            found.confidence(index), found.correct, bins=bins, strategy=strategy
        )
        held = wanted.count.size  # equal counts may need fewer bins
        assert_array_equal(table.count[index, :held], wanted.count)
        assert not table.count[index, held:].any()
        for name in ("confidence", "accuracy"):
            values = getattr(table, name)[index, :held]
            assert_allclose(values, getattr(wanted, name), rtol=1e-13, atol=0)
        assert_allclose(table.ece[index], wanted.ece, rtol=1e-12, atol=1e-15)
        assert_allclose(table.mce[index], wanted.mce, rtol=1e-12, atol=1e-15)


def test_thresholds_and_shares_are_those_of_the_core() -> None:
    found = completed(assess(data(np.round(LOGITS, 1)), "same"))
    for index in range(0, TEMPERATURES.size, 9):
        confidence = found.confidence(index)
        wanted = lv.selective_accuracy(confidence, found.correct, THRESHOLDS)
        assert_array_equal(found.summary.decided[index], wanted.decided)
        assert_array_equal(found.summary.wrong[index], wanted.wrong)
        curve = lv.accuracy_coverage(confidence, found.correct)
        places = np.searchsorted(curve.coverage, COVERAGES - 1e-12)
        assert_allclose(found.summary.accuracies[index], curve.accuracy[places], rtol=1e-13)

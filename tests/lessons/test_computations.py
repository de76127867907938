"""What the pages compute before they draw, without a screen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.lessons.confidence import cases, gallery
from logitviz.live import old_controls as controls
from logitviz.live.old_table import (
    CLASSES,
    CURVE_TEMPERATURES,
    EXAMPLE,
    LOGIT_VALUES,
    SHARE_VALUES,
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


@pytest.mark.parametrize("text", ["-10 10 0 0 0 0 0 0 0 0", "[4.2, 1, 1, 1, 1, 1, 1, 1, 1, −9.5]"])
def test_a_case_reads_logits_that_fit_the_sliders(text: str) -> None:
    assert_array_equal(cases.read(text), lv.parse_logits(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 2 3", "expected 10 numbers, got 3"),
        ("1 2 3 x 5 6 7 8 9 10", "item 4, 'x', is not a number"),
        ("11 0 0 0 0 0 0 0 0 0", "outside is class 0: 11"),
        ("0 0 inf 0 0 0 0 -inf 0 0", "outside is class 2: inf, class 7: -inf"),
        ("1e300 0 0 0 0 0 0 0 0 0", r"outside is class 0: 1e\+300"),
        ("", "got nothing"),
    ],
)
def test_a_case_says_what_is_wrong_with_its_text(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cases.read(text)


NETS = {"strong": "teacher_logits", "weak": "student_logits"}


@pytest.mark.parametrize("temperature", [0.0, 0.5, 1.0, np.inf])
@pytest.mark.parametrize("net", NETS)
def test_what_is_decided_is_counted_on_the_test_images(net: str, temperature: float) -> None:
    digits = load_digits()
    logits = getattr(digits, NETS[net])
    sure = lv.softmax(logits, temperature=temperature).max(axis=1)
    right = logits.argmax(axis=1) == digits.labels
    now, _ = gallery.deciding(net, temperature, 0.6)
    assert int(now.decided) == int((sure >= 0.6).sum())
    assert int(now.wrong) == int(((sure >= 0.6) & ~right).sum())


@pytest.mark.parametrize("place", [0, 1, 20, 57, 123, 124])
@pytest.mark.parametrize("net", NETS)
def test_a_position_of_t_counts_as_if_t_stood_there(net: str, place: int) -> None:
    temperature = float(TEMPERATURE_VALUES[place])
    _, sweeps = gallery.deciding(net, 1.0, 0.6)
    there, _ = gallery.deciding(net, temperature, 0.6)
    hot = sweeps["T"]
    assert (hot.decided[place], hot.wrong[place]) == (there.decided, there.wrong)
    assert_array_equal(hot.curve.decided[place], there.curve.decided)
    assert_array_equal(hot.curve.wrong[place], there.curve.wrong)


@pytest.mark.parametrize("place", [0, 33, 60, 100])
@pytest.mark.parametrize("net", NETS)
def test_a_position_of_the_threshold_counts_as_if_it_stood_there(net: str, place: int) -> None:
    _, sweeps = gallery.deciding(net, 1.0, 0.6)
    there, _ = gallery.deciding(net, 1.0, float(SHARE_VALUES[place]))
    moved = sweeps["d"]
    assert (moved.decided[place], moved.wrong[place]) == (there.decided, there.wrong)


def test_a_threshold_between_the_steps_is_counted_exactly() -> None:
    sure = lv.softmax(load_digits().teacher_logits).max(axis=1)
    now, _ = gallery.deciding("strong", 1.0, 0.87654)
    assert int(now.decided) == int((sure >= 0.87654).sum())


@pytest.mark.parametrize("index", [0, 7, 500])
@pytest.mark.parametrize("net", NETS)
def test_a_caption_tells_the_digit_from_what_it_was_read_as(net: str, index: int) -> None:
    logits = getattr(load_digits(), NETS[net])[index]
    label = load_digits().labels[index]
    words = gallery.caption(net, index)
    assert words.startswith(f"{label} read as {int(logits.argmax())}, ")
    assert words.endswith(f", {lv.softmax(logits).max():.3f} at T = 1")

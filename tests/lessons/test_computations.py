"""What the pages compute before they draw, without a screen."""

import re
from typing import Any
from unittest import mock

import numpy as np
import pytest
import streamlit
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.lessons.confidence import cases, gallery
from logitviz.lessons.sigmoid import page as questions
from logitviz.live import old_controls as controls
from logitviz.live import old_inputs as inputs
from logitviz.live.old_table import (
    CLASSES,
    CURVE_TEMPERATURES,
    EXAMPLE,
    HIGHEST,
    LOGIT_VALUES,
    LOWEST,
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


NAMES = {
    "The 10-class example", "High confidence", "Low confidence", "Near tie", "Uniform",
    "One dominant",
}  # fmt: skip


def test_the_presets_of_the_contract_are_there() -> None:
    assert set(inputs.PRESETS) >= NAMES


@pytest.mark.parametrize("name", inputs.PRESETS)
def test_a_preset_fits_the_sliders_and_their_steps(name: str) -> None:
    logits = np.array(inputs.PRESETS[name])
    assert logits.shape == (CLASSES,)
    assert np.isin(logits, LOGIT_VALUES).all()


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("High confidence", 0.9, 1),
        ("Low confidence", 0.1, 0.3),
        ("Near tie", 0.4, 0.5),
        ("Uniform", 0.1, 0.1),
        ("One dominant", 0.99, 1),
    ],
)
def test_a_preset_keeps_the_promise_of_its_name(name: str, low: float, high: float) -> None:
    assert low <= lv.analyse(inputs.PRESETS[name]).confidence <= high


def test_a_near_tie_has_a_small_margin() -> None:
    assert 0 < lv.analyse(inputs.PRESETS["Near tie"]).margin < 0.06


@pytest.mark.parametrize("index", [0, 450, 898])
def test_a_picture_shows_the_ink_of_its_image(index: int) -> None:
    picture = inputs.picture(index)
    ink = load_digits().images[index]
    assert picture.dtype == np.uint8
    assert picture.shape == (96, 96)
    assert_allclose(picture[6::12, 6::12], 255 * (1 - ink / 16), rtol=0, atol=0.5)


def test_every_digit_of_the_strong_classifier_fits_the_sliders() -> None:
    logits = load_digits().teacher_logits
    assert logits.min() >= LOWEST
    assert logits.max() <= HIGHEST


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


# ---- what is typed ----


@pytest.mark.parametrize("text", ["plain", "[a](b)<", "*a* `b` $c$", "__import__", "🙂…−"])
def test_quoted_words_show_as_they_were_typed(text: str) -> None:
    quoted = inputs.literal(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", quoted) == text
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", quoted))


def panel(**state: Any) -> Any:
    """The state of a visitor, without a screen."""
    return mock.patch.object(streamlit, "session_state", state)


def test_a_shift_that_is_no_longer_offered_does_nothing() -> None:
    for before in ({"z0": 1.0}, {"z0": 1.0, "_fit": None}):
        with panel(**before):
            inputs.fit()
            state = dict(streamlit.session_state)
        state.pop("_fit", None)
        assert state == {"z0": 1.0}


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.integers(0, 199), min_size=CLASSES, max_size=CLASSES).filter(any),
    st.sampled_from([-1e6, -45.5, 10.1, 12.3, 300, 1e6]),
)
def test_an_offered_shift_fits_and_a_second_one_does_nothing(tenths: list[int], far: float) -> None:
    pasted = np.array([far + n / 10 for n in tenths])
    with panel(_paste=" ".join(map(repr, pasted.tolist()))):
        inputs.paste()
        assert streamlit.session_state.pop("_complaint")[0] == "paste"
        inputs.fit()
        shifted = np.array([streamlit.session_state[f"z{i}"] for i in range(CLASSES)])
        after = dict(streamlit.session_state)
        inputs.fit()
        assert dict(streamlit.session_state) == after
    assert "_complaint" not in after
    assert after.get("_fit") is None
    assert (np.abs(shifted) <= HIGHEST).all()
    assert_allclose(np.diff(shifted), np.diff(pasted), rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(-0.5, -1), (0.5, 1), (1.5, 2), (2.5, 3), (-1.5, -2), (0.49999999999999994, 0), (-0.2, 0)],
)
def test_a_number_between_two_whole_ones_counts_as_the_browser_shows_it(
    number: float, shown: int
) -> None:
    assert controls.whole(number) == shown

"""What the panels of the playground do, without a screen."""

from typing import Any
from unittest import mock

import numpy as np
import streamlit
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.lessons.playground.panels import PRESETS
from logitviz.lessons.playground.paste import (
    load_as_logits,
    load_logarithms,
    load_shifted,
    read_pasted,
)
from logitviz.live.loading import OfferedLogits
from logitviz.live.messages import Complaint
from logitviz.live.session import session
from logitviz.live.shared import CLASSES, HIGHEST, LOGIT_KEYS, LOGITS, outside
from tests.cases import for_each

NAMES = {f"preset_{name}" for name in ("example", "high", "low", "tie", "uniform", "dominant")}


def test_the_presets_of_the_contract_are_there() -> None:
    assert set(PRESETS) >= NAMES


@for_each("name", PRESETS)
def test_a_preset_fits_the_sliders_and_their_steps(name: str) -> None:
    logits = np.array(PRESETS[name])
    assert logits.shape == (CLASSES,)
    assert np.isin(logits, LOGITS[0].positions).all()


@for_each(
    ("name", "low", "high"),
    [
        ("preset_high", 0.9, 1),
        ("preset_low", 0.1, 0.3),
        ("preset_tie", 0.4, 0.5),
        ("preset_uniform", 0.1, 0.1),
        ("preset_dominant", 0.99, 1),
    ],
)
def test_a_preset_keeps_the_promise_of_its_name(name: str, low: float, high: float) -> None:
    assert low <= lv.analyse(PRESETS[name]).confidence <= high


def test_a_near_tie_has_a_small_margin() -> None:
    assert 0 < lv.analyse(PRESETS["preset_tie"]).margin < 0.06


def test_every_digit_of_the_strong_classifier_fits_the_sliders() -> None:
    assert outside(load_digits().teacher_logits.ravel()) == []


@for_each("value", [10.0001, -10.0001, np.inf, -np.inf, np.nan, 1e300])
def test_a_logit_that_no_slider_can_hold_is_named(value: float) -> None:
    assert outside([0.0, value, 10.0, -10.0]) == [1]


def visitor(**state: Any) -> Any:
    """The state of a visitor, without a screen."""
    return mock.patch.object(streamlit, "session_state", state)


def sliders() -> list[float]:
    return [streamlit.session_state[key] for key in LOGIT_KEYS]


def test_what_is_not_offered_does_nothing() -> None:
    with visitor(z0=1.0):
        load_shifted()
        load_logarithms()
        load_as_logits()
        assert {k: v for k, v in streamlit.session_state.items() if k != "logitviz"} == {"z0": 1.0}


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.integers(0, 199), min_size=CLASSES, max_size=CLASSES).filter(any),
    st.sampled_from([-1e6, -45.5, 10.1, 12.3, 300, 1e6]),
)
def test_an_offered_shift_fits_and_a_second_one_does_nothing(tenths: list[int], far: float) -> None:
    pasted = np.array([far + n / 10 for n in tenths])
    with visitor(_paste=" ".join(map(repr, pasted.tolist()))):
        read_pasted()
        complaint = session().of(Complaint)
        assert complaint.panel == "paste"
        complaint.text = ""
        load_shifted()
        shifted = np.array(sliders())
        load_shifted()
        assert sliders() == shifted.tolist()
        assert complaint.text == ""
        assert not session().of(OfferedLogits).logits
    assert (np.abs(shifted) <= HIGHEST).all()
    assert_allclose(np.diff(shifted), np.diff(pasted), rtol=0, atol=1e-8)

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike, NDArray

import logitviz as lv

THREE = [2.0, 1.0, 0.1]
INF = np.inf
FIELDS = [field.name for field in dataclasses.fields(lv.Analysis)]
PER_CLASS = ["logits", "scaled", "shifted", "exponentials", "probabilities"]
PER_CLASS += ["log_probabilities", "sigmoids"]
READOUTS = ["prediction", "confidence", "margin", "entropy", "perplexity"]

any_logit = st.one_of(
    st.floats(allow_nan=False), st.floats(-20, 20), st.sampled_from([0.0, -0.0, INF, -INF])
)
any_vector = arrays(np.float64, st.integers(1, 6), elements=any_logit).filter(
    lambda z: bool(z.max() > -INF)
)
any_temperature = st.one_of(
    st.floats(0, allow_nan=False), st.floats(0.1, 10), st.sampled_from([0.0, 5e-324, INF])
)


@given(any_vector, any_temperature)
def test_no_field_ever_holds_nan(z: NDArray[np.float64], temperature: float) -> None:
    record = lv.analyse(z, temperature=temperature)
    assert not any(np.isnan(getattr(record, name)).any() for name in FIELDS)


@given(any_vector, any_temperature)
def test_shifted_logits_are_never_positive(z: NDArray[np.float64], temperature: float) -> None:
    shifted = lv.analyse(z, temperature=temperature).shifted
    assert shifted.max() == 0


@given(any_vector, any_temperature)
def test_readouts_stay_in_their_ranges(z: NDArray[np.float64], temperature: float) -> None:
    record = lv.analyse(z, temperature=temperature)
    classes, slack = len(z), 1 + 1e-15
    assert 1 / classes <= record.confidence * slack
    assert 0 <= record.margin <= record.confidence <= 1
    assert 0 <= record.entropy <= np.log(classes) * slack
    assert 1 <= record.perplexity <= classes * slack


@given(any_vector, any_temperature)
def test_the_record_equals_the_separate_functions(
    z: NDArray[np.float64], temperature: float
) -> None:
    record = lv.analyse(z, temperature=temperature)
    assert_array_equal(record.probabilities, lv.softmax(z, temperature=temperature))
    assert_array_equal(record.log_probabilities, lv.log_softmax(z, temperature=temperature))
    assert_array_equal(record.sigmoids, lv.sigmoid(z, temperature=temperature))
    assert record.prediction == lv.predict(z)


@pytest.mark.parametrize("classes", [1, 2, 10, 63, 64, 200])
def test_a_batch_equals_its_vectors(classes: int) -> None:
    z = np.random.default_rng(0).normal(scale=5, size=(5, classes))
    temperatures = np.array([0, 0.5, 1, 3, INF])
    batch = lv.analyse(z, temperature=temperatures)
    for row in range(5):
        alone = lv.analyse(z[row], temperature=temperatures[row])
        for name in FIELDS:
            assert_array_equal(getattr(batch, name)[row], getattr(alone, name), err_msg=name)


def test_a_batch_has_the_probabilities_of_softmax_bit_for_bit() -> None:
    z = np.random.default_rng(0).normal(size=(50, 10))
    assert_array_equal(lv.analyse(z).probabilities, lv.softmax(z))


def test_the_stages_of_the_three_class_example() -> None:
    record = lv.analyse(THREE, temperature=2)
    assert_array_equal(record.scaled, [1.0, 0.5, 0.05])
    assert_allclose(record.shifted, [0, -0.5, -0.95], rtol=1e-15, atol=0)
    assert_allclose(record.exponentials, np.exp([0, -0.5, -0.95]), rtol=1e-15, atol=0)


def test_scaled_has_the_limits_of_temperature_zero() -> None:
    assert_array_equal(lv.analyse([3, -2, 0], temperature=0).scaled, [INF, -INF, 0])


def test_scaled_has_the_limits_of_infinite_temperature() -> None:
    scaled = lv.analyse([3, -2, -INF, INF], temperature=INF).scaled
    assert_array_equal(scaled, [0, 0, -INF, INF])


def test_shifted_has_the_limits_of_temperature_zero() -> None:
    assert_array_equal(lv.analyse([3, 3, 0], temperature=0).shifted, [0, 0, -INF])


def test_shifted_singles_out_infinite_logits() -> None:
    assert_array_equal(lv.analyse([INF, 1, INF]).shifted, [0, -INF, 0])


def test_sigmoids_have_the_limits_of_temperature_zero() -> None:
    assert_array_equal(lv.analyse([3, -2, 0], temperature=0).sigmoids, [1, 0, 0.5])


@given(arrays(np.float64, 6, elements=st.integers(-9, 9)), st.floats(0.2, 20))
def test_entropy_rises_with_temperature_unless_all_logits_are_equal(
    z: NDArray[np.float64], temperature: float
) -> None:
    cold, warm = lv.analyse([z, z], temperature=[temperature, 1.5 * temperature]).entropy
    equal = len(set(z)) == 1
    # Strictly, unless both already are k tied classes or all C to the last bit.
    saturated = np.isclose(cold, warm, rtol=1e-14, atol=0)
    assert cold == warm if equal else cold < warm or saturated


def test_entropy_rises_strictly_for_the_three_class_example() -> None:
    temperatures = np.geomspace(0.05, 1000, 40)
    record = lv.analyse(np.tile(THREE, (40, 1)), temperature=temperatures)
    assert (np.diff(record.entropy) > 0).all()


def test_entropy_survives_a_probability_that_rounds_to_one() -> None:
    record = lv.analyse([100.0, 0.0])
    assert record.confidence == 1
    assert_allclose(record.entropy, 101 * np.exp(-100), rtol=1e-14, atol=0)


def test_margin_survives_probabilities_that_round_to_a_tie() -> None:
    assert_allclose(lv.analyse([1e-20, 0.0]).margin, 5e-21, rtol=1e-15, atol=0)


def test_margin_of_a_tie_is_positive_zero() -> None:
    assert not np.signbit(lv.analyse([1.0, 1.0]).margin)


def test_one_class_has_margin_one() -> None:
    assert lv.analyse([-3.0]).margin == 1


def test_uniform_perplexity_is_exactly_the_number_of_classes() -> None:
    assert lv.analyse(np.arange(10), temperature=INF).perplexity == 10


def test_readouts_of_one_vector_are_scalars() -> None:
    record = lv.analyse(THREE)
    assert not any(isinstance(getattr(record, name), np.ndarray) for name in READOUTS)


def test_readouts_of_a_batch_have_the_leading_shape() -> None:
    record = lv.analyse(np.zeros((2, 3, 4)))
    assert {getattr(record, name).shape for name in READOUTS} == {(2, 3)}


def test_one_temperature_stays_one_number() -> None:
    assert np.ndim(lv.analyse(np.zeros((2, 3)), temperature=2).temperature) == 0


def test_several_temperatures_take_the_leading_shape() -> None:
    record = lv.analyse(np.zeros((2, 3, 4)), temperature=[1, 2, 3])
    assert_array_equal(record.temperature, [[1, 2, 3], [1, 2, 3]])


def test_every_array_is_read_only() -> None:
    record = lv.analyse([THREE, THREE], temperature=[1, 2])
    assert not any(getattr(record, name).flags.writeable for name in FIELDS)


def test_fields_cannot_be_replaced() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        lv.analyse(THREE).entropy = np.array(0.0)  # type: ignore[misc]


def test_the_record_does_not_follow_its_input() -> None:
    z = np.array(THREE)
    record = lv.analyse(z)
    z[0] = 99
    assert record.logits[0] == 2


def test_the_input_stays_writeable() -> None:
    z, temperatures = np.zeros((2, 3)), np.ones(2)
    lv.analyse(z, temperature=temperatures)
    assert z.flags.writeable
    assert temperatures.flags.writeable


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_float_types_are_kept(dtype: DTypeLike) -> None:
    record = lv.analyse(np.array(THREE, dtype))
    assert {getattr(record, name).dtype for name in PER_CLASS} == {np.dtype(dtype)}


def test_a_half_precision_overflow_is_silent() -> None:
    assert lv.analyse(np.array([6e4, 0], np.float16), temperature=0.5).scaled[0] == INF


def test_an_empty_batch_gives_an_empty_record() -> None:
    assert lv.analyse(np.empty((0, 3))).entropy.shape == (0,)


def test_the_record_can_be_pickled() -> None:
    record = lv.analyse(THREE)
    assert_array_equal(pickle.loads(pickle.dumps(record)).probabilities, record.probabilities)


def test_wrong_logits_are_refused() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN, got nan at index 2"):
        lv.analyse([0, 1, np.nan])

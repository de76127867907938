import math

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import logit, probability
from logitviz.charts.words import words_of
from logitviz.lessons.sigmoid.state import RISE, SigmoidState
from logitviz.live.elements import TextElement
from tests.cases import for_each
from tests.charts.scenery import EXAMPLE, HOSTILE
from tests.lessons.captured import captured

hostile = for_each("name", HOSTILE)
warm = for_each("name", [n for n, (_, t) in HOSTILE.items() if 0 < t < np.inf])
classes = for_each("index", range(10))


def state(**values: object) -> SigmoidState:
    made = captured("sigmoid").state(**values)
    assert isinstance(made, SigmoidState)
    return made


def with_logits(logits: list[float], temperature: float, **values: object) -> SigmoidState:
    z = {f"z{i}": value for i, value in enumerate(logits)}
    return state(T=f"{temperature:g}", **z, **values)


def test_the_constant_is_added_to_every_logit() -> None:
    assert_allclose(state(c=3.0).logits, EXAMPLE + 3, rtol=1e-15, atol=0)


@hostile
def test_both_outputs_are_those_of_the_logits(name: str) -> None:
    logits, t = HOSTILE[name]
    record = with_logits(logits, t).record
    assert_allclose(record.probabilities, lv.softmax(logits, temperature=t), rtol=1e-14, atol=0)
    assert_allclose(record.sigmoids, lv.sigmoid(logits, temperature=t), rtol=1e-14, atol=0)
    now = with_logits(logits, t)
    assert (now.softmax_sum, now.sigmoid_sum) == (
        record.probabilities.sum(),
        record.sigmoids.sum(),
    )


@for_each("threshold", [0.0, 0.25, 0.5, 0.999, 1.0])
@hostile
def test_sigmoids_that_reach_the_threshold_pass(name: str, threshold: float) -> None:
    now = with_logits(*HOSTILE[name], t=threshold)
    reach = [s if s >= threshold else 0 for s in now.record.sigmoids]
    assert_array_equal(now.passing_sigmoids, reach)
    assert now.passing == sum(s >= threshold for s in now.record.sigmoids)


@classes
def test_softmax_gives_to_one_class_what_it_takes_from_the_others(index: int) -> None:
    gains = state(k=index).softmax_gains
    assert_allclose(gains.sum(), 0, rtol=0, atol=1e-15)
    assert gains[index] > 0
    assert (np.delete(gains, index) < 0).all()


@classes
def test_sigmoid_moves_one_output_alone(index: int) -> None:
    assert_array_equal(np.flatnonzero(state(k=index).sigmoid_gains), [index])


@classes
def test_at_the_limits_one_more_shows_only_where_it_decides(index: int) -> None:
    endless, frozen = state(k=index, T="inf"), state(k=index, T="0")
    assert not endless.softmax_gains.any()
    assert not endless.sigmoid_gains.any()
    before, after = EXAMPLE[index], EXAMPLE[index] + RISE
    overtakes = index != EXAMPLE.argmax() and after >= EXAMPLE.max()
    assert frozen.softmax_gains.any() == overtakes
    assert frozen.sigmoid_gains.any() == (before <= 0 <= after)


@for_each(("one", "other"), [(4.0, 4.0), (3.0, 4.0), (2.0, 4.0), (4.0, 3.0)])
def test_at_temperature_0_one_more_makes_or_breaks_a_tie(one: float, other: float) -> None:
    gains = with_logits([one, other, *[0.0] * 8], 0.0).softmax_gains
    assert gains.any() == (one <= other <= one + RISE)


@for_each("kind", ["softmax", "sigmoid"])
@warm
def test_the_slopes_are_t_times_the_jacobian(name: str, kind: str) -> None:
    logits, t = HOSTILE[name]
    jacobian = {"softmax": lv.softmax_jacobian, "sigmoid": lv.sigmoid_jacobian}[kind]
    slopes = getattr(with_logits(logits, t), f"{kind}_slopes")
    assert_allclose(slopes, t * jacobian(logits, temperature=t), rtol=1e-12, atol=3e-16)


def test_only_the_diagonal_of_sigmoid_has_slopes() -> None:
    slopes = state().sigmoid_slopes
    assert_array_equal(slopes, np.diag(np.diag(slopes)))
    assert np.diag(slopes).all()


@for_each(
    ("u", "v"), [(1.0, -1.0), (-1.0, 1.0), (0.0, 0.0), (10.0, -10.0), (-10.0, 10.0), (3.7261, 3.7)]
)
def test_the_first_of_two_classes_is_the_sigmoid_of_the_difference(u: float, v: float) -> None:
    now = state(u=u, v=v, T="0")  # the two do not hear of T
    assert now.difference == u - v
    expected = 1 / (1 + math.exp(v - u))
    assert_allclose(now.pair.probabilities[0], expected, rtol=1e-14, atol=0)
    assert_allclose(now.sigmoid_of_difference, expected, rtol=1e-14, atol=0)


SHARES = [0.01, 0.2, 0.5, 0.8, 0.99, 0.123456]


@for_each("p", SHARES)
def test_the_logit_of_a_probability_is_its_log_odds(p: float) -> None:
    assert_allclose(state(p=p).logit_of_p, math.log(p / (1 - p)), rtol=1e-13, atol=1e-15)


@for_each(("p", "exact"), [(0.0, -np.inf), (0.5, 0.0), (1.0, np.inf)])
def test_the_logit_of_0_one_half_and_1_is_exact(p: float, exact: float) -> None:
    assert state(p=p).logit_of_p == exact


@for_each("p", [0.0, *SHARES, 1.0])
def test_the_sigmoid_leads_back(p: float) -> None:
    assert_allclose(state(p=p).sigmoid_of_logit, p, rtol=1e-14, atol=0)


def said(name: str, now: SigmoidState) -> str:
    """A piece of the prose with the numbers of a state."""
    return TextElement.of(name, "", words_of("sigmoid")[name], now).fill()


@for_each(("u", "v"), [(0.0, 0.0), (-10.0, 10.0), (3.3, 2.9)])
def test_two_classes_are_said_to_be_the_sigmoid_of_their_difference(u: float, v: float) -> None:
    first = probability(1 / (1 + math.exp(v - u)))
    expected = f"softmax gives {first}, sigmoid({logit(u - v)}) gives {first}"
    assert said("pair_words", state(u=u, v=v)) == expected


@for_each(
    ("p", "sentence"),
    [
        (0.8, "logit(0.800) = 1.386, and sigmoid(1.386) = 0.800"),
        (0.5, "logit(0.500) = 0, and sigmoid(0) = 0.500"),
        (0.0, "logit(0) = −∞, and sigmoid(−∞) = 0"),
        (1.0, "logit(1) = ∞, and sigmoid(∞) = 1"),
        (0.01, "logit(0.010) = −4.595, and sigmoid(−4.595) = 0.010"),
        (0.0001, "logit(<.0005) = −9.21, and sigmoid(−9.21) = <.0005"),
    ],
)
def test_the_logit_of_a_probability_is_said_with_its_way_back(p: float, sentence: str) -> None:
    assert said("logit_words", state(p=p)) == sentence


@for_each(
    ("p", "sentence"),
    [
        (0.8, "The odds are 4 to 1. Adding 1 to the logit makes them 10.8731 to 1."),
        (0.5, "The odds are 1 to 1. Adding 1 to the logit makes them 2.7183 to 1."),
        (0.0, "The odds are 0 to 1. Adding 1 to the logit makes them 0 to 1."),
        (1.0, "The odds are ∞ to 1. Adding 1 to the logit makes them ∞ to 1."),
    ],
)
def test_one_more_on_the_logit_multiplies_the_odds_by_e(p: float, sentence: str) -> None:
    assert said("odds_words", state(p=p)) == sentence
    if 0 < p < 1:
        assert_allclose(state(p=p).odds, p / (1 - p), rtol=1e-13, atol=0)
        assert_allclose(state(p=p).raised_odds / state(p=p).odds, math.e, rtol=1e-13, atol=0)

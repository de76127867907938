"""Errors in units in the last place (ulp), counted against exact values.

Oracle throughout: mpmath at 400 digits, enough for 1 + exp(−745). What the inputs allow: moving
a logit by half an ulp moves exp(−x) by x/2 ulp, so the bound of a softmax grows with the gap x.
"""

from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import logitviz as lv

ULPS = 5.0

Exact = Any  # an mpmath.mpf; mpmath has no types
finite = st.one_of(st.floats(-30, 30), st.floats(-800, 800), st.floats(-1e-9, 1e-9))
vectors = st.lists(finite, min_size=1, max_size=8)
temperatures = st.one_of(st.just(1.0), st.floats(0.01, 100))


def ulps(computed: Any, exact: Exact) -> float:
    unit = np.spacing(abs(float(exact)))
    return float(abs(mpmath.mpf(float(np.float64(computed))) - exact) / mpmath.mpf(float(unit)))


def exact_shifted(z: list[float], temperature: float) -> list[Exact]:
    largest = mpmath.mpf(max(z))
    return [(mpmath.mpf(x) - largest) / mpmath.mpf(temperature) for x in z]


def smallest_gap(s: list[Exact]) -> float:
    return min((float(-x) for x in s if x < 0), default=0.0)


@given(vectors, temperatures)
def test_softmax(z: list[float], temperature: float) -> None:
    with mpmath.workdps(400):
        s = exact_shifted(z, temperature)
        total = mpmath.fsum(map(mpmath.exp, s))
        for computed, x in zip(lv.softmax(z, temperature=temperature), s, strict=True):
            assert ulps(computed, mpmath.exp(x) / total) <= ULPS * (1 + float(-x))


@given(vectors, temperatures)
def test_log_softmax(z: list[float], temperature: float) -> None:
    with mpmath.workdps(400):
        s = exact_shifted(z, temperature)
        log_total = mpmath.log(mpmath.fsum(map(mpmath.exp, s)))
        for computed, x in zip(lv.log_softmax(z, temperature=temperature), s, strict=True):
            allowed = ULPS if x < 0 else ULPS * (1 + smallest_gap(s))
            assert ulps(computed, x - log_total) <= allowed


@given(vectors, temperatures)
def test_entropy_perplexity_and_margin_from_logits(z: list[float], temperature: float) -> None:
    with mpmath.workdps(400):
        s = exact_shifted(z, temperature)
        total = mpmath.fsum(map(mpmath.exp, s))
        p = sorted((mpmath.exp(x) / total for x in s), reverse=True)
        exact = mpmath.log(total) - mpmath.fsum(x * mpmath.exp(x) for x in s) / total
        record = lv.analyse(z, temperature=temperature)
        assert ulps(record.entropy, exact) <= ULPS * (1 + smallest_gap(s))
        assert ulps(record.perplexity, mpmath.exp(exact)) <= ULPS
        assert ulps(record.margin, p[0] - sum(p[1:2])) <= ULPS


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).filter(lambda w: sum(w) > 1e-3))
def test_entropy_of_probabilities(weights: list[float]) -> None:
    p: NDArray[np.float64] = np.array(weights) / sum(weights)
    with mpmath.workdps(400):
        total = mpmath.fsum(map(float, p))
        q = [mpmath.mpf(float(x)) / total for x in p if x > 0]
        exact = -mpmath.fsum(x * mpmath.log(x) for x in q)
        assert ulps(lv.entropy(p), exact) <= ULPS


@given(finite, temperatures)
def test_sigmoid(z: float, temperature: float) -> None:
    with mpmath.workdps(400):
        x = mpmath.mpf(z) / mpmath.mpf(temperature)
        allowed = ULPS * (1 + max(float(-x), 0.0))
        exact = 1 / (1 + mpmath.exp(-x))
        assert ulps(lv.sigmoid(z, temperature=temperature), exact) <= allowed


@given(finite, temperatures)
def test_log_sigmoid(z: float, temperature: float) -> None:
    with mpmath.workdps(400):
        x = mpmath.mpf(z) / mpmath.mpf(temperature)
        allowed = ULPS * (1 + max(float(x), 0.0))
        exact = -mpmath.log(1 + mpmath.exp(-x))
        assert ulps(lv.log_sigmoid(z, temperature=temperature), exact) <= allowed


@given(
    st.one_of(
        st.floats(5e-324, 1, exclude_max=True),
        st.floats(0.499999, 0.500001),
        st.floats(-320, -1).map(lambda exponent: max(10.0**exponent, 5e-324)),
    )
)
def test_logit(p: float) -> None:
    with mpmath.workdps(400):
        x = mpmath.mpf(p)
        assert ulps(lv.logit(p), mpmath.log(x / (1 - x))) <= ULPS


def test_a_subnormal_probability_is_right_to_its_last_unit() -> None:
    with mpmath.workdps(400):
        assert ulps(lv.softmax([740.0, 0.0])[1], mpmath.exp(-740)) <= 1


def test_entropy_is_right_where_the_exponentials_are_subnormal() -> None:
    with mpmath.workdps(400):
        e = mpmath.exp(-740)
        assert ulps(lv.analyse([740.0, 0.0]).entropy, 741 * e) <= 2


def test_a_sum_over_many_classes_keeps_its_accuracy() -> None:
    z = np.random.default_rng(0).normal(size=20_000)
    with mpmath.workdps(50):
        exact = mpmath.log(mpmath.fsum(mpmath.exp(float(x)) for x in z))
        assert ulps(lv.logsumexp(z), exact) <= 2

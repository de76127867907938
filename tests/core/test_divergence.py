import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike, NDArray

import logitviz as lv

INF = np.inf
Floats = NDArray[np.float64]
FAIR, BIASED = [0.5, 0.5], [0.9, 0.1]
shares = arrays(np.float64, (2, 7), elements=st.floats(0.01, 1.0)).map(
    lambda a: a / a.sum(axis=-1, keepdims=True)
)


def test_a_fair_coin_taken_for_a_biased_one_costs_half_log_25_ninths() -> None:
    # KL = ½ log(0.5/0.9) + ½ log(0.5/0.1) = ½ log(25/9), by hand.
    assert_allclose(lv.kl_divergence(FAIR, BIASED), np.log(25 / 9) / 2, rtol=1e-15, atol=0)


def test_the_divergence_is_not_symmetric() -> None:
    assert lv.kl_divergence(FAIR, BIASED) != lv.kl_divergence(BIASED, FAIR)


@given(shares)
def test_the_divergence_agrees_with_scipy(pair: Floats) -> None:
    # Oracle: scipy.stats.entropy, which is KL if it gets two distributions.
    p, q = pair
    assert_allclose(lv.kl_divergence(p, q), scipy.stats.entropy(p, q), rtol=1e-12, atol=1e-15)


@given(shares)
def test_the_divergence_is_never_negative_and_0_only_at_home(pair: Floats) -> None:
    p, q = pair
    assert lv.kl_divergence(p, p) == 0
    assert (lv.kl_divergence(p, q) > 0) == bool((p != q).any())


def test_distributions_that_hardly_differ_keep_their_divergence() -> None:
    # Oracle: mpmath on the exact values of the doubles; p log(p/q) alone would lose every digit.
    p = np.array([0.5, 0.25, 0.25])
    q = p + np.array([3, -1, -2]) * 2.0**-40
    with mpmath.workdps(60):
        pairs = [(mpmath.mpf(float(a)), mpmath.mpf(float(b))) for a, b in zip(p, q, strict=True)]
        exact = float(mpmath.fsum(a * mpmath.log(a / b) for a, b in pairs))
    assert_allclose(lv.kl_divergence(p, q), exact, rtol=1e-12, atol=0)


def test_nothing_times_log_nothing_is_nothing() -> None:
    assert_allclose(lv.kl_divergence([1.0, 0.0], FAIR), np.log(2), rtol=1e-15, atol=0)
    assert lv.kl_divergence([1.0, 0.0], [1.0, 0.0]) == 0


def test_a_class_that_q_excludes_and_p_does_not_costs_infinity() -> None:
    assert lv.kl_divergence(FAIR, [1.0, 0.0]) == INF
    assert lv.kl_divergence([1 - 1e-300, 1e-300], [1.0, 0.0]) == INF


def test_from_uniform_it_is_what_the_entropy_lacks() -> None:
    p = lv.softmax([4.2, 1.8, 0.5, -0.3])
    missing = np.log(4) - lv.entropy(p)
    assert_allclose(lv.kl_divergence(p, np.full(4, 0.25)), missing, rtol=1e-14, atol=0)


def test_rounded_probabilities_count_by_their_shares() -> None:
    assert lv.kl_divergence([0.66, 0.24, 0.1], [0.66, 0.24, 0.1]) == 0
    assert_allclose(lv.kl_divergence([0.5, 0.505], FAIR), 1.237e-5, rtol=1e-3, atol=0)


def test_leading_shapes_broadcast_and_the_class_axis_may_be_any() -> None:
    p, q = np.array([FAIR, BIASED]), np.array([[FAIR], [BIASED]])
    table = lv.kl_divergence(p, q)
    assert table.shape == (2, 2)
    assert_array_equal(np.diag(table), [0, 0])
    assert_array_equal(lv.kl_divergence(p.T, p[::-1].T, axis=0), lv.kl_divergence(p, p[::-1]))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_dtype_is_kept_and_the_work_done_in_float64(dtype: DTypeLike) -> None:
    p, q = np.array([0.75, 0.25], dtype), np.array([0.25, 0.75], dtype)
    result = lv.kl_divergence(p, q)
    assert result.dtype == dtype
    exact = lv.kl_divergence([0.75, 0.25], [0.25, 0.75])
    assert_allclose(exact, np.log(3) / 2, rtol=1e-15, atol=0)
    assert result == exact.astype(dtype)


def test_the_wider_dtype_of_two_is_kept() -> None:
    assert lv.kl_divergence(np.array(FAIR, np.float16), np.array(FAIR, np.float32)).dtype == "f4"


def test_the_inputs_are_not_written_to() -> None:
    p, q = np.array(FAIR), np.array(BIASED)
    for array in (p, q):
        array.flags.writeable = False
    lv.kl_divergence(p, q)
    assert_array_equal(q, BIASED)


@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        ([0.5, 0.6], FAIR, r"p must sum to 1 .*1\.1"),
        (FAIR, [0.5, 0.3], r"q must sum to 1 .*0\.8"),
        (FAIR, [1.5, -0.5], r"q must hold probabilities of 0 or more, got -0\.5 at index 1"),
        (FAIR, [np.nan, 1.0], "q must not contain NaN"),
        (FAIR, [0.2, 0.3, 0.5], "q must have as many classes as p, 2, got 3"),
        (np.full((2, 2), 0.5), np.full((3, 2), 0.5), r"q must broadcast .*\(2, 2\) of p"),
    ],
)  # fmt: skip
def test_what_is_no_pair_of_distributions_is_refused(p: object, q: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lv.kl_divergence(p, q)  # type: ignore[arg-type]


def test_no_samples_have_no_divergences() -> None:
    assert lv.kl_divergence(np.empty((0, 3)), np.empty((0, 3))).shape == (0,)


@given(shares)
def test_elementwise_it_is_what_scipy_calls_kl_div(pair: Floats) -> None:
    # Oracle: scipy.special.kl_div, whose terms p log(p/q) − p + q we sum.
    p, q = pair
    expected = scipy.special.kl_div(p, q).sum()
    assert_allclose(lv.kl_divergence(p, q), expected, rtol=1e-9, atol=1e-15)

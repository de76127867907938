"""Oracles: hand work, scipy's softmax family, mpmath on exact doubles, finite differences."""

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
import scipy.spatial.distance
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike, NDArray

import logitviz as lv

Floats = NDArray[np.float64]
INF = np.inf
cosines = arrays(np.float64, (4, 4), elements=st.floats(-1, 1))
temperatures = st.sampled_from([0.01, 0.07, 0.3, 1.0])
# Row 0 finds its positive, row 1 does not, row 2 has two candidates at one distance.
BATCH = np.array([[0.9, 0.2, 0.1], [0.8, 0.7, 0.0], [0.3, 0.6, 0.6]])


def test_a_row_is_a_vector_of_logits_and_its_positive_the_target() -> None:
    # Material 11: logits are cosine similarities divided by τ; the loss is the cross-entropy.
    # Row 0 by hand at τ = 0.1: log(1 + e^−7 + e^−8).
    loss = lv.info_nce(BATCH, temperature=0.1)
    assert_allclose(loss[0], np.log1p(np.exp(-7.0) + np.exp(-8.0)), rtol=1e-14, atol=0)
    p = lv.softmax(BATCH / 0.1)
    assert_allclose(loss, -np.log(np.diag(p)), rtol=1e-12, atol=0)


def test_tau_is_007_unless_another_is_named() -> None:
    # Material 11: often 0.07.
    assert_array_equal(lv.info_nce(BATCH), lv.info_nce(BATCH, temperature=0.07))
    assert_array_equal(lv.negative_weights(BATCH), lv.negative_weights(BATCH, temperature=0.07))


@given(cosines, temperatures)
def test_the_loss_agrees_with_scipy(s: Floats, tau: float) -> None:
    expected = -np.diag(scipy.special.log_softmax(s / tau, axis=-1))
    assert_allclose(lv.info_nce(s, temperature=tau), expected, rtol=1e-12, atol=1e-13)


def test_a_positive_whose_probability_underflows_keeps_its_finite_loss() -> None:
    # Oracle: mpmath. At τ = 0.001 p is e^−1900, which no float64 holds.
    s = [[-0.9, 1.0], [0.0, 1.0]]
    with mpmath.workdps(60):
        gap = (mpmath.mpf(1) - mpmath.mpf(-0.9)) / mpmath.mpf(0.001)
        exact = float(gap + mpmath.log1p(mpmath.exp(-gap)))
    assert_allclose(lv.info_nce(s, temperature=0.001)[0], exact, rtol=1e-13, atol=0)


def test_the_limit_tau_0_asks_only_who_is_the_most_similar() -> None:
    assert_array_equal(lv.info_nce(BATCH, temperature=0), [0.0, INF, np.log(2)])
    assert not np.signbit(lv.info_nce(BATCH, temperature=0)).any()


def test_the_limit_tau_inf_costs_log_n_whatever_the_similarities() -> None:
    assert_allclose(lv.info_nce(BATCH, temperature=INF), np.log(3), rtol=1e-15, atol=0)


@given(cosines, st.floats(-1, 1))
def test_adding_a_constant_to_a_row_changes_nothing(s: Floats, c: float) -> None:
    assert_allclose(lv.info_nce(s + c), lv.info_nce(s), rtol=1e-9, atol=1e-12)


def test_ten_times_the_similarities_at_ten_times_tau_is_the_same_loss() -> None:
    assert_allclose(
        lv.info_nce(10 * BATCH, temperature=0.7), lv.info_nce(BATCH), rtol=1e-12, atol=0
    )


def test_every_row_of_a_sweep_may_have_a_temperature_of_its_own() -> None:
    tau = np.array([0.0, 0.07, 1.0, INF])
    many = lv.info_nce(np.broadcast_to(BATCH, (4, 3, 3)), temperature=tau[:, None])
    for row, t in zip(many, tau, strict=True):
        assert_array_equal(row, lv.info_nce(BATCH, temperature=t))


@given(cosines, temperatures)
def test_the_weight_of_a_negative_is_its_share_of_the_gradient(s: Floats, tau: float) -> None:
    # Oracle: central differences of the loss with respect to every similarity of row 0.
    step = 1e-6 * tau
    slope = np.empty(4)
    for j in range(4):
        up, down = s.copy(), s.copy()
        up[0, j] += step
        down[0, j] -= step
        rise = lv.info_nce(up, temperature=tau)[0] - lv.info_nce(down, temperature=tau)[0]
        slope[j] = rise / (2 * step)
    push = slope[1:].sum()
    weights = lv.negative_weights(s, temperature=tau)[0, 1:]
    assert_allclose(slope[1:], weights * push, rtol=1e-4, atol=1e-6 / tau)
    assert_allclose(slope[0], -push, rtol=1e-4, atol=1e-6 / tau)


@given(cosines, temperatures)
def test_weights_are_the_probabilities_of_the_negatives_shared_anew(s: Floats, tau: float) -> None:
    w, p = lv.negative_weights(s, temperature=tau), lv.softmax(s, temperature=tau)
    assert_array_equal(np.diag(w), 0)
    assert_allclose(w.sum(axis=-1), 1, rtol=1e-14, atol=0)
    rest = p.copy()
    np.fill_diagonal(rest, 0)
    # Where the positive leaves next to nothing, p rounds away what w still knows.
    seen = rest.sum(axis=-1) > 1e-12
    assert_allclose(w[seen], (rest / rest.sum(axis=-1, keepdims=True))[seen], rtol=1e-9, atol=1e-12)


@given(cosines)
def test_small_tau_looks_only_at_the_hardest_negative(s: Floats) -> None:
    # Material 11: small τ looks only at the hardest negatives. The effective number of negatives
    # is 1 (or the number of ties) at τ = 0, N − 1 at τ = inf, and never falls as τ rises.
    taus = np.array([0.0, 0.01, 0.03, 0.07, 0.2, 1.0, INF])
    weights = lv.negative_weights(np.broadcast_to(s, (7, 4, 4)), temperature=taus[:, None])
    effective = lv.perplexity(weights)
    negatives = np.where(np.eye(4, dtype=bool), -INF, s)
    hardest = negatives == negatives.max(axis=-1, keepdims=True)
    assert_allclose(weights[0], hardest / hardest.sum(axis=-1, keepdims=True), rtol=0, atol=0)
    assert_allclose(effective[0], hardest.sum(axis=-1), rtol=1e-14, atol=0)
    assert_allclose(effective[-1], 3, rtol=1e-14, atol=0)
    assert (np.diff(effective, axis=0) >= -1e-12).all()


def test_a_candidate_of_minus_inf_is_left_out() -> None:
    masked = BATCH.copy()
    masked[0, 1] = -INF
    expected = np.log1p(np.exp(-0.8 / 0.07))
    assert_allclose(lv.info_nce(masked)[0], expected, rtol=1e-12, atol=0)
    assert_array_equal(lv.negative_weights(masked)[0], [0.0, 0.0, 1.0])


def test_the_cosine_of_the_angle_by_hand() -> None:
    s = lv.cosine_similarities([[3.0, 4.0], [1.0, 0.0]], [[6.0, 8.0], [-4.0, 3.0], [0.0, -2.0]])
    assert_allclose(s, [[1.0, 0.0, -0.8], [0.6, -0.8, 0.0]], rtol=1e-15, atol=1e-16)


@given(arrays(np.float64, (3, 5), elements=st.floats(0.1, 9)), st.floats(0.01, 100))
def test_the_cosine_agrees_with_scipy_and_knows_no_length(a: Floats, k: float) -> None:
    b = a[::-1] - 3
    expected = 1 - scipy.spatial.distance.cdist(a, b, "cosine")
    assert_allclose(lv.cosine_similarities(a, b), expected, rtol=1e-10, atol=1e-12)
    assert_allclose(lv.cosine_similarities(k * a, b), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e200, 1e308])
def test_neither_tiny_nor_huge_embeddings_lose_their_direction(size: float) -> None:
    s = lv.cosine_similarities([[size, size]], [[size, 0.0]])
    assert_allclose(s, [[np.sqrt(0.5)]], rtol=1e-10, atol=0)


def test_no_cosine_lies_beyond_one() -> None:
    a = np.random.default_rng(0).normal(size=(200, 3))
    assert np.abs(lv.cosine_similarities(a, np.concatenate([a, -a]))).max() <= 1


def test_leading_shapes_broadcast() -> None:
    a = np.random.default_rng(1).normal(size=(5, 2, 3))
    b = np.random.default_rng(2).normal(size=(4, 3))
    s = lv.cosine_similarities(a, b)
    assert s.shape == (5, 2, 4)
    assert_allclose(s[3], lv.cosine_similarities(a[3], b), rtol=1e-15, atol=1e-16)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_dtype_is_kept(dtype: DTypeLike) -> None:
    s = BATCH.astype(dtype)
    for result in (lv.cosine_similarities(s, s), lv.info_nce(s), lv.negative_weights(s)):
        assert result.dtype == dtype
    wide = lv.info_nce(s.astype(np.float64)).astype(dtype)
    assert_array_equal(lv.info_nce(s), wide)


def test_inputs_are_not_written_to() -> None:
    s = BATCH.copy()
    s.setflags(write=False)
    lv.cosine_similarities(s, s)
    lv.info_nce(s)
    lv.negative_weights(s)


def test_a_zero_vector_is_named() -> None:
    message = r"b must not hold a zero vector, which has no direction, got one at index 1"
    with pytest.raises(ValueError, match=message):
        lv.cosine_similarities([[1.0, 2.0]], [[1.0, 0.0], [0.0, 0.0]])


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([1.0, 2.0], [[1.0, 2.0]], r"a must have shape \[..., N, D\], got shape \(2,\)"),
        ([[1.0, INF]], [[1.0, 2.0]], r"a must be finite, got inf at index \(0, 1\)"),
        ([[1.0, 2.0]], [[1.0]], r"same number of components, got 2 and 1"),
        (
            np.ones((2, 1, 2)),
            np.ones((3, 1, 2)),
            r"broadcast, got shapes \(2, 1, 2\) and \(3, 1, 2",
        ),
    ],
)
def test_embeddings_that_have_no_cosine_are_refused(a: object, b: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lv.cosine_similarities(a, b)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("s", "message"),
    [
        ([0.5, 0.2], r"shape \[..., N, N\], got shape \(2,\)"),
        ([[0.5, 0.2]], r"shape \[..., N, N\], got shape \(1, 2\)"),
        ([[0.5, np.nan], [0, 1]], r"similarities must not contain NaN, got nan at index \(0, 1\)"),
        ([[0.5, INF], [0, 1]], r"similarities must be below inf, got inf at index \(0, 1\)"),
        ([[-INF, -INF], [0, 1]], r"must leave every row a candidate, got none at index 0"),
    ],
)
def test_what_is_no_batch_of_similarities_is_refused(s: object, message: str) -> None:
    for function in (lv.info_nce, lv.negative_weights):
        with pytest.raises(ValueError, match=message):
            function(s)  # type: ignore[arg-type]


def test_an_anchor_without_a_negative_is_refused() -> None:
    assert_array_equal(lv.info_nce([[0.3]]), [0.0])
    with pytest.raises(ValueError, match="must give every anchor a negative, got none at index 0"):
        lv.negative_weights([[0.3]])


def test_a_negative_tau_is_refused() -> None:
    with pytest.raises(ValueError, match=r"temperature must be 0 or more .* got -0\.07"):
        lv.info_nce(BATCH, temperature=-0.07)

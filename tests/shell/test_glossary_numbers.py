"""What the glossary states of numbers, computed."""

from collections.abc import Callable

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from tests.cases import for_each
from tests.shell.test_glossary import ENTRIES

Z = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
P = np.exp(Z) / np.exp(Z).sum()
C = Z.size
STEP = 1e-6  # of a difference quotient


def slopes(function: Callable[[np.ndarray], object], z: np.ndarray = Z) -> np.ndarray:
    """The slopes of a function by every logit, along the last axis."""
    quotients = [
        (np.asarray(function(z + h)) - np.asarray(function(z - h))) / (2 * STEP)
        for h in STEP * np.eye(C)
    ]
    return np.stack(quotients, axis=-1)


def loss(target: int, temperature: float = 1.0) -> Callable[[np.ndarray], object]:
    return lambda z: -np.log(lv.softmax(z, temperature=temperature)[target])


def argmax() -> None:
    """The place of the largest is the same for logits and probabilities."""
    assert Z.argmax() == P.argmax()


def bias() -> None:
    b = Z[:3]
    assert_array_equal(lv.linear_logits(np.zeros(4), np.ones((3, 4)), b), b)


def boltzmann() -> None:
    weights = np.exp(Z / 1.7)  # exp(-E/T) at z = -E
    assert_allclose(lv.softmax(Z, temperature=1.7), weights / weights.sum(), rtol=1e-13)


def confidence() -> None:
    assert lv.confidence(P) == P.max()


def convex() -> None:
    """Chords of the loss run on or above it; where the slope is zero it is at its minimum."""
    rng = np.random.default_rng(3)
    target = lv.smooth_labels(2, C, smoothing=0.1)
    for a, b in rng.normal(scale=5, size=(200, 2, C)):
        ends, middle = lv.cross_entropy([a, b], target[None].repeat(2, 0)), (a + b) / 2
        assert lv.cross_entropy(middle, target) <= ends.mean() + 1e-12
    best = np.log(target)
    assert_allclose(lv.cross_entropy_gradient(best, target), 0, atol=1e-15)
    others = lv.cross_entropy(rng.normal(size=(200, C)), np.broadcast_to(target, (200, C)))
    assert lv.cross_entropy(best, target) < others.min()


def cosine_similarity() -> None:
    a = np.array([[1.0, 2.0]])
    assert_allclose(lv.cosine_similarities(a, -3 * a), -1, rtol=1e-15)
    assert_allclose(lv.cosine_similarities(a, 5 * a), 1, rtol=1e-15)
    found = lv.cosine_similarities(a, [[2.0, 0.5]])
    assert_allclose(found, (2 + 1) / (np.sqrt(5) * np.sqrt(4.25)), rtol=1e-14)


def cross_entropy() -> None:
    y = np.eye(C)[4]
    assert_allclose(lv.cross_entropy(Z, y), -np.log(P[4]), rtol=1e-13)


def ddof() -> None:
    for less in (0, 1):
        spread = np.sqrt(((Z - Z.mean()) ** 2).sum() / (C - less))
        assert_allclose(lv.standardize(Z, ddof=less), (Z - Z.mean()) / spread, rtol=1e-6)


def effective_classes() -> None:
    for n in range(1, C + 1):
        equal = np.where(np.arange(C) < n, 1 / n, 0)
        assert_allclose(lv.perplexity(equal), n, rtol=1e-14)


def entropy() -> None:
    assert_allclose(lv.entropy(P), -(P * np.log(P)).sum(), rtol=1e-13)
    assert lv.entropy(np.eye(C)[0]) == 0
    assert_allclose(lv.entropy(np.full(C, 1 / C)), np.log(C), rtol=1e-14)


def fused_loss() -> None:
    z = np.array([1000.0, 1.0])
    with np.errstate(divide="ignore"):
        assert np.log(lv.softmax(z))[1] == -np.inf
    assert lv.cross_entropy(z, 1) == lv.logsumexp(z) - z[1] == 999


def gap() -> None:
    p = lv.softmax(Z, temperature=2)
    assert_allclose(np.log(p[0] / p[3]), (Z[0] - Z[3]) / 2, rtol=1e-13)


def gradient() -> None:
    for t in (1.0, 0.5, 3.0):
        p = lv.softmax(Z, temperature=t)
        assert_allclose(slopes(loss(2, t)), (p - np.eye(C)[2]) / t, atol=1e-8)


def info_nce() -> None:
    similarities = np.array([[0.9, 0.2, -0.1], [0.3, 0.8, 0.0], [0.1, 0.2, 0.7]])
    rows = -np.log(lv.softmax(similarities / 0.07)).diagonal()
    assert_allclose(lv.info_nce(similarities, temperature=0.07).mean(), rows.mean(), rtol=1e-9)


def jacobian() -> None:
    assert_allclose(slopes(lv.softmax), np.diag(P) - np.outer(P, P), atol=1e-8)
    s = 1 / (1 + np.exp(-Z))
    assert_allclose(slopes(lv.sigmoid), np.diag(s * (1 - s)), atol=1e-8)


def kl_divergence() -> None:
    q = lv.softmax(Z / 2)
    assert_allclose(lv.kl_divergence(P, q), (P * np.log(P / q)).sum(), rtol=1e-12)
    assert lv.kl_divergence(P, P) == 0
    assert lv.kl_divergence(P, q) > 0
    assert abs(lv.kl_divergence(P, q) - lv.kl_divergence(q, P)) > 0.03


def label_smoothing() -> None:
    y = lv.smooth_labels(1, 4, smoothing=0.2)
    assert_allclose(y, 0.2 / 4 + np.array([0, 1 - 0.2, 0, 0]), rtol=1e-15)


def logit() -> None:
    p = np.array([0.1, 0.5, 0.8])
    assert_allclose(lv.logit(p), np.log(p / (1 - p)), rtol=1e-14, atol=1e-16)
    assert_allclose(lv.sigmoid(lv.logit(p)), p, rtol=1e-14)


def margin() -> None:
    assert_allclose(lv.margin(P), np.sort(P)[-1] - np.sort(P)[-2], rtol=1e-14)


def maximum_entropy() -> None:
    """Of all distributions with its mean score, softmax is the most uncertain."""
    rng = np.random.default_rng(4)
    kept = np.stack([np.ones(C), Z])  # the sum and the mean score
    for step in rng.normal(size=(200, C)):
        along = step - kept.T @ np.linalg.lstsq(kept.T, step, rcond=None)[0]
        other = P + 0.5 * P.min() * along / np.abs(along).max()
        assert_allclose(kept @ other, kept @ P, rtol=1e-12)
        assert lv.entropy(other) < lv.entropy(P)


def maximum_likelihood() -> None:
    """The likelihood of answers is exp of minus the sum of their cross-entropies."""
    answers = [0, 5, 0, 4]
    losses = [float(lv.cross_entropy(Z, y)) for y in answers]
    assert_allclose(np.exp(-sum(losses)), np.prod(P[answers]), rtol=1e-12)


def multi_label() -> None:
    """Several sigmoids may be above a half at once, but never two softmax outputs."""
    assert (lv.sigmoid(Z) > 0.5).sum() > 1
    assert (P > 0.5).sum() <= 1


def nan() -> None:
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.divide(0.0, 0.0))
        assert np.isnan(np.divide(np.inf, np.inf))


def overflow() -> None:
    with np.errstate(over="ignore"):
        assert np.exp(710.0) == np.inf


def perplexity() -> None:
    assert_allclose(lv.perplexity(P), np.exp(lv.entropy(P)), rtol=1e-13)
    assert lv.perplexity(np.eye(C)[0]) == 1
    assert_allclose(lv.perplexity(np.full(C, 1 / C)), C, rtol=1e-14)


def prediction() -> None:
    assert lv.predict([1.0, 3.0, 3.0]) == 1


def probability() -> None:
    assert_allclose(lv.softmax(Z).sum(), 1, rtol=1e-15)
    assert lv.sigmoid(Z).sum() > 5


def shared_temperature() -> None:
    """At one T the same relations at another size are penalised, and equal logits are not."""
    at_2 = lv.softmax([Z, Z / 3, Z + 1], temperature=2)
    assert lv.kl_divergence(at_2[0], at_2[1]) > 0.05
    assert lv.kl_divergence(at_2[0], at_2[2]) < 1e-15


def shift() -> None:
    assert_allclose(lv.softmax(Z - 7), P, rtol=1e-13)


def softmax() -> None:
    assert_allclose(lv.softmax(Z), P, rtol=1e-14)


def standard_error() -> None:
    """Four times as many draws halve the standard deviation of their share."""
    rng = np.random.default_rng(5)
    spread = [(rng.binomial(n, 0.3, size=40_000) / n).std() for n in (100, 400)]
    assert_allclose(spread[0] / spread[1], 2, rtol=0.02)
    assert_allclose(spread[0], np.sqrt(0.3 * 0.7 / 100), rtol=0.02)


def standardisation() -> None:
    """Logits of another size and shift become the same."""
    assert_allclose(lv.standardize(3 * Z - 5), lv.standardize(Z), rtol=1e-6)
    assert_array_equal(np.argsort(lv.standardize(Z)), np.argsort(Z))


def temperature() -> None:
    flat, sharp = (lv.softmax(Z, temperature=t) for t in (2, 0.5))
    assert lv.entropy(sharp) < lv.entropy(P) < lv.entropy(flat)
    assert_array_equal(lv.softmax(Z, temperature=0), np.eye(C)[Z.argmax()])
    assert_array_equal(lv.softmax(Z, temperature=np.inf), np.full(C, 1 / C))


def tie() -> None:
    assert_array_equal(lv.softmax([2.0, 1.0, 2.0], temperature=0), [0.5, 0, 0.5])


def underflow() -> None:
    with np.errstate(under="ignore"):
        assert np.exp(-746.0) == 0


def weight() -> None:
    w, f = np.array([[1.5, -2.0]]), np.array([0.3, 0.6])
    more = lv.linear_logits(f + np.array([1, 0]), w, [0.0]) - lv.linear_logits(f, w, [0.0])
    assert_allclose(more, 1.5, rtol=1e-14)


def z_score() -> None:
    assert_allclose(lv.standardize([1.0, 2, 3], ddof=1), [-1, 0, 1], atol=1e-6)


HELD = {
    "Argmax": argmax, "Bias": bias, "Boltzmann distribution": boltzmann,
    "Confidence": confidence, "Convex": convex, "Cosine similarity": cosine_similarity,
    "Cross-entropy": cross_entropy, "Ddof": ddof,
    "Effective classes": effective_classes, "Entropy": entropy, "Fused loss": fused_loss,
    "Gap": gap, "Gradient": gradient, "InfoNCE": info_nce, "Jacobian": jacobian,
    "KL divergence": kl_divergence, "Label smoothing": label_smoothing, "Logit": logit,
    "Margin": margin, "Maximum entropy": maximum_entropy,
    "Maximum likelihood": maximum_likelihood, "Multi-label": multi_label, "NaN": nan,
    "Overflow": overflow, "Perplexity": perplexity,
    "Prediction": prediction, "Probability": probability,
    "Shared temperature": shared_temperature, "Shift": shift,
    "Softmax": softmax, "Standard deviation": ddof, "Standard error": standard_error,
    "Standardisation": standardisation, "Temperature": temperature, "Tie": tie,
    "Underflow": underflow, "Weight": weight, "Z-score": z_score,
}  # fmt: skip


@for_each("term", HELD)
def test_what_an_entry_says_is_true(term: str) -> None:
    assert term in ENTRIES
    HELD[term]()


# What the entries were wrong or silent about.
SAID = {
    "Probability": "sigmoid outputs, which answer separate questions, need not",
    "Confidence": "not how often it is right",
    "Standard error": "1/√N, so four times as many draws halve it",
    "Convex": "on or above it",
    "Label smoothing": "each gets ε/C, the true class 1 − ε more",
}


@for_each("term", SAID)
def test_an_entry_says_what_is_computed(term: str) -> None:
    assert SAID[term] in ENTRIES[term]

"""A linear embedding that learns from the contrastive loss."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits, pixel_features
from logitviz.lessons.contrastive.embedding import (
    centred_features,
    contrastive_step,
    learn_embedding,
)
from tests.cases import for_each

DIGITS = load_digits()
GENERATOR = np.random.default_rng(7)
WEIGHTS = GENERATOR.normal(size=(3, 5))
ANCHORS = GENERATOR.normal(size=(4, 5))
COPIES = ANCHORS + 0.3 * GENERATOR.normal(size=(4, 5))


@for_each("tau", [0.07, 0.5])
def test_the_gradient_is_that_of_the_loss(tau: float) -> None:
    # Oracle: central differences, weight by weight.
    _, gradient = contrastive_step(WEIGHTS, ANCHORS, COPIES, temperature=tau)
    slopes = np.empty_like(WEIGHTS)
    for place in np.ndindex(WEIGHTS.shape):
        step = np.zeros_like(WEIGHTS)
        step[place] = 1e-6
        up, _ = contrastive_step(WEIGHTS + step, ANCHORS, COPIES, temperature=tau)
        down, _ = contrastive_step(WEIGHTS - step, ANCHORS, COPIES, temperature=tau)
        slopes[place] = (up - down) / 2e-6
    assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-7)


def test_the_loss_is_the_mean_over_the_rows() -> None:
    loss, _ = contrastive_step(WEIGHTS, ANCHORS, COPIES, temperature=0.2)
    s = lv.cosine_similarities(ANCHORS @ WEIGHTS.T, COPIES @ WEIGHTS.T)
    assert_allclose(loss, lv.info_nce(s, temperature=0.2).mean(), rtol=1e-15, atol=0)


def test_the_length_of_the_weights_does_not_count() -> None:
    one, slope = contrastive_step(WEIGHTS, ANCHORS, COPIES)
    other, flatter = contrastive_step(10 * WEIGHTS, ANCHORS, COPIES)
    assert_allclose(other, one, rtol=1e-12, atol=0)
    assert_allclose(10 * flatter, slope, rtol=1e-9, atol=1e-12)
    assert_allclose((slope * WEIGHTS).sum(), 0, rtol=0, atol=1e-12)


def test_centred_features_have_the_mean_0_and_their_cosine_is_the_correlation() -> None:
    features = centred_features(DIGITS.images[:5])
    assert_allclose(features.mean(axis=-1), 0, rtol=0, atol=1e-15)
    expected = np.corrcoef(pixel_features(DIGITS.images[:5]))
    assert_allclose(lv.cosine_similarities(features, features), expected, rtol=1e-12, atol=1e-14)


def test_the_seed_decides_what_is_learned() -> None:
    first, again, other = (
        learn_embedding(DIGITS.training_images[:10], seed=seed, steps=3) for seed in (1, 1, 2)
    )
    assert_array_equal(first, again)
    assert (first != other).any()


def test_learning_lowers_the_loss_on_digits_that_were_not_learned_from() -> None:
    before, after = (
        learn_embedding(DIGITS.training_images, seed=0, steps=steps) for steps in (0, 100)
    )
    losses: dict[str, list[float]] = {"before": [], "after": [], "centred": []}
    for seed in range(10):
        images = DIGITS.images[draw_batch(DIGITS.labels, 10, seed=seed)]
        pair = [centred_features(i) for i in (images, shifted_copies(images, seed=seed, shift=1))]
        for name, weights in (("before", before), ("after", after), ("centred", np.eye(64))):
            losses[name].append(contrastive_step(weights, *pair)[0])
    assert max(losses["after"]) < min(np.mean(losses["before"]), np.mean(losses["centred"]))
    assert np.mean(losses["after"]) < np.log(10) < np.mean(losses["centred"])

"""A linear embedding, learned by descending the contrastive loss."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core.contrastive import cosine_similarities, info_nce, unit_rows
from logitviz.core.loss import cross_entropy_gradient
from logitviz.datasets.batches import shifted_copies
from logitviz.datasets.digits import pixel_features

Array = NDArray[np.float64]
# Of the descent; the shift of the copies in pixels.
LEARNING_RATE, TEMPERATURE, SHIFT = 1.0, 0.1, 1.0


def centred_features(images: ArrayLike) -> Array:
    """Return pixel features less their mean in each image.

    Parameters
    ----------
    images : array_like, shape [..., 8, 8]
        Ink per pixel, 0 to 16.

    Returns
    -------
    ndarray of float64, shape [..., 64]
        Pixels row by row, of mean 0: their cosine is the correlation of two images.

    Examples
    --------
    >>> centred_features(np.full((8, 8), 5)).any()
    np.False_
    """
    features = pixel_features(images)
    return np.asarray(features - features.mean(axis=-1, keepdims=True))


def contrastive_step(
    weights: ArrayLike, anchors: ArrayLike, copies: ArrayLike, *, temperature: float = 0.07
) -> tuple[float, Array]:
    r"""Give the contrastive loss of a batch under a linear embedding, and its gradient.

    .. math:: a_i = W x_i, \quad b_j = W x'_j, \quad
              \frac{\partial L}{\partial s_{ij}} = \frac{p_{ij} - [i = j]}{N \tau}

    and from there on through the cosines and W by the chain rule.

    Parameters
    ----------
    weights : array_like, shape [D, F]
        W.
    anchors, copies : array_like, shape [N, F]
        Features; copy i is the positive of anchor i.
    temperature : float, default 0.07
        τ, above 0.

    Returns
    -------
    loss : float
        The mean of `info_nce`, in nats.
    gradient : ndarray, shape [D, F]
        Its derivative by every weight.

    Examples
    --------
    >>> loss, gradient = contrastive_step(np.eye(2), [[1, 0], [0, 1]], [[1, 1], [0, 1]])
    >>> round(loss, 5), gradient.round(3).tolist()
    (0.00758, [[-0.038, 0.038], [0.038, 0.038]])
    """
    w, x, y = (np.asarray(given, dtype=np.float64) for given in (weights, anchors, copies))
    embedded, copied = x @ w.T, y @ w.T
    s = cosine_similarities(embedded, copied)
    by_s = cross_entropy_gradient(s, np.arange(len(s)), temperature=temperature) / len(s)
    a, b = unit_rows(embedded, "anchors"), unit_rows(copied, "copies")
    from_a = _by_vectors(by_s @ b, a, embedded).T @ x
    from_b = _by_vectors(by_s.T @ a, b, copied).T @ y
    return float(info_nce(s, temperature=temperature).mean()), from_a + from_b


def _by_vectors(by_units: Array, units: Array, vectors: Array) -> Array:
    """Turn the gradient by unit vectors into that by the vectors, whose length has no effect."""
    along = (by_units * units).sum(axis=-1, keepdims=True) * units
    gradient: Array = (by_units - along) / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return gradient


def learn_embedding(
    images: ArrayLike, *, seed: int, dimension: int = 16, steps: int = 100
) -> Array:
    """Learn a linear embedding of images and their shifted copies; no label is used.

    Every step makes new copies of all images, and follows the gradient of their loss down.

    Parameters
    ----------
    images : array_like, shape [N, 8, 8]
        Ink per pixel, in whole numbers from 0 to 16.
    seed : int
        Of the first weights and of all copies.
    dimension : int, default 16
        Of the embedding.
    steps : int, default 100
        Of the descent.

    Returns
    -------
    ndarray of float64, shape [dimension, 64]
        W for `centred_features`.

    Examples
    --------
    >>> learn_embedding(np.eye(8)[None] * 16, seed=0, dimension=3, steps=0).shape
    (3, 64)
    """
    features = centred_features(images)
    generator = np.random.default_rng([seed, 2])
    weights = generator.normal(0, 1 / 8, (dimension, features.shape[-1]))
    for copy_seed in generator.integers(1 << 31, size=steps):
        copies = centred_features(shifted_copies(images, seed=int(copy_seed), shift=SHIFT))
        _, gradient = contrastive_step(weights, features, copies, temperature=TEMPERATURE)
        weights -= LEARNING_RATE * gradient
    return np.asarray(weights)

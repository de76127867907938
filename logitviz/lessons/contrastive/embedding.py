"""A linear embedding, learned by descending the contrastive loss."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import Float64Array
from logitviz.core.contrastive import cosine_similarities, info_nce, unit_rows
from logitviz.core.loss import cross_entropy_gradient
from logitviz.datasets.batches import shifted_copies
from logitviz.datasets.digits import pixel_features


def centred_features(images: ArrayLike) -> NDArray[np.float64]:
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
) -> tuple[float, NDArray[np.float64]]:
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
    push = cross_entropy_gradient(s, np.arange(len(s)), temperature=temperature) / len(s)
    a, b = unit_rows(embedded, "anchors"), unit_rows(copied, "copies")
    from_a = _across(push @ b, a, embedded).T @ x
    from_b = _across(push.T @ a, b, copied).T @ y
    return float(info_nce(s, temperature=temperature).mean()), from_a + from_b


def _across(slope: Float64Array, unit: Float64Array, vectors: Float64Array) -> Float64Array:
    """Turn the slope by a unit vector into that by the vector: its length does not count."""
    along = (slope * unit).sum(axis=-1, keepdims=True) * unit
    across: Float64Array = (slope - along) / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return across


def learn_embedding(
    images: ArrayLike, *, seed: int, dimension: int = 16, steps: int = 100,
    learning_rate: float = 1.0, temperature: float = 0.1, shift: float = 1.0,
) -> NDArray[np.float64]:  # fmt: skip
    """Learn a linear embedding of images and their shifted copies; no label is used.

    Every step makes new copies of all images, and goes down the gradient of their loss.

    Parameters
    ----------
    images : array_like, shape [N, 8, 8]
        Ink per pixel, in whole numbers from 0 to 16.
    seed : int
        Of the first weights and of all copies.
    dimension : int, default 16
        Of the embedding.
    steps, learning_rate, temperature : default 100, 1.0, 0.1
        Of the descent.
    shift : float, default 1.0
        Of the copies, in pixels.

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
        copies = shifted_copies(images, seed=int(copy_seed), shift=shift)
        _, slope = contrastive_step(
            weights, features, centred_features(copies), temperature=temperature
        )
        weights -= learning_rate * slope
    return np.asarray(weights)

"""Batches of digits and their shifted copies, and the embeddings by which they are compared."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits, pixel_features

from .controls import BATCH_SIZE
from .embedding import centred_features, learn_embedding


@dataclass(frozen=True, eq=False)
class Batch:
    """Ten anchors and their ten copies.

    Parameters
    ----------
    anchors, copies
        Ink, [N, 8, 8].
    labels
        The digit that each anchor and its copy show, [N]; the loss does not use it.
    """

    anchors: NDArray[np.uint8]
    copies: NDArray[np.uint8]
    labels: NDArray[np.integer[Any]]

    @property
    def false_negatives(self) -> NDArray[np.bool_]:
        """Tell for every anchor which copies are of another image of the same digit, [N, N]."""
        same_digit = self.labels[:, None] == self.labels
        return np.asarray(same_digit & ~np.eye(len(self.labels), dtype=bool))


@lru_cache(maxsize=32)
def make_batch(seed: int, mix: str, shift: str) -> Batch:
    """Draw ten test images, and make their copies."""
    digits = load_digits()
    chosen = draw_batch(digits.labels, BATCH_SIZE, seed=seed, one_of_each=mix == "one_of_each")
    anchors = digits.images[chosen]
    copies = shifted_copies(anchors, seed=seed, shift=float(shift))
    return Batch(anchors, copies, digits.labels[chosen])


@cache
def _learned() -> NDArray[np.float64]:
    return learn_embedding(load_digits().training_images, seed=0)


def embedded(images: NDArray[np.uint8], embedding: str) -> NDArray[np.float64]:
    """Give the embedding of every image [N, 8, 8], not scaled to length 1, [N, D]."""
    if embedding == "pixels":
        return pixel_features(images)
    features = centred_features(images)
    return features if embedding == "centred" else features @ _learned().T

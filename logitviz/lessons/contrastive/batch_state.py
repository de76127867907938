"""A batch of digits and their copies, and everything its similarities lead to."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.export import csv
from logitviz.charts.layout import CLASSES
from logitviz.charts.old_chart import Numbers
from logitviz.core import info_nce, negative_weights, perplexity, predict, softmax

MOST = (
    4.0  # nats at the end of every axis of losses; a longer bar is cut and its label says how much
)
UNSURE = float(np.log(CLASSES))  # the loss of an anchor that finds all candidates alike


@dataclass(frozen=True, eq=False)
class Batch:
    """Ten anchors and their ten copies.

    Parameters
    ----------
    anchors, copies
        Ink, [N, 8, 8].
    labels
        The digit that each anchor and its copy show, [N]; the loss is not told.
    """

    anchors: NDArray[np.uint8]
    copies: NDArray[np.uint8]
    labels: NDArray[np.integer[Any]]

    @property
    def twins(self) -> NDArray[np.bool_]:
        """Tell which candidates [N, N] are false negatives: another image, the same digit."""
        alike = self.labels[:, None] == self.labels
        return np.asarray(alike & ~np.eye(len(self.labels), dtype=bool))


@dataclass(frozen=True, eq=False)
class Contrast:
    """Similarities [..., N, N], τ [...] and the chosen row [...]; any may be a batch of states.

    Where all states of a batch have the negatives of one state, `alike` is that state.
    """

    similarities: Numbers
    tau: Numbers
    row: NDArray[np.intp]
    alike: "Contrast | None" = None

    @property
    def _each(self) -> Numbers:
        return np.asarray(self.tau)[..., None]

    @cached_property
    def probabilities(self) -> Numbers:
        """Softmax of every row, [..., N, N]."""
        return softmax(self.similarities, temperature=self._each)

    @cached_property
    def losses(self) -> Numbers:
        """The loss of every anchor, [..., N]."""
        return info_nce(self.similarities, temperature=self._each)

    @cached_property
    def weights(self) -> Numbers:
        """Every negative's share of the push, [..., N, N]."""
        if self.alike is not None:
            return np.broadcast_to(self.alike.weights, self.similarities.shape)
        return negative_weights(self.similarities, temperature=self._each)

    @cached_property
    def negatives(self) -> Numbers:
        """The effective number of negatives of every anchor, [..., N]."""
        if self.alike is not None:
            return np.broadcast_to(self.alike.negatives, self.similarities.shape[:-1])
        return perplexity(self.weights)

    @property
    def mean_loss(self) -> Numbers:
        """The loss of the batch, [...]."""
        return np.asarray(self.losses.mean(axis=-1))

    @property
    def found(self) -> Numbers:
        """How many anchors have their copy as the most similar candidate, [...]."""
        best = predict(self.similarities)
        return np.asarray((best == np.arange(best.shape[-1])).sum(axis=-1), dtype=np.float64)

    def of_row(self, numbers: Numbers) -> Numbers:
        """Pick the chosen row's entry out of numbers [..., N] or [..., N, N]."""
        axis = self.similarities.ndim - 2
        row = np.broadcast_to(self.row, numbers.shape[:axis])
        index = row[(..., *(None,) * (numbers.ndim - axis))]
        return np.asarray(np.take_along_axis(numbers, index, axis=axis).squeeze(axis))


def tau_words(state: Contrast) -> str:
    """Name τ."""
    return f"τ = {float(state.tau):g}"


def batch_csv(state: Contrast) -> str:
    """Write every pair of a batch as CSV: its similarity, its probability, its weight.

    Parameters
    ----------
    state : Contrast
        Of one τ.

    Returns
    -------
    str
        A header, then one line for every anchor and copy.
    """
    anchors, copies = np.indices(state.similarities.shape)
    columns = (anchors, copies, state.similarities, state.probabilities, state.weights)
    rows = np.column_stack([numbers.ravel() for numbers in columns])
    return csv(["anchor", "copy", "similarity", "probability", "weight"], rows)


def taus_csv(state: Contrast) -> str:
    """Write the loss of a batch and of every anchor over τ as CSV.

    Parameters
    ----------
    state : Contrast
        Of the same similarities at S values of τ.

    Returns
    -------
    str
        A header, then one line for every τ.
    """
    anchors = (f"loss{i}" for i in range(state.losses.shape[-1]))
    rows = np.column_stack([state.tau, state.mean_loss, state.losses])
    return csv(["tau", "mean_loss", *anchors], rows)

"""A batch of digits: its similarities, their softmax at τ, and the contrastive loss."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core import (
    cosine_similarities,
    info_nce,
    negative_weights,
    perplexity,
    predict,
    softmax,
)
from logitviz.live.state import Floats, State, computed, entry_at

from .batch import Batch, embedded, make_batch
from .controls import BATCH_SIZE, CURVE_TAUS, SCALE


class ContrastiveState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # The batch, of N = 10 anchors and copies.

    @computed
    def batch(self) -> Batch:
        """Give the anchors and their copies."""
        return make_batch(self.seed, self.mix, self.far)

    @computed
    def measured(self) -> Floats:
        """Give the cosine of every anchor (rows) and every copy (columns), [N, N]."""
        batch = self.batch
        return cosine_similarities(
            embedded(batch.anchors, self.emb), embedded(batch.copies, self.emb)
        )

    @computed
    def anchor(self) -> NDArray[np.intp]:
        """Give the chosen anchor: its place in the batch."""
        return np.asarray(self.row).astype(np.intp)

    @computed
    def positive(self) -> NDArray[np.bool_]:
        """Tell which copy is that of the chosen anchor, [..., N]."""
        return np.asarray(np.arange(BATCH_SIZE) == self.anchor[..., None])

    @computed
    def similarities(self) -> Floats:
        """Give the cosines, that of the chosen anchor and its copy moved by `pull`, [..., N, N]."""
        chosen = self.positive[..., None] & np.eye(BATCH_SIZE, dtype=bool)
        moved = np.clip(self.measured + np.asarray(self.pull)[..., None, None], -1, 1)
        return np.where(chosen, moved, self.measured)

    @computed
    def probabilities(self) -> Floats:
        """Give the softmax of every row, [..., N, N]."""
        return _at(self.tau, softmax, self.similarities)

    @computed
    def copies_found(self) -> Floats:
        """Give how many anchors are most similar to their own copy."""
        return np.asarray((predict(self.similarities) == np.arange(BATCH_SIZE)).sum(axis=-1))

    # The loss.

    @computed
    def losses(self) -> Floats:
        """Give the loss of every anchor, in nats, [..., N]."""
        return _at(self.tau, info_nce, self.similarities)

    @computed
    def mean_loss(self) -> Floats:
        """Give the loss of the batch."""
        return np.asarray(self.losses.mean(axis=-1))

    @computed
    def anchor_loss(self) -> Floats:
        """Give the loss of the chosen anchor."""
        return entry_at(self.losses, self.anchor)

    @computed
    def anchor_above_loss(self) -> Floats:
        """Give 1 where the chosen anchor's loss is above the mean, otherwise 0."""
        return np.asarray(self.anchor_loss > self.mean_loss, np.float64)

    @computed
    def losses_over_tau(self) -> Floats:
        """Give the loss of every anchor at every τ of the curves, [..., S, N]."""
        return _at(CURVE_TAUS, info_nce, self.similarities[..., None, :, :])

    @computed
    def mean_loss_over_tau(self) -> Floats:
        """Give the loss of the batch at every τ of the curves, [..., S]."""
        return np.asarray(self.losses_over_tau.mean(axis=-1))

    @computed
    def anchor_loss_over_tau(self) -> Floats:
        """Give the loss of the chosen anchor at every τ of the curves, [..., S]."""
        return entry_at(self.losses_over_tau, self.anchor[..., None])

    # The negatives, whose weights do not depend on the similarity of the anchor to its own copy.

    @computed
    def weights(self) -> Floats:
        """Give each negative's share of the gradient of its anchor, [..., N, N]."""
        return _at(self.tau, negative_weights, self.measured)

    @computed
    def effective_negatives(self) -> Floats:
        """Give the effective number of negatives of every anchor, [..., N]."""
        return perplexity(self.weights)

    @computed
    def mean_effective_negatives(self) -> Floats:
        """Give the mean effective number of negatives."""
        return np.asarray(self.effective_negatives.mean(axis=-1))

    @computed
    def anchor_effective_negatives(self) -> Floats:
        """Give the effective number of negatives of the chosen anchor."""
        return entry_at(self.effective_negatives, self.anchor)

    @computed
    def anchor_above_effective_negatives(self) -> Floats:
        """Give 1 where the chosen anchor has more than the mean, otherwise 0."""
        more = self.anchor_effective_negatives > self.mean_effective_negatives
        return np.asarray(more, np.float64)

    @computed
    def effective_negatives_over_tau(self) -> Floats:
        """Give the effective number of negatives at every τ of the curves, [S, N]."""
        return perplexity(_at(CURVE_TAUS, negative_weights, self.measured))

    @computed
    def mean_effective_negatives_over_tau(self) -> Floats:
        """Give the mean effective number of negatives at every τ of the curves, [S]."""
        return np.asarray(self.effective_negatives_over_tau.mean(axis=-1))

    @computed
    def anchor_effective_negatives_over_tau(self) -> Floats:
        """Give the effective number of the chosen anchor at every τ of the curves, [..., S]."""
        return entry_at(self.effective_negatives_over_tau, self.anchor[..., None])

    # The row of the chosen anchor.

    @computed
    def anchor_similarities(self) -> Floats:
        """Give the similarities of the chosen anchor, [..., N]."""
        return entry_at(self.similarities, self.anchor, axis=-2)

    @computed
    def own_similarity(self) -> Floats:
        """Give the similarity of the chosen anchor to its own copy."""
        return entry_at(self.anchor_similarities, self.anchor)

    @computed
    def anchor_probabilities(self) -> Floats:
        """Give the softmax of the chosen row, [..., N]."""
        return entry_at(self.probabilities, self.anchor, axis=-2)

    @computed
    def own_probability(self) -> Floats:
        """Give the probability that the chosen row gives to its own copy."""
        return entry_at(self.anchor_probabilities, self.anchor)

    @computed
    def predicted_copy(self) -> NDArray[np.intp]:
        """Give the place of the copy that is most similar to the chosen anchor."""
        return np.asarray(predict(self.anchor_similarities))

    @computed
    def predicted_similarity(self) -> Floats:
        """Give the largest similarity of the chosen anchor."""
        return np.asarray(self.anchor_similarities.max(axis=-1))

    @computed
    def predicted_probability(self) -> Floats:
        """Give the largest probability of the chosen row."""
        return np.asarray(self.anchor_probabilities.max(axis=-1))

    @computed
    def anchor_weights(self) -> Floats:
        """Give each negative's share of the gradient of the chosen anchor, [..., N]."""
        return entry_at(self.weights, self.anchor, axis=-2)

    @computed
    def hardest_negative(self) -> NDArray[np.intp]:
        """Give the place of the most similar copy of another image."""
        row = entry_at(self.measured, self.anchor, axis=-2)
        return np.asarray(np.where(self.positive, -np.inf, row).argmax(axis=-1))

    @computed
    def hardest_weight(self) -> Floats:
        """Give the hardest negative's share of the gradient."""
        return np.asarray(self.anchor_weights.max(axis=-1))

    @computed
    def false_negatives(self) -> NDArray[np.bool_]:
        """Tell which copies are false negatives of the chosen anchor, [..., N]."""
        return np.asarray(self.batch.false_negatives[self.anchor])

    @computed
    def false_negative_count(self) -> Floats:
        """Give how many false negatives the chosen anchor has."""
        return np.asarray(self.false_negatives.sum(axis=-1))

    @computed
    def false_negative_weights(self) -> Floats:
        """Give the false negatives' shares of the gradient, 0 for all other copies, [..., N]."""
        return np.where(self.false_negatives, self.anchor_weights, 0.0)

    @computed
    def false_negative_weight(self) -> Floats:
        """Give the share of the gradient that all false negatives have together."""
        return np.asarray(self.false_negative_weights.sum(axis=-1))

    # The chosen row in the playground.

    @computed
    def playground_logits(self) -> Floats:
        """Give the similarities of the chosen anchor on the scale of logits, [..., N]."""
        return SCALE * self.anchor_similarities

    @computed
    def playground_temperature(self) -> Floats:
        """Give the T at which these logits have the same softmax."""
        return np.asarray(SCALE * self.tau)


def _at(tau: ArrayLike, function: Callable[..., Floats], similarities: Floats) -> Floats:
    """Apply a function of the core to similarities [..., N, N] at τ [...]; both broadcast."""
    temperature = np.asarray(tau)[..., None]  # the same for every row
    lead = np.broadcast_shapes(similarities.shape[:-1], temperature.shape)
    rows = np.broadcast_to(similarities, (*lead, similarities.shape[-1]))
    return function(rows, temperature=temperature)

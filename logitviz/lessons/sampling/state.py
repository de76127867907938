"""Ten candidates for the next word: their stages from logits to what is drawn, and the draws."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitviz.core import Truncation, gumbel_max, gumbel_noise, perplexity, softmax, truncate
from logitviz.core.truncation import STEPS
from logitviz.live.shared import CLASSES, LOGIT_KEYS
from logitviz.live.state import Floats, State, computed, entry_at, nearest

from .controls import MOST_DRAWS, ORDERS
from .sentences import SENTENCES

# The numbers of draws at which the share of a word is shown: equal steps of the logarithm.
MARKS = np.unique(np.rint(np.geomspace(1, MOST_DRAWS, 28)).astype(np.intp))


@lru_cache(maxsize=32)
def noise_of(seed: int) -> Floats:
    """Give the noise of all draws, [N, 10]."""
    return gumbel_noise(MOST_DRAWS, CLASSES, seed=seed)


class Step(NamedTuple):
    """What a step leaves of the probabilities, [..., 10] each.

    Parameters
    ----------
    after
        The probabilities after the step.
    left
        The same, with NaN for words that are cut, here or before.
    cut
        What a word that this very step cuts had before, 0 for the others.
    gone
        Whether a word is cut, here or before.
    """

    after: Floats
    left: Floats
    cut: Floats
    gone: NDArray[np.bool_]


class Chain(NamedTuple):
    """The bias and the four steps, in their order."""

    step1: Step
    step2: Step
    step3: Step
    step4: Step
    step5: Step


class SamplingState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # From the logits to what is drawn from.

    @computed
    def logits(self) -> Floats:
        """Give the logits of the ten words, [..., 10]."""
        given = SENTENCES[self.sent]
        return self.vector(*LOGIT_KEYS) if given is None else np.array(given)

    @computed
    def model(self) -> Floats:
        """Give the softmax of the logits, which is all that the model says, [..., 10]."""
        return softmax(self.logits)

    @computed
    def biased(self) -> Floats:
        """Give the logits after the bias, [..., 10]."""
        chosen = np.arange(CLASSES) == self.k
        return np.asarray(self.logits + np.asarray(self.bias)[..., None] * chosen)

    @computed
    def record(self) -> Truncation:
        """Give the stages of all steps after the bias, in their order."""
        bounds = (self.T, nearest(self.topk), self.topp, self.minp)
        shape = np.broadcast_shapes(self.biased.shape[:-1], *(np.shape(b) for b in bounds))
        t, k, p, m = (np.broadcast_to(bound, shape) for bound in bounds)
        z = np.broadcast_to(self.biased, (*shape, CLASSES))
        return truncate(z, temperature=t, top_k=k, top_p=p, min_p=m, order=ORDERS[self.order])

    @computed
    def chain(self) -> Chain:
        """Give what every step leaves and cuts."""
        p, kept = self.record.probabilities, self.record.kept
        left = np.where(kept, p, np.nan)
        cut = np.where(kept[..., :-1, :] & ~kept[..., 1:, :], p[..., :-1, :], 0.0)
        cut = np.concatenate([np.zeros_like(p[..., :1, :]), cut], axis=-2)
        return Chain(
            *(
                Step(p[..., i, :], left[..., i, :], cut[..., i, :], ~kept[..., i, :])
                for i in range(1 + len(STEPS))
            )
        )

    @computed
    def probabilities(self) -> Floats:
        """Give what is drawn from, [..., 10]."""
        return self.chain.step5.after

    @computed
    def kept(self) -> NDArray[np.bool_]:
        """Tell which words are left, [..., 10]."""
        return np.asarray(self.record.kept[..., -1, :])

    @computed
    def cut_by(self) -> NDArray[np.intp]:
        """Give by which of `STEPS` a word is cut, counted from 1; 0 if it is left, [..., 10]."""
        steps = np.array([*(1 + STEPS.index(step) for step in ORDERS[self.order]), 0])
        return np.asarray(steps[self.record.kept.sum(axis=-2) - 1])

    @computed
    def model_of_cut(self) -> Floats:
        """Give the softmax of the logits for words that are cut, 0 for the others, [..., 10]."""
        return np.where(self.kept, 0.0, self.model)

    @computed
    def left_count(self) -> NDArray[np.intp]:
        """Count the words that are left."""
        return np.asarray(self.kept.sum(axis=-1))

    @computed
    def cut_share(self) -> Floats:
        """Give the probability of the cut words at T, with the bias, before any is cut."""
        t = np.broadcast_to(self.T, self.kept.shape[:-1])
        p = softmax(np.broadcast_to(self.biased, self.kept.shape), temperature=t)
        return np.asarray(np.where(self.kept, 0.0, p).sum(axis=-1))

    @computed
    def top(self) -> NDArray[np.intp]:
        """Give the word with the largest logit, which greedy decoding takes."""
        return np.asarray(self.biased.argmax(axis=-1))

    @computed
    def top_share(self) -> Floats:
        """Give its probability, which is the largest."""
        return np.asarray(self.probabilities.max(axis=-1))

    @computed
    def others_share(self) -> Floats:
        """Give the probability that a draw is another word than the greedy choice."""
        other = np.arange(CLASSES) != self.top[..., None]
        return np.asarray(np.where(other, self.probabilities, 0.0).sum(axis=-1))

    @computed
    def ties(self) -> NDArray[np.bool_]:
        """Tell whether several words share the largest z/T, as all that are left do at T = ∞."""
        return np.asarray((self.scaled == 0).sum(axis=-1) > 1)

    @computed
    def effective(self) -> Floats:
        """Give the effective number of words that are drawn from."""
        return perplexity(self.probabilities)

    # The draws: the largest of noisy logits.

    @computed
    def scaled(self) -> Floats:
        """Give z/T minus the largest, −∞ for a word that is cut, [..., 10]."""
        return np.asarray(self.record.shifted[..., -1, :])

    @computed
    def winners(self) -> NDArray[np.intp]:
        """Give the word of each of 1000 draws, [..., 1000]."""
        return gumbel_max(self.scaled, size=MOST_DRAWS, seed=self.seed).indices

    @computed
    def number(self) -> NDArray[np.intp]:
        """Give the place of the draw that is looked at."""
        return np.asarray(nearest(self.draw)).astype(np.intp) - 1

    @computed
    def drawn(self) -> NDArray[np.intp]:
        """Give the word of the draw that is looked at."""
        return entry_at(self.winners, self.number)

    @computed
    def noisy(self) -> Floats:
        """Give z/T + g of the draw that is looked at, [..., 10]."""
        return np.asarray(self.scaled + noise_of(self.seed)[self.number])

    @computed
    def jumps(self) -> Floats:
        """Give z/T, z/T + g and that again for every word in turn, [..., 30]."""
        scaled = np.broadcast_to(self.scaled, self.noisy.shape)
        points = np.stack([scaled, self.noisy, self.noisy], axis=-1)
        return points.reshape(*points.shape[:-2], -1)

    @computed
    def largest(self) -> Floats:
        """Give the largest z/T + g."""
        return entry_at(self.noisy, self.drawn)

    # Their counts.

    @computed
    def counts(self) -> NDArray[np.intp]:
        """Count how often each word was drawn, [..., 10]."""
        first = self.winners[..., : self.draws, None]
        return np.asarray((first == np.arange(CLASSES)).sum(axis=-2))

    @computed
    def shares(self) -> Floats:
        """Give the share of the draws that each word has, [..., 10]."""
        return np.asarray(self.counts / self.draws)

    @computed
    def errors(self) -> Floats:
        """Give the standard error of every share, [..., 10]."""
        return standard_error(self.probabilities, self.draws)

    @computed
    def whiskers(self) -> Floats:
        """Give p, p − error, p + error and p again for every word in turn, [..., 40]."""
        p, error = self.probabilities, self.errors
        points = [p, np.maximum(p - error, 0), np.minimum(p + error, 1), p]
        return np.stack(points, axis=-1).reshape(*p.shape[:-1], -1)

    @computed
    def whisker_rows(self) -> Floats:
        """Give the row of each of these points, [..., 40].

        It is NaN between two words, and for a word that cannot be drawn: nothing is expected.
        """
        p = self.probabilities
        rows = np.where(p > 0, np.arange(CLASSES), np.nan)
        points = [rows, rows, rows, np.full_like(rows, np.nan)]
        return np.stack(points, axis=-1).reshape(*p.shape[:-1], -1)

    @computed
    def within(self) -> NDArray[np.intp]:
        """Count the words that are left whose share is within one standard error."""
        near = np.abs(self.shares - self.probabilities) <= self.errors + 1e-12
        return np.asarray((near & self.kept).sum(axis=-1))

    @computed
    def others_count(self) -> NDArray[np.intp]:
        """Count the draws of another word than the greedy choice."""
        return np.asarray(self.draws - entry_at(self.counts, self.top))

    @computed
    def others_expected(self) -> Floats:
        """Give how many such draws are expected."""
        return np.asarray(self.draws * self.others_share)

    @computed
    def others_error(self) -> Floats:
        """Give the standard deviation of that number."""
        return np.asarray(self.draws * standard_error(self.others_share, self.draws))

    # The share of the chosen word as the draws go on.

    @computed
    def word_probability(self) -> Floats:
        """Give the probability of the chosen word."""
        return np.asarray(self.probabilities[..., self.k])

    @computed
    def word_shares(self) -> Floats:
        """Give its share of the first n draws, for every n of `MARKS`, [..., M]."""
        drawn = (self.winners == self.k).cumsum(axis=-1)
        return np.asarray(drawn[..., MARKS - 1] / MARKS)

    @computed
    def word_share(self) -> Floats:
        """Give its share of the N draws that are counted."""
        return np.asarray(self.shares[..., self.k])

    @computed
    def word_low(self) -> Floats:
        """Give p minus one standard error at every n, [..., M]."""
        p = self.word_probability[..., None]
        return np.maximum(p - standard_error(p, MARKS), 0)

    @computed
    def word_high(self) -> Floats:
        """Give p plus one standard error at every n, [..., M]."""
        p = self.word_probability[..., None]
        return np.minimum(p + standard_error(p, MARKS), 1)


def standard_error(p: Floats, draws: int | NDArray[np.intp]) -> Floats:
    """Give the standard error √(p (1 − p)/N) of a share of N draws."""
    return np.asarray(np.sqrt(p * (1 - p) / draws))

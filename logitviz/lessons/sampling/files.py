"""The files that the lesson offers."""

from logitviz.charts.export import csv_text
from logitviz.charts.words import Words

from .sentences import sentence_of
from .state import SamplingState


def words_csv(words: Words, state: SamplingState) -> str:
    """Write logit, probabilities after every step, count, expectation and error of every word."""
    stages = [step.after for step in state.chain]
    n, candidates = state.draws, sentence_of(words, state.sent).words
    columns = (candidates, state.logits, state.model, *stages, state.counts,
               n * state.probabilities, n * state.errors)  # fmt: skip
    names = [f"after_step{i}" for i in range(1, 6)]
    head = ["word", "logit", "softmax", *names, "count", "expected", "standard_deviation"]
    return csv_text(head, zip(*columns, strict=True))


def draws_csv(words: Words, state: SamplingState) -> str:
    """Write the word of every draw."""
    candidates = sentence_of(words, state.sent).words
    drawn = (candidates[winner] for winner in state.winners[: state.draws])
    return csv_text(["draw", "word"], enumerate(drawn, 1))

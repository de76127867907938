"""The files that the lesson offers."""

from logitviz.charts.export import csv_text

from .state import SamplingState


def words_csv(state: SamplingState) -> str:
    """Write logit, probabilities after every step, count, expectation and error of every word."""
    stages = [step.after for step in state.chain]
    n = state.draws
    columns = (state.sentence.words, state.logits, state.model, *stages, state.counts,
               n * state.probabilities, n * state.errors)  # fmt: skip
    names = [f"after_step{i}" for i in range(1, 6)]
    head = ["word", "logit", "softmax", *names, "count", "expected", "standard_deviation"]
    return csv_text(head, zip(*columns, strict=True))


def draws_csv(state: SamplingState) -> str:
    """Write the word of every draw."""
    words = (state.sentence.words[winner] for winner in state.winners[: state.draws])
    return csv_text(["draw", "word"], enumerate(words, 1))

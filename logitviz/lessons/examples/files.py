"""The file that the lesson offers."""

from logitviz.charts.export import csv_text
from logitviz.charts.words import Words

from .controls import BY_LINK
from .state import ExamplesState
from .step_texts import answer, printed_texts, step_texts

IN_LINK = {name: value for value, name in BY_LINK.items()}


def steps_csv(words: Words, state: ExamplesState) -> str:
    """Write the revealed steps, exact to the last digit."""
    rows = []
    for i, step in enumerate(state.example.steps[: int(state.revealed)], 1):
        label = step_texts(words, state.ex, step.name).label
        is_choice = step.tolerance is None
        value = answer(words, state.ex, step) if is_choice else repr(float(step.value))
        printed = " ".join(printed_texts(words, state.ex, step))
        rows.append((IN_LINK[state.ex], str(i), label, value, printed))
    return csv_text(["example", "step", "question", "exact", "printed"], rows)

"""The file that the lesson offers."""

from logitviz.charts.export import csv_text

from .state import ExamplesState
from .step_texts import answer, step_texts


def steps_csv(state: ExamplesState) -> str:
    """Write the revealed steps, exact to the last digit."""
    rows = []
    for i, step in enumerate(state.example.steps[: int(state.revealed)], 1):
        label = step_texts(state.ex, step.name).label
        value = answer(state.ex, step) if step.tolerance is None else repr(float(step.value))
        rows.append((state.ex, str(i), label, value, " ".join(step.printed)))
    return csv_text(["example", "step", "question", "exact", "printed"], rows)

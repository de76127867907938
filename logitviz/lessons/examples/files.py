"""The file that the lesson offers."""

import csv
import io

from .state import ExamplesState
from .step_texts import answer, step_texts


def steps_csv(state: ExamplesState) -> str:
    """Write the revealed steps, exact to the last digit."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["example", "step", "question", "exact", "printed"])
    for i, step in enumerate(state.example.steps[: int(state.revealed)]):
        label = step_texts(state.ex, step.name).label
        value = repr(float(step.value)) if step.tolerance is not None else answer(state.ex, step)
        table.writerow([state.ex, i + 1, label, value, " ".join(step.printed)])
    return file.getvalue()

"""The report as plain text, for a terminal. It needs NumPy alone."""

from logitviz.charts.fields import filled
from logitviz.live.html_text import visible
from logitviz.live.prose import prose

from .assessing import LabelledLogits
from .assessment import Measures
from .measures import measures
from .report_words import bins_words, few_rows_warning, rows_heading, words
from .state import YourModelState

WIDTH = 10  # of a number's column


def report_text(data: LabelledLogits, state: YourModelState) -> str:
    """Write what was understood, the measures before and after, and the best T.

    Parameters
    ----------
    data
        The rows that were read.
    state
        Its ``upload`` gives what is known of them: a `FitComparison` is enough.
    """
    notes = [f"  {note}" for note in data.notes]
    parts = [[data.title, *notes], _table(state), _best(state), _method(state)]
    return "\n\n".join("\n".join(map(visible, lines)) for lines in parts if lines)


def _table(state: YourModelState) -> list[str]:
    groups = measures(state)
    labels = [words(name, state) for name in Measures._fields]
    heads = [rows_heading(group, state) for group in groups]
    first = max(map(len, labels))
    width = max(2 * WIDTH, *(len(head) + 2 for head in heads))
    pair = f"{'T = 1':>{width - WIDTH}}{'fitted T':>{WIDTH}}"
    lines = [" " * first + "".join(f"{head:>{width}}" for head in heads)]
    lines.append(" " * first + pair * len(groups))
    for name, label in zip(Measures._fields, labels, strict=True):
        pairs = (map(_number, getattr(group.values, name)) for group in groups)
        numbers = "".join(f"{one:>{width - WIDTH}}{best:>{WIDTH}}" for one, best in pairs)
        lines.append(f"{label:<{first}}{numbers}")
    return lines


def _number(value: float) -> str:
    """Write four decimals, or a power of ten where they would show little."""
    return f"{value:.2e}" if 0 < value < 0.001 else f"{value:.4f}"


def _best(state: YourModelState) -> list[str]:
    best, fits = state.assessment.best, state.assessment.fits
    lines = [f"Best T: {best.temperature:.6g} (status: {best.status})"]
    if len(fits) > 1:
        first, second = (f"{fit.temperature:.6g}" for fit in fits)
        lines.append(f"Fitted on the first half: T = {first}; on the second: T = {second}.")
    return [*lines, filled(prose("your_model")["best_words"], state)]


def _method(state: YourModelState) -> list[str]:
    lines = [words(state.way, state), bins_words(state), few_rows_warning(state)]
    return [line for line in lines if line]

"""The report as plain text, for a terminal. It needs NumPy alone."""

import unicodedata

from logitviz.charts.words import Words
from logitviz.live.html_text import visible

from .assessing import LabelledLogits
from .assessment import Measures
from .measures import measures
from .report_words import (
    ONE,
    about_the_best,
    bins_words,
    few_rows_warning,
    fold_values,
    measure_names,
    notes_of,
    rows_heading,
    split_words,
)
from .state import YourModelState

WIDTH = 10  # of a number's column, at least
WIDE = ("W", "F")  # East Asian characters that take two columns of a terminal


def report_text(words: Words, data: LabelledLogits, state: YourModelState) -> str:
    """Write what was understood, the measures before and after, and the best T.

    Parameters
    ----------
    words
        Those of the lesson, in the language of the report.
    data
        The rows that were read.
    state
        Its ``upload`` gives what is known of them: a `FitComparison` is enough.
    """
    notes = [f"  {note}" for note in notes_of(words, data.notes)]
    parts = [[data.title, *notes], _table(words, state), _best(words, state), _method(words, state)]
    return "\n\n".join("\n".join(map(visible, lines)) for lines in parts if lines)


def columns_of(text: str) -> int:
    """Count the columns of a terminal that a text takes.

    Examples
    --------
    >>> columns_of("T = 1"), columns_of("准确率")
    (5, 6)
    """
    return sum(1 + (unicodedata.east_asian_width(each) in WIDE) for each in text)


def _right(text: str, width: int) -> str:
    """Put a text at the right end of a column."""
    return " " * (width - columns_of(text)) + text


def _table(words: Words, state: YourModelState) -> list[str]:
    groups, labels = measures(state), measure_names(words)
    heads = [rows_heading(words, group) for group in groups]
    fitted = words["head_fitted"]
    first = max(map(columns_of, labels))
    second = max(WIDTH, columns_of(fitted) + 2)
    width = max(WIDTH + second, *(columns_of(head) + 2 for head in heads))
    pair = _right(ONE, width - second) + _right(fitted, second)
    lines = [" " * first + "".join(_right(head, width) for head in heads)]
    lines.append(" " * first + pair * len(groups))
    for name, label in zip(Measures._fields, labels, strict=True):
        pairs = (map(_number, getattr(group.values, name)) for group in groups)
        numbers = "".join(_right(a, width - second) + _right(b, second) for a, b in pairs)
        lines.append(label + " " * (first - columns_of(label)) + numbers)
    return lines


def _number(value: float) -> str:
    """Write four decimals, or a power of ten where they would show little."""
    return f"{value:.2e}" if 0 < value < 0.001 else f"{value:.4f}"


def _best(words: Words, state: YourModelState) -> list[str]:
    best = state.assessment.best
    lines = [words.said("text_best", best=f"{best.temperature:.6g}", status=best.status)]
    if folds := fold_values(state, lambda t: f"{t:.6g}"):
        lines.append(words.said("folds", **folds))
    return [*lines, about_the_best(words, state)]


def _method(words: Words, state: YourModelState) -> list[str]:
    lines = [split_words(words, state), bins_words(words, state), few_rows_warning(words, state)]
    return [line for line in lines if line]

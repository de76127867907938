"""The words of the report and of the table, with the numbers of a state put in."""

from collections.abc import Callable, Sequence
from typing import Any

from logitviz.charts.fields import filled
from logitviz.charts.words import Words, languages, words_of
from logitviz.scores.notes import FEW_ROWS

from .assessment import Measures
from .measures import Group
from .state import BEST_CASES, YourModelState

LANGUAGES = languages()  # of the report and of the table, English first
ONE = "T = 1"  # a formula: the same in every language


def report_words(language: str) -> Words:
    """Give the words of the report in a language."""
    return words_of("your_model", language)


def counted(words: Words, name: str, number: int, /, **values: Any) -> str:
    """Write a piece; for a number of 1 the one in the singular, ``…_one``."""
    return words.said(f"{name}_one" if number == 1 else name, **values)


def rows_heading(words: Words, group: Group) -> str:
    """Say how many rows a group has, and which."""
    return counted(words, f"rows_{group.name}", group.rows, count=f"{group.rows:,}")


def measure_names(words: Words) -> list[str]:
    """Name the measures, in the order of their fields."""
    return [words[f"measure_{name}"] for name in Measures._fields]


def split_words(words: Words, state: YourModelState) -> str:
    """Say which rows T is fitted on, and which judge it."""
    return filled(words[f"split_{state.way}"], state)


def bins_words(words: Words, state: YourModelState) -> str:
    """Say how many bins the calibration error has, and what they have in common."""
    return counted(words, f"bins_{state.strategy}", int(state.bins), bins=state.bins)


def few_rows_warning(words: Words, state: YourModelState) -> str:
    """Say that chance moves figures of few rows; nothing where there are enough."""
    rows = state.samples
    return counted(words, "few", rows, samples=rows) if rows < FEW_ROWS else ""


def fold_values(state: YourModelState, write: Callable[[float], str]) -> dict[str, str]:
    """Write the T of both halves; nothing where T is fitted once."""
    fits: Sequence[Any] = state.assessment.fits
    if len(fits) == 1:
        return {}
    return dict(zip(("first", "second"), (write(fit.temperature) for fit in fits), strict=True))


def about_the_best(words: Words, state: YourModelState) -> str:
    """Say what the best T does to this classifier."""
    return words[BEST_CASES[int(state.best_case)]]


def any_best(words: Words, _: object = None) -> str:
    """Give a text that says the same of every state, whichever its best T is."""
    return f"{{best_case:{'|'.join(words[name] for name in BEST_CASES)}}}"


def notes_of(words: Words, notes: Sequence[str]) -> list[str]:
    """Say what was understood of a file."""
    return [words.error(note) for note in notes]

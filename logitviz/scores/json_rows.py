"""Rows of numbers, and labels, as values of JSON."""

from array import array
from typing import Any

import numpy as np

from logitviz.core._lib.checks import Float64Array

from .limits import require_room
from .scores import UnreadableScores


class Rows:
    """Collect rows of numbers of one length."""

    def __init__(self) -> None:
        self.values = array("d")
        self.width = 0
        self.count = 0

    def add(self, row: list[Any]) -> None:
        """Append a row."""
        if self.count == 0:
            self.width = len(row)
        if len(row) != self.width:
            raise UnreadableScores(
                f"Row {self.count} (counted from 0) has {len(row)} numbers, and row 0 has "
                f"{self.width}: every row needs a number for every class."
            )
        try:
            self.values.fromlist(row)
        except (TypeError, OverflowError):
            raise self._wrong(row) from None
        self.count += 1
        if self.count % 1024 == 0:
            require_room(8 * len(self.values), "The list of rows")

    def _wrong(self, row: list[Any]) -> UnreadableScores:
        wrong = next((i for i, v in enumerate(row) if not isinstance(v, int | float)), 0)
        return UnreadableScores(
            f"Row {self.count}, column {wrong} (counted from 0) holds {_shown(row[wrong])}: "
            "a score must be a number."
        )

    def numbers(self) -> Float64Array:
        """Return all rows, [N, C]."""
        require_room(8 * len(self.values), "The list of rows")
        numbers: Float64Array = np.frombuffer(self.values, np.float64)
        return numbers.reshape(self.count, self.width)


def _shown(value: Any) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return "null" if value is None else repr(value)[:40]


def label_word(label: Any) -> str:
    """Write a label of JSON as a word."""
    if isinstance(label, list) and len(label) == 1:
        label = label[0]
    if isinstance(label, bool):
        return str(int(label))
    if isinstance(label, int | float | str):
        try:
            return str(label)
        except ValueError:  # a whole number of thousands of digits
            pass
    raise UnreadableScores(
        f"A label must be a number or a name, got {'null' if label is None else 'a list'}.",
        "labels",
    )

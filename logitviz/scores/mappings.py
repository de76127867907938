"""Scores that stand beside the names of their classes, in every row.

As an object from name to number, or as the pipelines of Hugging Face write them: a list of
``{"label": name, "score": number}``, often with the largest score first.
"""

from collections.abc import Sequence
from typing import Any

from logitviz.core._lib.column_names import LONGEST_NAME, NUMBERED

from .scores import UnreadableScores

PIPELINE_KEYS = {"label", "score"}


def is_pipeline(value: Any) -> bool:
    """Whether a value is a list of labels and scores, perhaps inside a list of one."""
    value = _opened(value)
    return (
        isinstance(value, list)
        and len(value) > 1
        and all(isinstance(each, dict) and each.keys() == PIPELINE_KEYS for each in value)
    )


def is_mapping(value: Any) -> bool:
    """Whether a value gives a number to every name."""
    if is_pipeline(value):
        return True
    return isinstance(value, dict) and len(value) > 1 and all(map(is_number, value.values()))


def is_number(value: Any) -> bool:
    """Whether a value of JSON is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _opened(value: Any) -> Any:
    while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]  # a batch of one
    return value


class Mappings:
    """Rows of numbers in one order of names, that of the first row, or of their numbers."""

    def __init__(self, first: Any) -> None:
        names = [name.strip() for name in _pairs(first, 0)]
        self.numbers = _numbers(names)
        if self.numbers is not None:
            places = sorted(range(len(names)), key=self.numbers.__getitem__)
            names = [names[place] for place in places]
            self.numbers = tuple(self.numbers[place] for place in places)
        self.names = tuple(names)
        # The first row of a pipeline has the order of its scores, not that of the model.
        self.unordered = is_pipeline(first) and self.numbers is None
        self.count = 0

    def row(self, value: Any) -> list[Any]:
        """Return the numbers of the next row."""
        pairs = _pairs(value, self.count)
        if len(pairs) != len(self.names) or not all(name in pairs for name in self.names):
            known = set(self.names)
            missing = [name for name in self.names if name not in pairs]
            more = [name for name in pairs if name not in known]
            what = (
                f"no number for '{missing[0][:40]}'"
                if missing
                else f"a number for '{more[0][:40]}'"
            )
            raise UnreadableScores(
                f"Row {self.count} (counted from 0) has {what}, other than row 0: every row needs "
                "a number for each of the same classes."
            )
        self.count += 1
        return [pairs[name] for name in self.names]


def _pairs(value: Any, row: int) -> dict[str, Any]:
    """Return the numbers of a row by their names."""
    if is_pipeline(value):
        entries = [(str(each["label"]).strip(), each["score"]) for each in _opened(value)]
    elif isinstance(value, dict):
        entries = [(name.strip(), number) for name, number in value.items()]
    else:
        raise UnreadableScores(f"Row {row} (counted from 0) has no number for each class by name.")
    pairs = dict(entries)
    if len(pairs) < len(entries):
        raise UnreadableScores(f"Row {row} (counted from 0) has two numbers for one class.")
    return pairs


def _numbers(names: Sequence[str]) -> tuple[int, ...] | None:
    """Return the numbers of names such as ``LABEL_3``, or None if they are no such names."""
    matches = [NUMBERED.fullmatch(name[:LONGEST_NAME]) for name in names]
    stems = {match["stem"].strip() for match in matches if match}
    numbers = tuple(int(match["number"]) for match in matches if match)
    single = len(numbers) == len(names) and len(stems) == 1
    return numbers if single and len(set(numbers)) == len(numbers) else None

"""Vectors as R prints and writes them."""

import re

from .columns import names_columns, of_classes
from .literals import refuse_rows
from .separators import split

ROW = re.compile(r"\[([0-9]{1,6})(,?)\]\s+([^\s\[\]][^\[\]]*)")
NUMBERED_COLUMNS = re.compile(r"(?:\[,[0-9]{1,6}\] ?)+")
COMBINED = re.compile(r"(?:[A-Za-z.][A-Za-z0-9_.]{0,99} ?(?:<-|=) ?)?c\(([^()]*)\)")
NAMED_ITEM = re.compile(r"([`\"']?)([A-Za-z.][A-Za-z0-9_.]{0,99})\1 = ")


def combined_items(text: str) -> list[str] | None:
    """Cut ``c(1.0, 2.5)`` or ``c(cat = 1.0, dog = 2.5)``; None if the text is neither."""
    combined = COMBINED.fullmatch(text)
    if not combined:
        return None
    items = split(" ".join(combined[1].split()))
    named = [NAMED_ITEM.match(item) for item in items]
    if not items or not all(named):
        return items
    names = [name[2] for name in named if name]
    return of_classes(names, [name.string[name.end() :] for name in named if name])


def indexed_items(text: str) -> list[str] | None:
    """Cut lines that begin with ``[1]``, or ``[1,]`` of a matrix; None if the text has none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [ROW.fullmatch(line) for line in lines]
    others = [line for line, row in zip(lines, rows, strict=True) if not row]
    names = [split(line) for line in others if not NUMBERED_COLUMNS.fullmatch(line)]
    parts = [(int(row[1]), row[3].split()) for row in rows if row]
    marks = {row[2] for row in rows if row}
    if marks == {""} and not others:
        return _vector(parts)
    if marks == {","} and all(names_columns(line) for line in names):
        items = _matrix(parts)
        return of_classes([name for line in names for name in line], items) if names else items
    return None


def _vector(parts: list[tuple[int, list[str]]]) -> list[str]:
    items: list[str] = []
    for index, part in parts:
        if index != len(items) + 1:
            raise ValueError(f"the line [{index}] stands where [{len(items) + 1}] was expected")
        items += part
    return items


def _matrix(parts: list[tuple[int, list[str]]]) -> list[str]:
    """Give the only row of a matrix, or its only column."""
    indices = [index for index, _ in parts]
    is_row = set(indices) == {1}
    is_column = indices == [*range(1, len(parts) + 1)] and all(len(part) == 1 for _, part in parts)
    if not is_row and not is_column:
        refuse_rows(len(set(indices)))
    return [item for _, part in parts for item in part]

"""Numbers on one line or on several, without brackets."""

import re
from itertools import chain

from .blocks import block_items
from .columns import names_columns, of_classes, require_equal
from .literals import is_name, refuse_rows
from .separators import refuse_decimal_comma, split

SERIES = re.compile(
    r"(?:Name: .{0,99}, )?(?:Length: [0-9]{1,6}, )?dtype: (?:float|int|double|Float|Int)[0-9]{0,2}"
)
# NumPy breaks lines at 75 characters, of which brackets and the word "array" may be missing. The
# spaces around the first and the last number may be, too: they are less than a number is wide.
FULL_LINE = 65


def line_items(lines: list[str], expected: int | None) -> list[str]:
    """Cut lines of numbers, some of which may be names or headings."""
    if len(lines) > 1 and SERIES.fullmatch(lines[-1].strip()):
        return _series_items(lines[:-1])
    if (found := block_items(lines)) is not None:
        return found
    rows = [split(line) for line in lines]
    if len(rows) > 2 and (named := _named_items(rows)) is not None:
        return named
    if len(rows) > 1 and names_columns(rows[0]):
        names, lines = rows[0], lines[1:]
        rows = [of_classes(names, row) for row in rows[1:]]
    refuse_decimal_comma("\n".join(lines), bracketed=False)
    if len(rows) > 1 and any(len(row) > 1 for row in rows) and not _continue(lines, expected):
        refuse_rows(len(rows))
    return [item for row in rows for item in row]


def _series_items(lines: list[str]) -> list[str]:
    """Give the last item of every line of a Series of pandas, whose index stands before it."""
    pairs = [line.rsplit(maxsplit=1) for line in lines]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("every line of a Series must hold an index and a number")
    return of_classes([pair[0].strip() for pair in pairs], [pair[1] for pair in pairs])


def _named_items(rows: list[list[str]]) -> list[str] | None:
    """Join lines of names, each above a line of numbers, as R prints a vector with names."""
    names, values = rows[::2], rows[1::2]
    if len(rows) % 2 or not all(is_name(item) for row in names for item in row):
        return None
    if any(is_name(row[0]) for row in values):
        return None
    for line, row in zip(names, values, strict=True):
        require_equal(line, row)
    return of_classes([*chain(*names)], [*chain(*values)])


def _continue(lines: list[str], expected: int | None) -> bool:
    """Whether several lines are one vector: a comma or the width of NumPy broke it, no row ended.

    Lines of equal length could be the rows of a matrix, unless the expected count says otherwise.
    """
    if [line.rstrip().endswith(",") for line in lines] == [True] * (len(lines) - 1) + [False]:
        return True
    rows = [split(line) for line in lines]
    *full, last = [len(row) for row in rows]
    if len(set(full)) != 1 or last > full[0]:
        return False
    if last == full[0] and sum(full) + last != expected:
        return False
    widest = max(len(item) for row in rows for item in row)
    return all(len(line.strip()) + 2 * widest >= FULL_LINE for line in lines[:-1])

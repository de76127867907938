"""Split text into rows of fields: delimiter, decimal comma, header, one line at a time."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from logitviz.core._lib.column_names import LABEL_NAMES, is_other, plain_name

from .limits import LONGEST_PIECE, MOST_BLANK_LINES
from .scores import UnreadableScores

DELIMITERS = (";", "\t", ",", "|")
SPACE = " "  # any run of spaces and tabs
SAMPLE_ROWS = 50
SAMPLE_CHARACTERS = 1 << 20
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?")
COUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Table:
    """A text of rows, and how it is cut into fields."""

    data: bytes
    encoding: str
    delimiter: str | None  # None: one field a line
    decimal_comma: bool
    header: tuple[str, ...] | None
    sample: tuple[list[str], ...]  # the first rows below the header

    @property
    def width(self) -> int:
        """The number of fields of a row."""
        return len(self.sample[0])

    def rows(self) -> Iterator[list[str]]:
        """Yield the fields of every row below the header; all rows have the same width."""
        every = split(lines_of(self.data, self.encoding), self.delimiter)
        width = self.width
        for number, row in enumerate(islice(every, 0 if self.header is None else 1, None)):
            if len(row) != width:
                raise UnreadableScores(
                    f"Row {number} (counted from 0) has {_count(len(row), 'value')}, and the "
                    f"first row has {width}: every row needs the same columns. "
                    "The file may be cut off."
                )
            yield row

    def number(self, field: str) -> float:
        """Return a field as a number; raises ValueError."""
        return float(field.replace(",", ".") if self.decimal_comma else field)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def lines_of(data: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines of a text that are not blank; only one of them is in memory at a time.

    A # before the first line, as NumPy's savetxt writes it before names, is left out.
    """
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    blank, first = 0, True
    try:
        while line := stream.readline(LONGEST_PIECE):
            if len(line) >= LONGEST_PIECE:
                raise UnreadableScores(
                    f"The text has a line of more than {LONGEST_PIECE:,} characters: "
                    "write one sample a line."
                )
            if not line.isspace():
                yield line.removeprefix("#").lstrip(" ") if first else line
                first = False
                continue
            blank += 1
            if blank > MOST_BLANK_LINES:
                raise UnreadableScores(
                    f"The text holds more than {MOST_BLANK_LINES:,} blank lines: remove them."
                )
    except UnicodeError as error:
        raise UnreadableScores(
            f"The text is not {encoding.removesuffix('-sig').upper()}: save it as UTF-8, "
            "in Excel as CSV UTF-8."
        ) from error


def split(lines: Iterator[str], delimiter: str | None) -> Iterator[list[str]]:
    """Cut lines into fields."""
    if delimiter is None:
        return ([line.strip().strip('"')] for line in lines)
    if delimiter == SPACE:
        return (line.split() for line in lines)
    return _quoted(lines, delimiter)


def _quoted(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    except csv.Error as error:
        raise UnreadableScores(
            f"The table cannot be cut into columns ({error}): a quote may be left open."
        ) from error


def open_table(data: bytes, encoding: str) -> Table:
    """Find out how a text is cut into rows and fields."""
    first = _first_lines(lines_of(data, encoding))
    if not first:
        raise UnreadableScores("The file is empty.")
    delimiter = next((d for d in DELIMITERS if _cuts(first, d)), None)
    if delimiter is None and _cuts(first, SPACE) and _numeric_body(first):
        delimiter = SPACE
    if delimiter is None:  # no delimiter gives equal rows: the row that differs will be named
        delimiter = next((d for d in DELIMITERS if d in first[0] and d in first[-1]), None)
    rows = list(split(iter(first), delimiter))
    commas = delimiter != "," and _has_decimal_commas(rows)
    header = _is_header(rows, commas)
    if header and len(rows) == 1:
        raise UnreadableScores("The table has a header, but no row below it.")
    names = tuple(name.strip() for name in rows[0]) if header else None
    if names is not None and len(set(names)) < len(names):
        twice = Counter(names).most_common(1)[0][0]
        raise UnreadableScores(f"Two columns have the name '{twice[:40]}': rename one of them.")
    if names is not None and len(names) != len(rows[1]):
        raise UnreadableScores(
            f"The header has {_count(len(names), 'name')}, and the first row has "
            f"{_count(len(rows[1]), 'value')}: every column needs a name."
        )
    return Table(data, encoding, delimiter, commas, names, tuple(rows[header:]))


def _first_lines(lines: Iterator[str]) -> list[str]:
    """Return the header and some rows; very long rows are few."""
    first: list[str] = []
    for line in islice(lines, SAMPLE_ROWS + 1):
        first.append(line)
        if len(first) > 2 and sum(map(len, first)) > SAMPLE_CHARACTERS:
            break
    return first


def _cuts(lines: list[str], delimiter: str) -> bool:
    """Whether a delimiter cuts all lines into the same number of fields, at least two."""
    try:
        widths = {len(row) for row in split(iter(lines), delimiter)}
    except UnreadableScores:
        return False
    return len(widths) == 1 and widths.pop() > 1


def _numeric_body(lines: list[str]) -> bool:
    """Whether all fields but the last of a line are numbers, so that spaces separate them."""
    body = [line.split()[:-1] for line in lines[1:] or lines]
    return all(is_number(field, commas=True) for row in body for field in row)


def _has_decimal_commas(rows: list[list[str]]) -> bool:
    fields = [field for row in rows[1:] or rows for field in row]
    return any(DECIMAL_COMMA.fullmatch(field) for field in fields)


def is_number(field: str, *, commas: bool) -> bool:
    """Whether a field is a number or the text nan; an empty field is not."""
    try:
        float(field.replace(",", ".") if commas else field)
    except ValueError:
        return False
    return True


def _is_header(rows: list[list[str]], commas: bool) -> bool:
    """Whether the first row holds names: words above numbers, known names, or 0, 1, 2, ….."""
    first, body = rows[0], rows[1:]
    numeric = [is_number(field, commas=commas) for field in first]
    if body and len(body[0]) != len(first):
        return not all(numeric)
    if body:
        below = [is_number(field, commas=commas) for field in body[0]]
        if any(under and not above for above, under in zip(numeric, below, strict=True)):
            return True
    if any(_is_known(rows, place) for place in range(len(first))):
        return True
    if all(numeric):
        return _counts_up(first, body)
    return not body and len(first) > 1 and not any(numeric)


def _is_known(rows: list[list[str]], place: int) -> bool:
    """Whether the first field of a column is a name of labels or the like, and not a word of it."""
    name = rows[0][place]
    known = plain_name(name) in LABEL_NAMES
    if len(rows[0]) > 1:
        known = known or (bool(name.strip()) and is_other(name))
    return known and all(row[place] != name for row in rows[1:] if len(row) == len(rows[0]))


def _counts_up(first: list[str], body: list[list[str]]) -> bool:
    """Whether the first row counts columns, in any order, above numbers that do not."""
    if len(first) < 2 or not all(COUNT.fullmatch(field) for field in first):
        return False
    numbers = sorted(map(int, first))
    start = numbers[0]
    return (
        start in (0, 1)
        and numbers == list(range(start, start + len(first)))
        and any(not COUNT.fullmatch(field) for row in body for field in row)
    )

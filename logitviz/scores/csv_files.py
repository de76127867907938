"""Read scores and labels from tables of text, CSV and its kin."""

from array import array
from collections.abc import Callable, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import Float64Array
from logitviz.core._lib.column_names import is_other, label_column

from .columns import Roles, choose, unused
from .found import Found, RawLabels, Wanted, Words
from .ids import IdColumns, id_places
from .last_column import LABEL_SOURCE, NOT_USED, ends_in_labels, whole
from .limits import require_room
from .scores import LOOKS_LIKE_LABELS, UnreadableScores
from .tables import Table, is_number, open_table

Pick = Callable[[list[str]], Sequence[str]]


def find_in_table(data: bytes, encoding: str, wanted: Wanted) -> Found:
    """Find what is wanted in a table of text."""
    table = open_table(data, encoding)
    if wanted == "labels":
        return _labels_alone(table)
    if table.header is None:
        return _without_header(table, wanted)
    roles = choose(table.header, _numeric(table), _first_words(table))
    if len(roles.classes) == 0:
        if roles.label is not None:
            raise UnreadableScores(LOOKS_LIKE_LABELS)
        raise UnreadableScores(
            f"No column holds the scores of a class; the columns are "
            f"{', '.join(repr(name[:30]) for name in table.header[:8])}. Name the columns of the "
            "classes logit_0, logit_1, …, or as the labels are."
        )
    return _with_roles(table, roles, wanted)


def _numeric(table: Table) -> list[bool]:
    rows = _equal(table)
    return [
        all(is_number(row[place], commas=table.decimal_comma) or not row[place] for row in rows)
        for place in range(table.width)
    ]


def _equal(table: Table) -> list[list[str]]:
    """Return the first rows that have the width of the first one."""
    return [row for row in table.sample if len(row) == table.width]


def _first_words(table: Table) -> list[set[str]]:
    rows = _equal(table)
    return [{row[place].strip() for row in rows} for place in range(table.width)]


def _with_roles(table: Table, roles: Roles, wanted: Wanted) -> Found:
    header = table.header or ()
    ids = id_places(header, (*roles.classes, roles.label))
    label = None if wanted == "scores" else roles.label
    scores, words, names = _fill(table, roles.classes, label, ids)
    labels = None
    if words is not None and label is not None:
        labels = words.labels(f"column '{header[label][:40]}'")
    found = names.found()
    remarks = unused(header, roles, found)
    return Found(scores, labels, roles.names, roles.numbers, roles.source, remarks, found)


def _picker(places: Sequence[int]) -> Pick:
    """Return a function that picks fields of a row; neighbours are picked fastest."""
    if list(places) == list(range(places[0], places[0] + len(places))):
        return itemgetter(slice(places[0], places[0] + len(places)))
    return itemgetter(*places)


def _fill(
    table: Table, places: Sequence[int], label: int | None, ids: Sequence[int] = ()
) -> tuple[Float64Array, Words | None, IdColumns]:
    """Read the numbers of some columns, [N, columns], the words of the label, and names of rows."""
    values, words, pick = array("d"), Words(), _picker(places)
    names = IdColumns([table.header[place] for place in ids] if table.header else [])
    number = table.number if table.decimal_comma else float
    for count, row in enumerate(table.rows()):
        try:
            values.extend(map(number, pick(row)))
        except ValueError:
            raise _not_a_number(table, row, places, count) from None
        if label is not None:
            words.add(row[label])
        if ids:
            names.add([row[place] for place in ids])
        if count % 1024 == 0:
            require_room(8 * len(values), "The table")
    require_room(8 * len(values), "The table")
    numbers: Float64Array = np.frombuffer(values, np.float64).reshape(-1, len(places))
    return numbers, None if label is None else words, names


def _not_a_number(
    table: Table, row: list[str], places: Sequence[int], number: int
) -> UnreadableScores:
    wrong = next(p for p in places if not is_number(row[p], commas=table.decimal_comma))
    column = f"'{table.header[wrong][:40]}'" if table.header else str(wrong)
    field = row[wrong].strip()
    got = f"'{field[:40]}', which is not a number" if field else "nothing"
    return UnreadableScores(
        f"Row {number}, column {column} (counted from 0) holds {got}: a score must be a number."
    )


def _without_header(table: Table, wanted: Wanted) -> Found:
    """Read a table without names; the last column may hold the labels."""
    last = table.width - 1
    numeric = _numeric(table)
    if last < 1 and _repeated(table):
        raise UnreadableScores(LOOKS_LIKE_LABELS)
    if last < 1 and not all(numeric):
        raise UnreadableScores(
            "This is text, but no table of numbers: scores need a column for every class, "
            "such as logit_0,logit_1,label."
        )
    if last < 1:
        raise UnreadableScores(
            "The table has one column, and scores need a column for every class, "
            "for two classes np.column_stack([1 - p, p])."
        )
    if not all(numeric[:-1]):
        raise UnreadableScores(
            f"Column {numeric.index(False)} (counted from 0) holds words, and no header names the "
            "columns: write a header, such as logit_0,logit_1,label."
        )
    if not numeric[-1]:
        scores, words, _ = _fill(table, range(last), None if wanted == "scores" else last)
        labels = words.labels("the last column, which holds words") if words else None
        return Found(scores, labels, source=f"columns 0 to {last - 1}, without a header")
    scores, _, _ = _fill(table, range(table.width), None)
    return _split_last(scores, wanted)


def _repeated(table: Table) -> bool:
    """Whether a column holds whole numbers, or few words again and again, as labels are."""
    fields = [row[0].strip() for row in table.sample]
    if all(is_number(field, commas=table.decimal_comma) for field in fields):
        return whole(np.array([table.number(field) for field in fields]))
    return 2 * len(set(fields)) <= len(fields)


def _split_last(scores: Float64Array, wanted: Wanted) -> Found:
    """Separate an index in the first column and labels in the last one, where they are certain."""
    remarks = []
    start, stop = 0, scores.shape[1]
    if stop > 2 and _is_index(scores[:, 0]) and not whole(scores[:, 1]):
        start = 1
        remarks.append("Column 0 counts the rows and is left out.")
    labels = None
    if ends_in_labels(scores[:, start:], stop - start - 1):  # counted from 0 or from 1
        stop -= 1
        if wanted == "scores":
            remarks.append(NOT_USED)
        else:
            labels = RawLabels(scores[:, stop].copy(), None, LABEL_SOURCE)
    source = f"columns {start} to {stop - 1}, without a header"
    return Found(scores[:, start:stop], labels, None, None, source, tuple(remarks))


def _is_index(column: NDArray[np.float64]) -> bool:
    return len(column) > 1 and bool((column == np.arange(len(column))).all())


def _labels_alone(table: Table) -> Found:
    """Read the labels of a second table, or of a text with one label a line."""
    place = 0
    if table.width > 1 and table.header is None:
        place = table.width - 1
    elif table.header is not None:
        place = _label_place(table.header)
    header = table.header or ()
    ids = id_places(header, (place,))
    words, names = Words(), IdColumns([header[id_] for id_ in ids])
    for row in table.rows():
        words.add(row[place])
        names.add([row[id_] for id_ in ids])
    named = f"column '{header[place][:40]}'" if header else "the lines"
    return Found(labels=words.labels(named), ids=names.found())


def _label_place(header: tuple[str, ...]) -> int:
    known = label_column(header)
    others = [place for place, name in enumerate(header) if not is_other(name)]
    if known is not None:
        return known
    if len(header) == 1 or len(others) == 1:
        return 0 if len(header) == 1 else others[0]
    raise UnreadableScores(
        "The second file has several columns, and none is named label: "
        f"{', '.join(repr(name[:30]) for name in header[:8])}.",
        "labels",
    )

"""Read parquet where pyarrow is installed: the columns that are needed, some rows at a time.

Damaged files can end the process: `isolated` calls this in a process of its own.
"""

from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from logitviz.core._lib.checks import Float64Array
from logitviz.core._lib.column_names import SCORE_NAMES, is_unclear, label_column

from .columns import choose, unused
from .found import Found, Ids, RawLabels, Wanted, Words, rank
from .ids import IdColumns, id_places, id_text
from .limits import require_room
from .scores import LOOKS_LIKE_LABELS, UnreadableScores

BATCH = 1 << 18  # numbers of one batch
BATCH_ROWS = 1 << 10  # of words or lists
FIRST_ROWS = 50


def find_in_parquet(data: bytes, wanted: Wanted) -> Found:
    """Find what is wanted in a parquet file."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise UnreadableScores(
            "This is a parquet file, and pyarrow is not installed here: install it, or save the "
            "table as CSV, in your Python: pandas.read_parquet(…).to_csv(…)."
        ) from None
    try:
        file = parquet.ParquetFile(
            arrow.BufferReader(data),
            thrift_string_size_limit=len(data),
            thrift_container_size_limit=1 << 20,
        )
        return _find(_Columns(file), wanted)
    except UnreadableScores:
        raise
    except Exception as error:  # pyarrow has many kinds of errors for damaged files
        raise UnreadableScores(
            "The parquet file is cut off or damaged, or has columns of a kind that is not read: "
            "copy it again, or save it as CSV."
        ) from error


class _Columns:
    """The columns of a file: names, types and, in batches, values."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.names = [str(name) for name in file.schema_arrow.names]
        self.types = list(file.schema_arrow.types)
        self.rows = int(file.metadata.num_rows)
        if len(set(self.names)) < len(self.names):
            raise UnreadableScores("Two columns of the parquet file have the same name.")

    def is_number(self, place: int) -> bool:
        """Whether a column holds numbers."""
        return _is_number(self.types[place])

    def is_list(self, place: int) -> bool:
        """Whether a column holds a list of numbers in every row."""
        value = getattr(self.types[place], "value_type", None)
        return value is not None and str(self.types[place]).find("list<") >= 0 and _is_number(value)

    def batches(self, places: list[int], width: int) -> Iterator[list[Any]]:
        """Yield some columns, a batch of rows at a time."""
        names = [self.names[place] for place in places]
        require_room(8 * self.rows * width, "The table")
        for batch in self.file.iter_batches(max(1, BATCH // max(1, width)), columns=names):
            yield [batch.column(name) for name in names]

    def words_or_lists(self, place: int) -> Iterator[Any]:
        """Yield a column of words or lists, a batch of rows at a time."""
        name = self.names[place]
        for batch in self.file.iter_batches(BATCH_ROWS, columns=[name]):
            yield batch.column(name)


def _is_number(kind: Any) -> bool:
    return str(kind) in {
        *("float", "double", "halffloat", "int8", "int16", "int32", "int64"),
        *("uint8", "uint16", "uint32", "uint64"),
    }


def _find(columns: _Columns, wanted: Wanted) -> Found:
    if wanted == "labels":
        place = label_column(columns.names)
        if place is None and len(columns.names) == 1:
            place = 0
        if place is None:
            raise UnreadableScores(
                "The parquet file of labels has no column named label.", "labels"
            )
        return Found(labels=_labels(columns, place), ids=_ids(columns, place))
    lists = [p for p in range(len(columns.names)) if columns.is_list(p)]
    known = [p for p in lists if rank(columns.names[p], SCORE_NAMES) is not None]
    if len(known or lists) == 1:
        return _of_lists(columns, (known or lists)[0], wanted)
    return _of_columns(columns, wanted)


def _labels(columns: _Columns, place: int) -> RawLabels:
    words = Words()
    for column in columns.words_or_lists(place):
        for value in column.to_pylist():
            words.add("" if value is None else str(value))
    return words.labels(f"column '{columns.names[place][:40]}'")


def _ids(columns: _Columns, *used: int | None) -> tuple[Ids, ...]:
    places = id_places(columns.names, used)
    found = IdColumns([columns.names[place] for place in places])
    for place, values in zip(places, found.columns, strict=True):
        for column in columns.words_or_lists(place):
            values.extend(map(id_text, column.to_pylist()))
    return found.found()


def _of_lists(columns: _Columns, place: int, wanted: Wanted) -> Found:
    values, rows, width = array("d"), 0, None
    for column in columns.words_or_lists(place):
        lengths = {int(length or 0) for length in column.value_lengths().to_pylist()}
        width = lengths.copy().pop() if width is None and lengths else width
        if lengths != {width}:
            raise UnreadableScores(
                f"The lists of column '{columns.names[place][:40]}' have different lengths, such "
                f"as {sorted(lengths)[:3]}: every row needs a number for every class."
            )
        flat = column.flatten()
        require_room(8 * (len(values) + len(flat)), "The table")
        values.frombytes(_floats(flat).tobytes())
        rows += len(column)
    label = label_column(columns.names)
    return Found(
        np.frombuffer(values, np.float64).reshape(rows, width or 0),
        None if label is None or wanted == "scores" else _labels(columns, label),
        source=f"column '{columns.names[place][:40]}'",
        ids=_ids(columns, place, label),
    )


def _of_columns(columns: _Columns, wanted: Wanted) -> Found:
    places = range(len(columns.names))
    numeric = [columns.is_number(place) for place in places]
    roles = choose(columns.names, numeric, _first_words(columns))
    if not roles.classes:
        if roles.label is not None:
            raise UnreadableScores(LOOKS_LIKE_LABELS)
        raise UnreadableScores(
            "No column of the parquet file holds the scores of a class: name the columns "
            "logit_0, logit_1, …, or as the labels are."
        )
    width = len(roles.classes)
    require_room(8 * columns.rows * width, "The table")
    values, rows = array("d"), 0
    for batch in columns.batches(list(roles.classes), width):
        block = np.column_stack([_floats(column) for column in batch])
        values.frombytes(block.tobytes())
        rows += len(block)
    ids = _ids(columns, *roles.classes, roles.label)
    return Found(
        np.frombuffer(values, np.float64).reshape(rows, width),
        None if roles.label is None or wanted == "scores" else _labels(columns, roles.label),
        roles.names,
        roles.numbers,
        roles.source,
        unused(columns.names, roles, ids),
        ids,
    )


def _floats(column: Any) -> Float64Array:
    """Return a column as float64, NaN where a value is missing."""
    numbers: Float64Array = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return numbers


def _first_words(columns: _Columns) -> list[set[str]]:
    """Return the first fields of every column of text, and of those with an unclear name."""
    words: list[set[str]] = [set() for _ in columns.names]
    texts = [
        place
        for place, kind in enumerate(columns.types)
        if "string" in str(kind) or (is_unclear(columns.names[place]) and columns.is_number(place))
    ]
    names = [columns.names[place] for place in texts]
    for batch in islice(columns.file.iter_batches(FIRST_ROWS, columns=names), 1 if names else 0):
        for place in texts:
            column = batch.column(columns.names[place]).to_pylist()
            words[place] = {str(value).strip() for value in column if value is not None}
    return words

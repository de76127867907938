"""Names of rows: keep them, and put the labels of a second file in the order of the scores."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from logitviz.core._lib.column_names import plain_name

from .found import Found, Ids
from .scores import UnreadableScores

ID_NAMES = (
    *("id", "ids", "uid", "uuid", "key", "image_id", "sample_id", "example_id", "item_id"),
    *("doc_id", "question_id", "row_id", "filename", "file_name", "image", "image_name"),
    *("img", "image_path", "file", "path", "filepath", "file_path", "url", "name", "sample"),
    *("idx", "index"),
)
MOST_COLUMNS = 3  # that are kept
WHOLE_FLOAT = re.compile(r"([+-]?[0-9]+)\.0+")  # how pandas writes whole numbers beside gaps


def id_places(names: Sequence[str], used: Iterable[int | None] = ()) -> list[int]:
    """Return the places of columns that may name the rows, the best one first."""
    taken = set(used)
    ranks = {
        place: ID_NAMES.index(plain)
        for place, name in enumerate(names)
        if place not in taken and (plain := plain_name(name)) in ID_NAMES
    }
    return sorted(ranks, key=lambda place: ranks[place])[:MOST_COLUMNS]


class IdColumns:
    """Collect the columns that may name the rows."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = [name.strip()[:40] for name in names]
        self.columns: list[list[str]] = [[] for _ in names]

    def add(self, fields: Iterable[object]) -> None:
        """Append the names of the next row, one of every column."""
        for column, field in zip(self.columns, fields, strict=True):
            column.append(id_text(field))

    def found(self) -> tuple[Ids, ...]:
        """Return the columns in which no two rows have the same name, and none has no name."""
        return tuple(
            Ids(name, tuple(column))
            for name, column in zip(self.names, self.columns, strict=True)
            if "" not in (known := set(column)) and len(known) == len(column)
        )


def id_text(field: object) -> str:
    """Write the name of a row as text; "" if it has none."""
    if isinstance(field, bool) or not isinstance(field, int | float | str):
        return ""
    try:
        text = str(field).strip()
    except ValueError:  # a whole number of thousands of digits
        return ""
    whole = WHOLE_FLOAT.fullmatch(text)
    return whole[1] if whole else text


def _key(ids: Ids) -> str:
    return plain_name(ids.name).replace("_", "")


def with_labels(found: Found, second: Found) -> Found:
    """Return scores with the labels of a second file, matched by the names of rows in both."""
    others = {_key(ids): ids for ids in second.ids}
    ids = next((ids for ids in found.ids if _key(ids) in others), None)
    if ids is None or second.labels is None:
        return replace(found, labels=second.labels)
    other = others[_key(ids)]
    source = f"{second.labels.source}, matched by '{ids.name}'"
    if ids.values == other.values:
        return replace(found, labels=replace(second.labels, source=source))
    place = {name: row for row, name in enumerate(other.values)}
    _require_same(ids, place)
    order = np.fromiter(map(place.__getitem__, ids.values), np.intp, len(place))
    labels = replace(second.labels, values=second.labels.values[order], source=source)
    remark = (
        "The two files have their rows in different orders: the labels are put in the order of "
        f"the scores by '{ids.name}'."
    )
    return replace(found, labels=labels, remarks=(*found.remarks, remark))


def _require_same(ids: Ids, place: Mapping[str, int]) -> None:
    """Raise if a name stands in one of the files only."""
    known = set(ids.values)
    unlabelled = [name for name in ids.values if name not in place]
    unscored = [name for name in place if name not in known]
    parts = [
        f"{len(names):,} of the rows of {what} only, such as '{names[0][:40]}'"
        for names, what in ((unlabelled, "scores"), (unscored, "labels"))
        if names
    ]
    if parts:
        raise UnreadableScores(
            f"Both files name their rows by '{ids.name}', but some names stand in one file only: "
            f"{' and '.join(parts)}. Give both files the same rows; or leave that column out of "
            "one of them, so that the labels are taken in the order of their rows.",
            "labels",
        )

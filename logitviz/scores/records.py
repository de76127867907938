"""Read scores and labels from JSON records, one object for every sample."""

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

from logitviz.core._lib.column_names import LABEL_NAMES, SCORE_NAMES

from .columns import choose, unused
from .found import Found, Wanted, Words, rank
from .harness import find_in_samples, is_sample
from .ids import IdColumns, id_places, id_text
from .json_rows import Rows, label_word
from .mappings import Mappings, is_mapping, is_number
from .scores import LOOKS_LIKE_LABELS, UnreadableScores

Record = dict[str, Any]
FIRST_RECORDS = 50


def find_in_records(records: Iterator[Any], wanted: Wanted) -> Found:
    """Find what is wanted in a sequence of objects."""
    checked = _checked(records)
    head = list(islice(checked, FIRST_RECORDS))
    every = chain(head, checked)
    if is_sample(head[0]) and wanted != "labels":
        return find_in_samples(every, wanted)
    lists = [key for key, value in head[0].items() if isinstance(value, list) or is_mapping(value)]
    key = _best(lists, SCORE_NAMES)
    label = _best([key_ for key_ in head[0] if key_ != key], LABEL_NAMES)
    if wanted == "labels":
        return _labels_alone(every, label, _ids(head[0], label))
    if key is not None:
        ids = _ids(head[0], key, label)
        if is_mapping(head[0][key]):
            mappings = Mappings(head[0][key])
            return _of_mappings(every, mappings, key, label if wanted == "both" else None, ids)
        return _of_lists(every, key, label if wanted == "both" else None, ids)
    return _of_fields(head, every, wanted)


def _checked(records: Iterator[Any]) -> Iterator[Record]:
    for number, record in enumerate(records):
        if not isinstance(record, dict):
            raise UnreadableScores(f"Item {number} (counted from 0) of the JSON is no object.")
        yield record


def _ids(record: Record, *used: str | None) -> list[str]:
    """Return the keys that may name the rows."""
    keys = [key for key in record if key not in used]
    return [keys[place] for place in id_places(keys)]


def _best(keys: list[str], known: tuple[str, ...]) -> str | None:
    ranked = [(place, key) for key in keys if (place := rank(key, known)) is not None]
    return min(ranked)[1] if ranked else None


def _labels_alone(records: Iterator[Record], label: str | None, ids: list[str]) -> Found:
    if label is None:
        raise UnreadableScores('The objects have no key "label".', "labels")
    words, names = Words(), IdColumns(ids)
    for record in records:
        words.add(label_word(record.get(label)))
        names.add([record.get(key) for key in ids])
    return Found(labels=words.labels(f"key '{label[:40]}'"), ids=names.found())


def _collect(
    records: Iterator[Record],
    row: Callable[[Record], list[Any]],
    label: str | None,
    ids: list[str],
) -> tuple[Rows, Words, IdColumns]:
    rows, words, names = Rows(), Words(), IdColumns(ids)
    for record in records:
        rows.add(row(record))
        if label is not None:
            words.add(label_word(record.get(label)))
        names.add([record.get(key) for key in ids])
    return rows, words, names


def _of_lists(records: Iterator[Record], key: str, label: str | None, ids: list[str]) -> Found:
    def row(record: Record) -> list[Any]:
        scores = record.get(key)
        while isinstance(scores, list) and len(scores) == 1 and isinstance(scores[0], list):
            scores = scores[0]  # a batch of one
        if not isinstance(scores, list):
            raise UnreadableScores(f"An object has no list of scores under '{key[:40]}'.")
        return scores

    rows, words, names = _collect(records, row, label, ids)
    labels = None if label is None else words.labels(f"key '{label[:40]}'")
    source = f"key '{key[:40]}' of every object"
    return Found(rows.numbers(), labels, source=source, ids=names.found())


def _of_mappings(
    records: Iterator[Record], mappings: Mappings, key: str, label: str | None, ids: list[str]
) -> Found:
    rows, words, names = _collect(records, lambda record: mappings.row(record.get(key)), label, ids)
    return Found(
        rows.numbers(),
        None if label is None else words.labels(f"key '{label[:40]}'"),
        mappings.names,
        mappings.numbers,
        f"the numbers by name under '{key[:40]}' of every object",
        ids=names.found(),
        unordered=mappings.unordered,
    )


def _of_fields(head: list[Record], records: Iterator[Record], wanted: Wanted) -> Found:
    """Read objects that are rows of a table, with a key for every column."""
    names = list(head[0])
    fields = [[record.get(name) for record in head] for name in names]
    numeric = [all(map(is_number, column)) for column in fields]
    words = [
        {id_text(value) for value in column if isinstance(value, int | float | str)}
        for column in fields
    ]
    roles = choose(names, numeric, words)
    if not roles.classes:
        if roles.label is not None:
            raise UnreadableScores(LOOKS_LIKE_LABELS)
        raise UnreadableScores(
            "The JSON objects hold no scores; the keys of the first are "
            f"{', '.join(repr(name[:30]) for name in names[:8])}. Write objects such as "
            '{"logits": [1.5, -0.2, 0.3], "label": 0}.'
        )
    keys = [names[place] for place in roles.classes]
    label = None if roles.label is None or wanted == "scores" else names[roles.label]
    ids = _ids(head[0], *keys, names[roles.label] if roles.label is not None else None)
    rows, collected, rows_ids = _collect(
        records, lambda record: [record.get(key) for key in keys], label, ids
    )
    labels = None if label is None else collected.labels(f"key '{label[:40]}'")
    numbers, found = rows.numbers(), rows_ids.found()
    remarks = unused(names, roles, found)
    return Found(numbers, labels, roles.names, roles.numbers, roles.source, remarks, found)

"""Read scores and labels from JSON and JSON Lines."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from logitviz.core._lib.checks import Float64Array
from logitviz.core._lib.column_names import LABEL_NAMES, SCORE_NAMES

from .found import (
    CLASS_NAMES,
    Found,
    RawLabels,
    Wanted,
    Words,
    rank,
)
from .json_rows import Rows, label_word
from .json_text import JsonText, is_lines
from .mappings import is_pipeline
from .records import find_in_records
from .scores import LOOKS_LIKE_LABELS, Remedy, UnreadableScores

KEYS = '{"logits": [[…], […]], "labels": [0, 2]}'


def find_in_json(data: bytes, encoding: str, wanted: Wanted) -> Found:
    """Find what is wanted in JSON or JSON Lines."""
    text = JsonText(data, encoding)
    if text.peek() == "[" and is_lines(data, encoding):
        if wanted == "labels":
            return Found(labels=_labels(_lines(text), "lines of JSON"))
        return _of_rows(_lines(text), wanted, "lines of JSON")
    if text.peek() == "[":
        found = _of_list(text, wanted)
        if text.peek():
            text.refuse()
        return found
    if is_lines(data, encoding):
        return find_in_records(_lines(text), wanted)
    document = _Document(text, wanted)
    if text.peek():
        text.refuse()
    return document.found()


def _lines(text: JsonText) -> Iterator[Any]:
    while text.peek():
        yield text.value()


def _of_list(text: JsonText, wanted: Wanted) -> Found:
    items = text.items()
    first = next(items, None)
    every = chain([first], items)
    if isinstance(first, dict):
        return find_in_records(every, wanted)
    if wanted == "labels":
        return Found(labels=_labels(every, "the list"))
    if isinstance(first, int | str):
        raise UnreadableScores(LOOKS_LIKE_LABELS)
    if not isinstance(first, list):
        raise UnreadableScores(
            f"The JSON list holds no rows of scores. Write {KEYS}, or a list of rows."
        )
    return _of_rows(every, wanted, "a list of rows")


def _of_rows(items: Iterator[Any], wanted: Wanted, source: str) -> Found:
    """Read rows of numbers, or of names and numbers as a pipeline gives them."""
    first = next(items, None)
    every = chain([first], items)
    if not is_pipeline(first):
        return Found(_rows(every).numbers(), source=source)
    found = find_in_records(({"scores": row} for row in every), wanted)
    return replace(found, source=f"the labels and scores in {source}")


def _rows(items: Iterator[Any]) -> Rows:
    rows = Rows()
    for item in items:
        if not isinstance(item, list):
            raise UnreadableScores(
                f"Row {rows.count} (counted from 0) of the JSON is no list of numbers."
            )
        rows.add(item)
    return rows


def _labels(items: Iterator[Any], source: str) -> RawLabels:
    first = next(items, None)
    every = chain([] if first is None else [first], items)
    if isinstance(first, list) and len(first) > 1:
        return RawLabels(_rows(every).numbers(), None, source)
    words = Words()
    for item in every:
        words.add(label_word(item))
    return words.labels(source)


class _Document:
    """One object: lists under names, those with unknown names are passed over."""

    def __init__(self, text: JsonText, wanted: Wanted) -> None:
        self.wanted = wanted
        self.keys: list[str] = []
        self.scores: dict[str, Float64Array] = {}
        self.labels: dict[str, RawLabels] = {}
        self.names: tuple[str, ...] | None = None
        self.single: dict[str, Any] = {}
        for key in text.keys():  # noqa: SIM118 - no mapping
            self.keys.append(key[:40])
            if text.peek() == "[":
                self._list(key, text.items())
            else:
                self.single[key] = text.value()

    def _list(self, key: str, items: Iterator[Any]) -> None:
        first = next(items, None)
        every = chain([] if first is None else [first], items)
        source = f"'{key[:40]}'"
        if rank(key, LABEL_NAMES) is not None and self.wanted != "scores":
            self.labels[key] = _labels(every, source)
        elif (
            rank(key, SCORE_NAMES) is not None
            and self.wanted != "labels"
            and isinstance(first, list | int | float)
        ):
            rows = every if isinstance(first, list) else iter([list(every)])
            self.scores[key] = _rows(rows).numbers()
        elif rank(key, CLASS_NAMES) is not None and isinstance(first, str):
            self.names = tuple(str(name).strip() for name in every)
        else:
            for _ in every:
                pass

    def found(self) -> Found:
        """Return what the object holds."""
        labels = _best(self.labels, LABEL_NAMES, "labels")
        if self.wanted == "labels":
            if labels is None:
                raise UnreadableScores(
                    'The JSON holds no list of labels: write {"labels": [0, 2]}.', "labels"
                )
            return Found(labels=labels)
        scores = _best(self.scores, SCORE_NAMES, "")
        if scores is None and labels is not None:
            raise UnreadableScores(LOOKS_LIKE_LABELS)
        if scores is None:
            listed = ", ".join(map(repr, self.keys[:8])) or "none"
            raise UnreadableScores(
                f"The JSON object holds no rows of scores; its keys are: {listed}. Write {KEYS}."
            )
        names = self.names if self.names and len(self.names) == scores.shape[1] else None
        key = next(key for key, rows in self.scores.items() if rows is scores)
        return Found(scores, labels, names, source=f"'{key[:40]}'")


def _best(lists: dict[str, Any], known: tuple[str, ...], remedy: Remedy) -> Any:
    if not lists:
        return None
    places = {key: rank(key, known) for key in lists}
    first = min(place for place in places.values() if place is not None)
    best = [key for key in lists if places[key] == first]
    if len(best) > 1:
        raise UnreadableScores(
            f"Several lists could be meant: {', '.join(repr(key[:40]) for key in best[:5])}. "
            f"Write one pair: {KEYS}.",
            remedy,
        )
    return lists[best[0]]

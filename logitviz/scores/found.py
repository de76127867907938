"""What the readers of all formats give: scores and labels that nobody has checked yet."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.column_names import plain_name

# "scores": labels come from elsewhere, so those of this file must not matter.
Wanted = Literal["both", "scores", "labels"]

# Names decide first; an earlier name wins over a later one.
CLASS_NAMES = ("names", "class_names", "classes", "categories", "label_names")


@dataclass(frozen=True, eq=False)
class RawLabels:
    """Labels as they stand in a file.

    `values` are the labels themselves, or, if `words` is given, indices into `words`.
    """

    values: NDArray[Any]
    words: tuple[str, ...] | None
    source: str


class Ids(NamedTuple):
    """A column that names the rows: its name, and a different text for every row."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Found:
    """Scores and labels of a file; `numbers` are those of the columns, as in ``logit_3``.

    `unordered` says that the classes have names, but not the order in which the model has them.
    """

    scores: NDArray[Any] | None = None
    labels: RawLabels | None = None
    names: tuple[str, ...] | None = None
    numbers: tuple[int, ...] | None = None
    source: str = ""
    remarks: tuple[str, ...] = ()
    ids: tuple[Ids, ...] = ()
    unordered: bool = False


class Words:
    """Collect the labels of many rows, each distinct text once."""

    def __init__(self) -> None:
        self.codes = array("q")
        self.places: dict[str, int] = {}

    def add(self, word: str) -> None:
        """Append the label of the next row."""
        self.codes.append(self.places.setdefault(word, len(self.places)))

    def labels(self, source: str) -> RawLabels:
        """Return all labels."""
        words = tuple(word.strip() for word in self.places)
        return RawLabels(np.frombuffer(self.codes, np.int64), words, source)


def labels_of_words(texts: Iterable[str], source: str) -> RawLabels:
    """Return labels of texts."""
    words = Words()
    for text in texts:
        words.add(text)
    return words.labels(source)


def rank(name: str, known: tuple[str, ...]) -> int | None:
    """Return the place of a name among known names; one that ends with a known name comes later."""
    plain = plain_name(name)
    if plain in known:
        return known.index(plain)
    ends = [i for i, each in enumerate(known) if len(each) > 2 and plain.endswith(f"_{each}")]
    return len(known) + min(ends) if ends else None

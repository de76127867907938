"""Fields of a state by their paths, and texts with fields in them.

A path is a chain of names, such as ``record.probabilities``; ``[3]`` behind it takes the fourth of
the last axis, ``[2, 3]`` of the last two. A text names its numbers as ``{path:format}``; a format
is one of `formats`, or words to choose from by index: ``{agrees:no|yes}``; each
word may begin on a line of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .formats import FORMATS, Form, written
from .shown import Drawn

Numbers = NDArray[np.float64]
PATH = re.compile(r"(?P<names>[A-Za-z_][\w.]*)(\[(?P<index>\d+(, ?\d+)*)\])?")
PLACEHOLDER = re.compile(r"\{(?P<path>[A-Za-z_][^{}:]*):(?P<format>[^{}]*)\}")


@cache
def _parsed(path: str) -> tuple[str, tuple[int, ...]]:
    match = PATH.fullmatch(path)
    if not match:
        raise ValueError(f"a field must be names, perhaps with [index], got {path!r}")
    index = match["index"]
    return match["names"], tuple(map(int, index.split(","))) if index else ()


def _named(state: Any, names: str) -> NDArray[Any]:
    found = state
    for name in names.split("."):
        try:
            found = getattr(found, name)
        except AttributeError as error:
            raise ValueError(f"there is no field {names!r}: {error}") from error
    return np.asarray(found)


def _indexed(array: NDArray[Any], index: tuple[Any, ...], path: str) -> NDArray[Any]:
    try:
        return np.asarray(array[(..., *index)])
    except IndexError as error:
        raise ValueError(f"{path!r} leaves the shape {array.shape}") from error


def field(state: Any, path: str) -> NDArray[Any]:
    """Give the array of a field of a state.

    Parameters
    ----------
    state
        A state or any other record.
    path
        The field, as described in the module.

    Raises
    ------
    ValueError
        If the state has no such field, or the field no such index.
    """
    names, index = _parsed(path)
    array = _named(state, names)
    return _indexed(array, index, path) if index else array


def drawn(state: Any, what: Drawn) -> Numbers:
    """Give the numbers that a trace draws, [..., n] or for a matrix [..., rows, n]."""
    if isinstance(what.fields, str):
        array = field(state, what.fields)
    else:
        each = [field(state, path) for path in what.fields]
        array = np.stack(np.broadcast_arrays(*each), axis=-1)
    return np.asarray(what.through(array) if what.through else array, np.float64)


@dataclass(frozen=True)
class Part:
    """A number within a text: a field, an index into its last axes, a format."""

    names: str
    index: tuple[int, ...]
    form: Form

    @property
    def column(self) -> int:
        """Give the place of the number in its row."""
        return self.index[-1] if self.index else 0

    def row(self, state: Any) -> Numbers:
        """Give the numbers along the last axis, [..., n]; a single number is a row of one."""
        array = np.asarray(_named(state, self.names), np.float64)
        if not self.index:
            return array[..., None]
        path = f"{self.names}{list(self.index)}"
        _indexed(array, self.index, path)
        return _indexed(array, (*self.index[:-1], slice(None)), path)


@dataclass(frozen=True)
class Template:
    """A text that names fields of a state.

    Parameters
    ----------
    text
        With ``{0}``, ``{1}``, … in place of the numbers.
    parts
        The numbers.
    """

    text: str
    parts: tuple[Part, ...]

    def fill(self, rows: Sequence[Numbers]) -> str:
        """Write the text, given the row of each number."""
        numbers = zip(self.parts, rows, strict=True)
        return self.text.format(*(written(row[part.column], part.form) for part, row in numbers))


@cache
def template(text: str) -> Template:
    """Read a text with fields.

    Raises
    ------
    ValueError
        If a brace belongs to no ``{field:format}``.
    """
    parts: list[Part] = []

    def numbered(match: re.Match[str]) -> str:
        parts.append(Part(*_parsed(match["path"]), _format(match["format"])))
        return f"{{{len(parts) - 1}}}"

    if unread := re.search(r"[{}][^{}]*\}?", PLACEHOLDER.sub("", text)):
        raise ValueError(f"{unread.group()!r} is no {{field:format}}, in {text!r}")
    return Template(PLACEHOLDER.sub(numbered, text), tuple(parts))


def filled(text: str, state: Any) -> str:
    """Write a text with fields for one state."""
    found = template(text)
    return found.fill([part.row(state) for part in found.parts])


def _format(form: str) -> Form:
    words = tuple(form.replace("\n", "").split("|"))
    if len(words) == 1 and form not in FORMATS:
        raise ValueError(f"a format is one of {', '.join(FORMATS)}, or words with |; got {form!r}")
    return form if len(words) == 1 else words

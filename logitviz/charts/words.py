"""The words of the app: for each lesson and language one file of pieces, and one for all pages.

A file is Markdown. A piece begins with its name, ``<!-- name -->``, and ends where the next begins;
a short one may stand on the line of its name. What a piece says of numbers it names in braces, as
`fields` reads them: a translation may put them in any order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, reduce
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .fields import filled

DEFAULT_LANGUAGE = "en"
PACKAGE = Path(__file__).parents[1]
LESSONS = PACKAGE / "lessons"
SHARED = PACKAGE / "shell"  # the folder with what all pages say
_NAME = re.compile(r"^<!-- (\w+) -->[ \t]*\n?", re.MULTILINE)
_PLAIN = re.compile(r"\{([A-Za-z_]\w*)\}")  # a value without a format: it is put in as it is
LONGEST_SENTENCE = 2000  # characters of an error that are compared with patterns
SENTENCE = "sentence"  # the field that holds another whole sentence


@cache
def pieces(path: Path) -> dict[str, str]:
    """Read a file: the text of each piece by its name.

    Raises
    ------
    ValueError
        If two pieces have one name.
    """
    _, *parts = _NAME.split(path.read_text(encoding="utf-8"))
    found = {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    if len(found) < len(parts) // 2:
        raise ValueError(f"{path.name} of {path.parent.name} has two pieces of one name")
    return found


def file_of(lesson: str, language: str) -> Path:
    """Give the file of a lesson; without a lesson, of what all pages say."""
    return (LESSONS / lesson if lesson else SHARED) / f"words.{language}.md"


@cache
def languages() -> tuple[str, ...]:
    """List the languages in which the app speaks, English first: those of the shared files."""
    found = {path.suffixes[0][1:] for path in SHARED.glob("words.*.md")}
    return (DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE}))


class Words(Mapping[str, str]):
    """The words of a lesson in a language, with those that all pages have, by their names.

    A piece that is not translated yet is English. Two of one lesson and language are equal.

    Parameters
    ----------
    lesson
        The name of the lesson; empty for the words of all pages alone.
    language
        Its code, such as ``en``.
    """

    def __init__(self, lesson: str, language: str) -> None:
        self.lesson, self.language = lesson, language

    @cached_property
    def _pieces(self) -> dict[str, str]:
        files = (
            file_of(lesson, language)
            for language in dict.fromkeys((DEFAULT_LANGUAGE, self.language))
            for lesson in dict.fromkeys(("", self.lesson))
        )
        return {
            name: text for file in files if file.exists() for name, text in pieces(file).items()
        }

    def __getitem__(self, name: str) -> str:
        """Give a piece as its file has it."""
        return self._pieces[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._pieces)

    def __len__(self) -> int:
        """Count the pieces."""
        return len(self._pieces)

    def __eq__(self, other: object) -> bool:
        """Compare lesson and language."""
        return isinstance(other, Words) and repr(self) == repr(other)

    def __hash__(self) -> int:
        """Be a key of caches."""
        return hash(repr(self))

    def __repr__(self) -> str:
        """Name lesson and language."""
        return f"Words({self.lesson!r}, {self.language!r})"

    def said(self, name: str, /, **values: Any) -> str:
        """Write a piece with values.

        Parameters
        ----------
        name
            Of the piece.
        **values
            What it names: in ``{share:percent}`` a number, or any object whose fields the path
            names; in ``{file}`` a text, which is put in as it is.
        """
        text = filled(_PLAIN.sub("\x00\\1\x00", self[name]), SimpleNamespace(**values))
        return re.sub("\x00(\\w+)\x00", lambda match: str(values[match[1]]), text)

    def listed(self, items: Iterable[str]) -> str:
        """Write the items of a list beside each other."""
        return reduce(lambda first, second: self.said("listed", first=first, second=second), items)

    def error(self, error: object) -> str:
        """Say what an error or a note of the library says; one without a translation is English.

        ``errors.en.md`` has the sentences of the library, with names in braces for what varies.
        """
        sentence = str(error)
        if self.language == DEFAULT_LANGUAGE or len(sentence) > LONGEST_SENTENCE:
            return sentence
        return self._translated(sentence, "") or sentence

    def _translated(self, text: str, field: str) -> str | None:
        """Translate what a field holds, or a whole sentence; None if no pattern fits."""
        file = SHARED / f"errors.{self.language}.md"
        translations = pieces(file) if file.exists() else {}
        for name, parts in _patterns(field):
            found = _values(parts, text) if name in translations else None
            if found is None:
                continue
            said = {
                each: self._translated(value, each) if _patterns(each) else value
                for each, value in found.items()
            }
            if None not in said.values():
                return _with_values(translations[name], said)
        return None

    def instead_of(self, start: str) -> dict[str, str]:
        """Give those of the pieces with such names that are no English, by the English ones."""
        if self.language == DEFAULT_LANGUAGE:
            return {}
        english = words_of(self.lesson)
        return {english[name]: self[name] for name in self if name.startswith(start)}

    def label(self, control: str) -> str:
        """Name a control by its key: ``control_z`` names those of z0 to z9, by their number n."""
        if f"control_{control}" in self:
            return self[f"control_{control}"]
        stem = control.rstrip("0123456789")
        return self.said(f"control_{stem}", n=int(control.removeprefix(stem)))


@cache
def _patterns(field: str) -> list[tuple[str, list[str]]]:
    """Give the patterns of the library's sentences, those with most words of their own first.

    Parameters
    ----------
    field
        For ``what``, the pieces ``what__…``: one of them stands in the place of ``{what}``.
        For ``sentence``, those that stand in another sentence; empty for all whole sentences.

    Returns
    -------
    list of (str, list of str)
        The name of each piece, and its words and the names of its fields in turn.
    """
    found = pieces(SHARED / f"errors.{DEFAULT_LANGUAGE}.md")
    whole = {name: text for name, text in found.items() if "__" not in name}
    if field == SENTENCE:
        found = {name: text for name, text in whole.items() if f"{{{SENTENCE}}}" not in text}
    elif field:
        found = {name: text for name, text in found.items() if name.startswith(f"{field}__")}
    else:
        found = whole
    named = sorted(found, key=lambda name: -len(_PLAIN.sub("", found[name])))
    return [(name, _PLAIN.split(found[name])) for name in named]


def _values(parts: list[str], text: str) -> dict[str, str] | None:
    """Find what stands in the places of the fields of a pattern; None if it does not fit.

    Every field is as short as possible. No choice is ever taken back, so that the time grows only
    with the length of the text; the first letter may be small or capital.
    """
    first, last = parts[0], len(parts) - 1
    start = len(first)
    if _small(text[:start]) != _small(first):
        return None
    values = {}
    for place in range(1, last, 2):
        words = parts[place + 1]
        find = text.rfind if place + 1 == last else text.find
        stop = find(words, start)
        if stop < 0:
            return None
        values[parts[place]], start = text[start:stop], stop + len(words)
    return values if start == len(text) else None


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _with_values(text: str, values: Mapping[str, str | None]) -> str:
    return _PLAIN.sub(lambda match: str(values[match[1]]), text)


@cache
def words_of(lesson: str, language: str = DEFAULT_LANGUAGE) -> Words:
    """Give the words of a lesson; without a lesson, those of all pages."""
    return Words(lesson, language)

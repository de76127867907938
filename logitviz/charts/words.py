"""The words of the app: for each lesson and language one file of pieces, and one for all pages.

A file is Markdown. A piece begins with its name, ``<!-- name -->``, and ends where the next begins;
a short one may stand on the line of its name. What a piece says of numbers it names in braces, as
`fields` reads them: a translation may put them in any order.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, reduce
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from .fields import filled
from .sentences import FIELD, Sentences

DEFAULT_LANGUAGE = "en"
PACKAGE = Path(__file__).parents[1]
LESSONS = PACKAGE / "lessons"
SHARED = PACKAGE / "shell"  # the folder with what all pages say
Made = TypeVar("Made")
_NAME = re.compile(r"^<!-- (\w+) -->[ \t]*\n?", re.MULTILINE)


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


@dataclass(frozen=True)
class Words(Mapping[str, str]):
    """The words of a lesson in a language, with those that all pages have, by their names.

    A piece that is not translated yet is English. They are equal by lesson and language, and so can
    be the key of a cache.

    Parameters
    ----------
    lesson
        The name of the lesson; empty for the words of all pages alone.
    language
        Its code, such as ``en``.
    """

    lesson: str
    language: str

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
        text = filled(FIELD.sub("\x00\\1\x00", self[name]), SimpleNamespace(**values))
        return re.sub("\x00(\\w+)\x00", lambda match: str(values[match[1]]), text)

    def listed(self, items: Iterable[str], name: str = "listed") -> str:
        """Write the items of a list, two by two as a piece says; no items are an empty text."""
        found = list(items)
        if not found:
            return ""
        return reduce(lambda first, second: self.said(name, first=first, second=second), found)

    def error(self, error: object) -> str:
        """Say what an error or a note of the library says; one without a translation is English."""
        if self.language == DEFAULT_LANGUAGE:
            return str(error)
        return _sentences(self.language).translated(str(error))

    def readout(self, name: str) -> tuple[str, str, str]:
        """Divide a read-out: label, numbers, and what they mean.

        The first line is ``label: text with {fields:formats}``, divided at its last colon, of
        whatever script; what stands below an empty line is the meaning.
        """
        line, _, meaning = self[name].partition("\n\n")
        *label, text = re.split(r"(: |：)", line)
        return "".join(label[:-1]), text, meaning

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
def _sentences(language: str) -> Sentences:
    files = [SHARED / f"errors.{each}.md" for each in (DEFAULT_LANGUAGE, language)]
    return Sentences(*(pieces(file) if file.exists() else {} for file in files))


def per_language(count: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Keep what a function makes of words: the latest `count` results for each language."""
    return lru_cache(maxsize=count * len(languages()))


@cache
def words_of(lesson: str, language: str = DEFAULT_LANGUAGE) -> Words:
    """Give the words of a lesson; without a lesson, those of all pages."""
    return Words(lesson, language)

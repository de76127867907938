"""Sentences of the library in another language: its errors, and its notes on a file.

The library says them in English. A file of patterns has each of them once, with names in braces for
what varies; the file of another language has a piece of the same name.
"""

import re
from collections.abc import Mapping
from functools import cached_property

FIELD = re.compile(r"\{([A-Za-z_]\w*)\}")
LONGEST_SENTENCE = 2000  # characters: a longer one stays as it is
SENTENCE = "sentence"  # the field that holds another whole sentence
# The name of a piece; its words, and between them the names of its fields.
Pattern = tuple[str, list[str]]


def put_in(text: str, values: Mapping[str, object]) -> str:
    """Put values into a text in place of their names in braces."""
    return FIELD.sub(lambda match: str(values[match[1]]), text)


class Sentences:
    """The sentences of the library, and how each is said in another language.

    Parameters
    ----------
    english
        Each sentence by the name of its piece. A piece ``what__…`` is no sentence: one of them
        stands in the place of ``{what}``. A field that has no such pieces holds anything.
    other
        The same in the other language; a sentence that is not there stays English.
    """

    def __init__(self, english: Mapping[str, str], other: Mapping[str, str]) -> None:
        self._english, self._other = english, other

    def translated(self, sentence: str) -> str:
        """Say a sentence of the library in the other language."""
        if len(sentence) > LONGEST_SENTENCE:
            return sentence
        return self._translated(sentence, "") or sentence

    def _translated(self, text: str, field: str) -> str | None:
        """Translate what a field holds, or a whole sentence; None if no pattern fits."""
        for name, parts in self._patterns[field]:
            found = _values(parts, text)
            if found is None:
                continue
            said = {
                each: self._translated(value, each) if each in self._patterns else value
                for each, value in found.items()
            }
            if None not in said.values():
                return put_in(self._other[name], said)
        return None

    @cached_property
    def _patterns(self) -> dict[str, list[Pattern]]:
        """Give the patterns of whole sentences, and of each field that holds some pieces."""
        known = {name: text for name, text in self._english.items() if name in self._other}
        whole = {name: text for name, text in known.items() if "__" not in name}
        inner = {name: text for name, text in whole.items() if f"{{{SENTENCE}}}" not in text}
        groups = {"": whole, SENTENCE: inner}
        for name in known.keys() - whole.keys():
            groups.setdefault(name.partition("__")[0], {})[name] = known[name]
        return {field: _most_words_first(group) for field, group in groups.items()}


def _most_words_first(texts: Mapping[str, str]) -> list[Pattern]:
    named = sorted(texts, key=lambda name: (-len(FIELD.sub("", texts[name])), name))
    return [(name, FIELD.split(texts[name])) for name in named]


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

"""Read JSON one value at a time, so that a long list is never in memory as Python objects."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from .limits import LONGEST_PIECE
from .scores import WAY_OUT, UnreadableScores

CHUNK = 1 << 18  # characters
FIRST_LINE = 1 << 20  # characters of the first of several values, at most
SPACES = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()


class JsonText:
    """A place in a text of JSON; what lies before it is forgotten."""

    def __init__(self, data: bytes, encoding: str) -> None:
        encoding = "utf-8-sig" if encoding == "utf-8" else encoding
        self._stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding)
        self._window = ""
        self._at = 0
        self._ended = False

    def _more(self) -> None:
        """Read on, at least as many characters as are waiting."""
        rest = self._window[self._at :]
        try:
            piece = self._stream.read(max(CHUNK, len(rest)))
        except UnicodeError as error:
            raise UnreadableScores("The text is not UTF-8: save it as UTF-8.") from error
        self._ended = not piece
        self._window, self._at = rest + piece, 0

    def peek(self) -> str:
        """Return the next character that is no space, "" at the end of the text."""
        while True:
            spaces = SPACES.match(self._window, self._at)
            self._at = spaces.end() if spaces else self._at
            if self._at < len(self._window) or self._ended:
                return self._window[self._at : self._at + 1]
            self._more()

    def expect(self, allowed: str) -> str:
        """Pass the next character, which must be one of those allowed."""
        character = self.peek()
        if not character or character not in allowed:
            self.refuse()
        self._at += 1
        return character

    def value(self, longest: int = LONGEST_PIECE) -> Any:
        """Return the next value, of a limited number of characters."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._window, self._at)
            except RecursionError:
                raise UnreadableScores("The JSON is nested too deeply for scores.") from None
            except ValueError:
                if self._ended:
                    self.refuse()
            else:
                # A number that ends where the window ends may go on.
                if end < len(self._window) or self._ended:
                    self._at = end
                    return value
            if len(self._window) - self._at >= longest:
                raise UnreadableScores(
                    f"The JSON is not valid, or has a value of more than {longest:,} "
                    "characters: write every sample as a list or an object of its own."
                )
            self._more()

    def items(self) -> Iterator[Any]:
        """Yield the items of the list that begins here, and pass its end."""
        self.expect("[")
        if self.peek() == "]":
            self.expect("]")
            return
        while True:
            yield self.value()
            if self.expect(",]") == "]":
                return

    def keys(self) -> Iterator[str]:
        """Yield the keys of the object that begins here; the caller reads each value."""
        self.expect("{")
        if self.peek() == "}":
            self.expect("}")
            return
        while True:
            if self.peek() != '"':
                self.refuse()
            key = str(self.value())
            self.expect(":")
            yield key
            if self.expect(",}") == "}":
                return

    def refuse(self) -> NoReturn:
        """Say where the text is no JSON."""
        shown = self._window[self._at : self._at + 30]
        where = f"at {shown!r}" if shown else "at its end"
        raise UnreadableScores(
            f"The text begins like JSON, but is not valid JSON {where}: it is cut off, or printed "
            f"by a program. Save the numbers, {WAY_OUT}."
        )


def is_lines(data: bytes, encoding: str) -> bool:
    """Whether a first short value is followed by a value that begins with the same character."""
    text = JsonText(data, encoding)
    try:
        first = text.peek()
        text.value(FIRST_LINE)
        return text.peek() == first
    except UnreadableScores:
        return False

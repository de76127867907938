"""A lecture: a list of links with titles, as it stands in a link and in a file.

A link carries the list as JSON, compressed, in base 64, after the number of this form. A file is
JSON that people can read and change.
"""

import base64
import json
import re
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from logitviz.lessons import PAGES, path

FORM = "1"  # of the list in a link; another form gets another number
MOST_LINKS, LONGEST_TITLE, LONGEST_LINK = 40, 80, 4000
LONGEST_CODE, MOST_BYTES = 6000, 60_000  # in a link: characters; of a list or a file: bytes
PATHS = {path(name): name for name in PAGES}
_CODE = re.compile(r"[\w-]+", re.ASCII)


class LectureError(ValueError):
    """A list that cannot be read; the message is a sentence for the visitor."""


class Stop(NamedTuple):
    """One link of a lecture.

    Parameters
    ----------
    title
        What the lecturer calls it.
    link
        The address of the page, from its path on.
    """

    title: str
    link: str

    @property
    def page(self) -> str:
        """Give the name of the lesson."""
        return PATHS[self.link.partition("?")[0]]

    @property
    def query(self) -> str:
        """Give what stands behind the question mark."""
        return self.link.partition("?")[2]


Stops = Sequence[Stop]


# In a link.


def pack(stops: Stops) -> str:
    """Write a list for a link; an empty list is an empty text.

    Raises
    ------
    LectureError
        If it does not fit, or cannot be read again.
    """
    if not stops:
        return ""
    stops = _checked([list(stop) for stop in stops])
    if (size := len(to_file(stops).encode())) > MOST_BYTES:  # in a link it is shorter
        raise LectureError(f"The list has {size} bytes; a lecture has at most {MOST_BYTES}.")
    text = json.dumps(stops, ensure_ascii=False, separators=(",", ":"))
    deflate = zlib.compressobj(9, wbits=-15)
    code = base64.urlsafe_b64encode(deflate.compress(text.encode()) + deflate.flush())
    packed = FORM + code.decode().rstrip("=")
    if len(packed) > LONGEST_CODE:
        raise LectureError(
            f"The list would take {len(packed)} characters of a link, which holds {LONGEST_CODE}."
        )
    return packed


def unpack(code: str) -> list[Stop]:
    """Read the list of a link.

    Raises
    ------
    LectureError
        If it is no list, or too long.
    """
    if not code:
        return []
    if code[0] != FORM or len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise LectureError(
            "The list of links in this address is not one that logitviz has written."
        )
    try:
        return _checked(json.loads(_inflated(code[1:])))
    except LectureError:
        raise
    except (ValueError, RecursionError, zlib.error) as error:
        raise LectureError("The list of links in this address is cut off or changed.") from error


def _inflated(code: str) -> bytes:
    inflate = zlib.decompressobj(wbits=-15)
    data = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    found = inflate.decompress(data, MOST_BYTES)
    if not inflate.eof:
        raise ValueError("cut off, or longer than any list")
    return found


# In a file.


def to_file(stops: Stops) -> str:
    """Write a list as a file."""
    links = [stop._asdict() for stop in stops]
    return json.dumps({"lecture": int(FORM), "links": links}, ensure_ascii=False, indent=2) + "\n"


def from_file(data: bytes) -> list[Stop]:
    """Read a file with a list.

    Raises
    ------
    LectureError
        If it is no list, or too long.
    """
    if len(data) > MOST_BYTES:
        raise LectureError(f"The file has {len(data)} bytes; a lecture has at most {MOST_BYTES}.")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LectureError("The file is no JSON. Save a lecture here to see its form.") from error
    if not isinstance(found, dict) or found.get("lecture") != int(FORM):
        raise LectureError('The file has no "lecture": 1. Save a lecture here to see its form.')
    links = found.get("links")
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise LectureError('The file needs "links": a list of entries with "title" and "link".')
    return _checked([[link.get("title"), link.get("link")] for link in links])


# Entries of either.


def _checked(entries: Any) -> list[Stop]:
    if not isinstance(entries, list):
        raise LectureError("A lecture is a list of links with titles.")
    if len(entries) > MOST_LINKS:
        raise LectureError(
            f"The list has {len(entries)} links; a lecture has at most {MOST_LINKS}."
        )
    return [_stop(number, entry) for number, entry in enumerate(entries, 1)]


def _stop(number: int, entry: Any) -> Stop:
    match entry:
        case [str(title), str(link)]:
            return Stop(tidy_title(title), local_link(number, link))
    raise LectureError(f"Link {number} needs a title and a link, both in quotation marks.")


def tidy_title(title: str) -> str:
    """Make a title one line of at most 80 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:LONGEST_TITLE]


def local_link(number: int, link: str) -> str:
    """Give a link from its path on, whatever server it names.

    Raises
    ------
    LectureError
        If it leads to no page of logitviz.
    """
    if len(link) > LONGEST_LINK:
        raise LectureError(f"Link {number} has {len(link)} characters, more than {LONGEST_LINK}.")
    try:
        link.encode()
    except UnicodeEncodeError as error:  # half a character, which JSON can hold
        raise LectureError(f"Link {number} is no text that can be sent: {link[:60]!r}.") from error
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("?")._replace(path="?")
    page = "/" + parts.path.rpartition("/")[2]
    if page not in PATHS:
        raise LectureError(f"Link {number} leads to no page: {link[:60]!r} names none of logitviz.")
    return page + f"?{parts.query}" * bool(parts.query)

"""The words of the lessons: Markdown files, in pieces that have names."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

LANGUAGE = "en"
LESSONS = Path(__file__).parents[1] / "lessons"
INDEX = re.compile(r"(?<=\[)c(?=[],])|(?<=, )c(?=\])")  # [c], [c, 0], [0, c]
REPEATED = re.compile(rf"{INDEX.pattern}|\{{c\}}")


@cache
def pieces(path: Path) -> dict[str, str]:
    """Read a Markdown file: the text after each ``<!-- name -->`` up to the next."""
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^<!-- (\w+) -->\s*$", text, flags=re.MULTILINE)[1:]
    return {name: body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)}


def prose_path(lesson: str, file: str = "prose") -> Path:
    """Give the path of a Markdown file of a lesson."""
    return LESSONS / lesson / f"{file}.{LANGUAGE}.md"


def prose(lesson: str, file: str = "prose") -> dict[str, str]:
    """Read a Markdown file of a lesson."""
    return pieces(prose_path(lesson, file))


def table_cells(text: str, labels: Sequence[str] = ()) -> list[list[str]]:
    r"""Split a table of Markdown into the cells of its lines, the heading and the rule first.

    Parameters
    ----------
    text
        The table. A column headed ``{c}`` is repeated for every label; in a table without one,
        every row with ``[c]`` or ``{c}`` in it. ``c`` as an index becomes 0, 1, …; ``{c}`` becomes
        the label.
    labels
        The labels.

    Examples
    --------
    >>> table_cells("| class | p |\n|---|---|\n| {c} | {p[c]:percent} |", ["a", "b"])[2:]
    [['a', '{p[0]:percent}'], ['b', '{p[1]:percent}']]
    """
    lines = text.splitlines()
    if "{c}" in lines[0]:
        rows = [_cells(line) for line in lines]
        at = rows[0].index("{c}")
        return [[*row[:at], *_for_each(labels, row[at]), *row[at + 1 :]] for row in rows]
    repeated = (_for_each(labels, line) if REPEATED.search(line) else [line] for line in lines)
    return [_cells(line) for each in repeated for line in each]


def _for_each(labels: Sequence[str], text: str) -> list[str]:
    return [INDEX.sub(str(c), text).replace("{c}", label) for c, label in enumerate(labels)]


def _cells(line: str) -> list[str]:
    """Split a row at the bars that are not within braces."""
    cells = re.findall(r"((?:[^|{]|\{[^}]*\})*)\|", line.strip().removeprefix("|"))
    return [cell.strip() for cell in cells]

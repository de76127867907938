"""Rows of the subject matter: each names its section, and the page and link that show it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from logitviz.charts.words import words_of
from logitviz.live.state import Floats
from tests.shell.visits import charts, seen, troubles

Holds = Callable[[AppTest], None]

GLOSSARY = words_of("")["glossary"]


@dataclass(frozen=True)
class Row:
    """One statement, figure or example of the material.

    Parameters
    ----------
    says
        Its section and what it says, as the name of a test.
    page
        The page that shows it.
    link
        The parameters of the link to it.
    holds
        What must be seen there.
    """

    says: str
    page: str
    link: dict[str, str]
    holds: Holds

    def check(self) -> None:
        """Follow the link and look."""
        at = seen(self.page, **self.link)
        assert troubles(at) == []
        self.holds(at)


class Material(list[Row]):
    """The rows of some sections."""

    def row(self, says: str, page: str, **link: str) -> Callable[[Holds], Holds]:
        """Take what must be seen of a row."""

        def take(holds: Holds) -> Holds:
            self.append(Row(says, page, link, holds))
            return holds

        return take

    @property
    def sections(self) -> set[int]:
        """Tell which sections have rows; each row must name one."""
        return {int(re.match(r"section (\d+): \S", row.says)[1]) for row in self}  # type: ignore[index]


def prose_of(at: AppTest) -> str:
    """All that a page says in Markdown."""
    return "\n".join(m.value for m in at.markdown)


def glossary() -> dict[str, str]:
    """The entries of the glossary, which every page has, by their terms."""
    found = re.findall(r"^\*\*(.+?)\*\*(?: \(.+?\))? – (.+)$", GLOSSARY, flags=re.MULTILINE)
    return dict(found)


def rows_below(at: AppTest, heading: str) -> list[list[str]]:
    """The rows of the one table that has this heading, the headings first."""
    blocks = re.findall(r"(?:^\|.*$\n?)+", prose_of(at), flags=re.MULTILINE)
    tables = [[_cells(line) for line in block.splitlines()] for block in blocks]
    (found,) = [rows for rows in tables if heading in rows[0]]
    return [found[0], *found[2:]]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def column(rows: list[list[str]], name: str, count: int = 10) -> list[str]:
    """The first cells of a table below a heading."""
    index = rows[0].index(name)
    return [row[index] for row in rows[1 : count + 1]]


def drawn(at: AppTest, chart: str, trace: int = 0, what: str = "y") -> Any:
    """What a trace of a chart shows."""
    return charts(at)[chart]["data"][trace][what]


def as_text(logits: Floats) -> str:
    """Logits as a link carries them in one text."""
    return " ".join(repr(float(z)) for z in logits)


def as_keys(logits: Floats) -> dict[str, str]:
    """Ten logits as a link carries them one by one."""
    return {f"z{i}": repr(float(z)) for i, z in enumerate(logits)}

"""Every piece of words is asked for by some code: what nobody asks for is deleted."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from logitviz.charts.words import DEFAULT_LANGUAGE, LESSONS, PACKAGE, file_of, pieces
from logitviz.datasets.sources import EXAMPLES
from logitviz.lessons import PAGES
from logitviz.live.controls import NamedChoice
from tests.cases import for_each
from tests.lessons.table import TABLE

ROOT = PACKAGE.parent
SHARED = [path for path in PACKAGE.rglob("*.py") if LESSONS not in path.parents]
# Of a control and of its options; and what worked examples ask by their names and steps.
ASKED = re.compile(
    "|".join(
        (
            *(f"control_{re.sub('[0-9]+$', '', key)}[0-9]*" for key in TABLE),
            *(
                control.word(value)
                for control in TABLE.values()
                if isinstance(control, NamedChoice)
                for value in control.options
            ),
            *(f"{name}_.*" for name in EXAMPLES),
        )
    )
)
GENERAL = re.compile(r"_*(title|alt|x|y|curve|part|option|control|page|help)_*")


def texts(paths: list[Path]) -> Iterator[str]:
    """Give every text of some programs, and each that is made of others as a pattern."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
                    for part in node.values
                ]
                if re.search("[a-z]", "".join(parts)):
                    yield "".join(parts)


def is_telling(pattern: str) -> bool:
    """Whether a pattern says more than that something is a title or the like."""
    literal = pattern.replace("(.+)", "")
    return len(re.findall("[a-z]", literal)) > 2 and not GENERAL.fullmatch(literal)


def is_asked(name: str, plain: set[str], patterns: list[str], pages: str) -> bool:
    """Whether a piece is named, or what its name is made of: ``f"{chart}_title"``."""
    if name in plain or f"${name}" in pages or ASKED.fullmatch(name):
        return True
    telling = [pattern for pattern in patterns if is_telling(pattern)]
    if any(re.fullmatch(pattern, name) for pattern in telling):
        return True
    return any(
        all(
            part in plain or part.isdigit() or any(re.fullmatch(each, part) for each in telling)
            for part in match.groups()
        )
        for pattern in patterns
        if (match := re.fullmatch(pattern, name))
    )


@for_each("page", ["", *PAGES])
def test_every_piece_is_asked_for(page: str) -> None:
    own = [*(LESSONS / page).rglob("*.py"), ROOT / PAGES[page]] if page else []
    every = [*LESSONS.rglob("*.py"), *(ROOT / file for file in PAGES.values())]
    found = set(texts([*SHARED, *(own or every)]))
    patterns = [each for each in found if "(.+)" in each]
    plain = {re.sub(r"\\(.)", r"\1", each) for each in found}
    pages = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html"))
    names = [name for name in pieces(file_of(page, DEFAULT_LANGUAGE)) if name[:7] != "native_"]
    assert [name for name in names if not is_asked(name, plain, patterns, pages)] == []


def test_a_piece_that_nobody_asks_for_is_found() -> None:
    own = [*(LESSONS / "temperature").rglob("*.py"), ROOT / PAGES["temperature"]]
    found = set(texts([*SHARED, *own]))
    patterns = [each for each in found if "(.+)" in each]
    for name in ("zebra_title", "zebra_alt", "curve_zebra", "option_show_zebra", "zebra"):
        assert not is_asked(name, found, patterns, "")

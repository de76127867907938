"""Every page says the words that stand in ``words.txt`` beside its tests.

A line with a question mark gives a link; the lines below it are all that the page says there: its
texts, its tables without the names of the rows, and the alternative texts of its charts.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from logitviz.lessons import PAGES
from tests.lessons.shown import Shown, read, shown


def lines(page: Shown) -> Iterator[str]:
    """Write all that a page says, line by line."""
    for name, text in page.texts.items():
        yield f"{name}: {text}"
    for name, rows in page.tables.items():
        yield f"{name}:"
        for row in rows:
            yield f"| {' | '.join(cell or '' for cell in row)} |"
    for key, words in page.alts.items():
        yield f"{key}, in words: {words}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_words_beside_its_tests(page: str) -> None:
    file = Path(__file__).parent / page / "words.txt"
    link, found = "", {}
    for starts, group in groupby(file.read_text("utf-8").splitlines(), lambda s: s[:1] == "?"):
        if starts:
            link = [*group][-1][1:].strip()
        else:
            found[link] = [line for line in group if line]
    assert found
    for link, wanted in found.items():
        assert list(lines(shown(page, read(link)))) == wanted, f"{page}?{link}"

"""A page shows the state of its link: charts, their words, read-outs, sentences and tables."""

from itertools import zip_longest
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from logitviz.lessons import PAGES
from tests.lessons.profiles import PROFILES
from tests.lessons.shown import ATTRIBUTES, drawings, read, shown
from tests.shell.visits import alts, charts, seen, table, troubles, within


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_state_of_its_link(page: str) -> None:
    for link in ("", *PROFILES[page].links):
        at, state = seen(page, **dict(parse_qsl(link))), read(link)
        context = f"{page}?{link}"
        assert troubles(at) == [], context
        wanted = shown(page, state)
        assert figures(at) == drawings(page, state), context
        assert alts(at) == dict(wanted.alts), context
        assert {key: text_of(at, key) for key in wanted.texts} == dict(wanted.texts), context
        for key, rows in wanted.tables.items():
            found = [row[1:] for row in table(at, f"live_{key}")[1:]]
            pairs = [[*zip_longest(*both)] for both in zip(found, rows, strict=True)]
            assert all(cell is None or cell == here for row in pairs for here, cell in row), context


def figures(at: AppTest) -> dict[str, list[dict[str, Any]]]:
    """Give the numbers and words of every trace of every chart."""
    return {
        key: [{name: trace.get(name) for name in ATTRIBUTES} for trace in c["data"]]
        for key, c in charts(at).items()
    }


def text_of(at: AppTest, key: str) -> str:
    """Give the words of a read-out or of a sentence."""
    box = within(at, f"live_{key}")
    return str(box.metric[0].value if len(box.metric) else box.markdown[0].value)

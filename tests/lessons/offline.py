"""The file that a page leaves to take along, written without a browser."""

from functools import cache
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl

from logitviz.live.offline import Offline
from logitviz.live.state import State
from logitviz.shell import data_panel
from logitviz.shell.data_panel import offline_of
from tests.shell.visits import visit


@cache
def offline(page: str, link: str = "") -> tuple[Offline, State]:
    """Open a page by a link; give what it leaves to its file, and its state."""
    found: list[tuple[Offline, State]] = []

    def note(drawn: Any) -> Offline:
        left = offline_of(drawn)
        found.append((left, type(drawn.state)(dict(drawn.values))))
        return left

    with mock.patch.object(data_panel, "offline_of", note):
        visit(page, **dict(parse_qsl(link, keep_blank_values=True)))
    return found[-1]


def offline_html(page: str, link: str = "") -> str:
    """Write the file of a page that a link opens."""
    left, state = offline(page, link)
    return left.html(state)

"""What all measurements of the benchmark share: servers, pages, number of repetitions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from .bench_pages import Subject
from .browser import VIEWPORT, Server, wait_until_settled
from .meters import HEAR_SERVER


@dataclass(frozen=True)
class Bench:
    """One run of the benchmark.

    Parameters
    ----------
    app, plain
        The server of the app, and that of a plain Streamlit app.
    slow
        The address of the app behind a delayed line.
    folder
        A place for files that the measurements write.
    repetitions
        How often everything is measured.
    subjects
        The pages under test.
    bars_only
        Whether the page of JavaScript alone leaves out charts without bars.
    """

    app: Server
    slow: str
    plain: Server
    folder: Path
    repetitions: int
    subjects: Sequence[Subject]
    bars_only: bool

    def turns(self, names: Sequence[str]) -> Iterator[str]:
        """Give every name its turn once per repetition, in an order that changes."""
        for repetition in range(self.repetitions):
            shift = repetition % len(names)
            yield from [*names[shift:], *names[:shift]]

    def measure(self, ways: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
        """Take the figures of several ways in turns."""
        figures: dict[str, list[float]] = {name: [] for name in ways}
        for name in self.turns(list(ways)):
            figures[name].append(ways[name]())
        return figures


def visit(browser: Browser, url: str, *, live: bool = True) -> Page:
    """Open a Streamlit page in a context of its own and wait until it has settled."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.add_init_script(HEAR_SERVER)
    page.goto(url)
    wait_until_settled(page, live=live)
    return page

"""A slow line: a first visit and a release, against the plain app, both through nginx."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from .bench_pages import PLAIN_CHART, PLAIN_SLIDER
from .bench_run import Bench, visit
from .browser import chromium, wait_until_settled
from .hall import hall
from .meters import Stretch, first_bar, settle
from .proxy import delayed
from .report import head, ratio, row, spread
from .server import APP

RATE, ROUND_TRIP = 200_000, 0.15  # 1.6 Mbit/s in bytes per second; seconds
BARS, RELEASES = 3, 10  # times
PATIENCE = 60_000  # ms: Plotly comes after the words and sliders
STRETCH = Stretch(20, 100)


@dataclass(frozen=True)
class Line:
    """An app behind nginx and a slow line, and a browser that visits it."""

    browser: Browser
    url: str
    live: bool

    def first_bar(self) -> float:
        """Give the time of a first visit until the first bar, in ms."""
        return first_bar(self.browser, self.url, PLAIN_CHART)

    def settles(self, times: int) -> list[float]:
        """Give the times from releases until the page with its chart has settled, in ms."""
        page = visit(self.browser, self.url, live=self.live)
        page.locator(f".st-key-{PLAIN_CHART} .bars path").first.wait_for(timeout=PATIENCE)
        wait_until_settled(page, live=self.live)
        found = [settle(page, PLAIN_SLIDER, STRETCH) for _ in range(1 + times)]
        page.context.close()
        return found[1:]  # at the first, the browser compiles what it needs


@contextmanager
def slow_line(browser: Browser, app: Path, *, live: bool) -> Iterator[Line]:
    """Put an app behind nginx and a slow line."""
    with hall(1, app=app) as opened, delayed(opened.port, ROUND_TRIP, RATE, shared=True) as line:
        first_bar(browser, opened.url, PLAIN_CHART)  # nginx compresses the files, Python imports
        yield Line(browser, line.url, live)


def slow_lines(bench: Bench) -> None:
    """First bar and release at 1.6 Mbit/s and 150 ms, against the plain app."""
    head("A line of 1.6 Mbit/s and 150 ms, ms", "what|plain app|ours|ratio|wanted")
    with (
        chromium() as browser,
        slow_line(browser, APP, live=True) as ours,
        slow_line(browser, bench.plain.app, live=False) as plain,
    ):
        bars: dict[str, list[float]] = {"plain": [], "ours": []}
        for _ in range(min(BARS, bench.repetitions)):
            bars["plain"].append(plain.first_bar())
            bars["ours"].append(ours.first_bar())
        theirs, found = plain.settles(RELEASES), ours.settles(RELEASES)
    row(
        "first bar",
        spread(bars["plain"], 0),
        spread(bars["ours"], 0),
        ratio(bars["ours"], bars["plain"]),
        "1.2",
    )
    row(
        "release until settled",
        spread(theirs, 0),
        spread(found, 0),
        ratio(found, theirs),
        "1500 ms",
    )

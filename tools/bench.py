"""Measure how live the charts are (``make bench``): Markdown tables, medians with their spread.

Everything is measured against something else in the same run, in turns, with the same meter: the
figures of one machine say little, their ratios much. Nothing is asserted.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Browser, Page
from scipy.special import softmax as scipy_softmax

from logitviz.core import softmax
from logitviz.ui.state import TEMPERATURES

from .bench_pages import SUBJECTS, Subject, Survey, survey, write_limit, write_plain
from .browser import Server, chromium, serve, wait_until_settled
from .hand import track
from .meters import Stretch, drag, first_bar, settle
from .proxy import delayed

ROUND_TRIP = 0.1
RESTS = (0.3, 0.7)  # where a drag ends: elsewhere each time, so that there is something to rerun
PLAIN_STRETCH = Stretch(20, 100)
PLAIN_CHART = "probabilities"
BATCH = (100_000, 10)
QUICK, THOROUGH = 2, 5


@dataclass(frozen=True)
class Bench:
    """What all measurements share."""

    browser: Browser
    app: Server
    slow: str
    plain: Server
    folder: Path
    repetitions: int
    subjects: Sequence[Subject]

    def visit(self, url: str) -> Page:
        """Open a page in a context of its own."""
        page = self.browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.goto(url)
        return page

    def visit_app(self, url: str, *, live: bool = True) -> Page:
        """Open a Streamlit page and wait until it rests."""
        page = self.visit(url)
        wait_until_settled(page, live=live)
        return page

    def survey(self, subject: Subject, slider: str) -> Survey:
        """Find out what a slider does on a page."""
        page = self.visit_app(self.app.url + subject.path)
        found = survey(page, slider, subject.chart)
        page.context.close()
        return found

    def measure(self, ways: Mapping[str, Callable[[int], float]]) -> dict[str, list[float]]:
        """Take every way's figure once per repetition, in an order that changes."""
        names = list(ways)
        figures: dict[str, list[float]] = {name: [] for name in names}
        for turn in range(self.repetitions):
            shift = turn % len(names)
            for name in names[shift:] + names[:shift]:
                figures[name].append(ways[name](turn))
        return figures


def spread(figures: Sequence[float], digits: int = 1) -> str:
    """Write a median with the lowest and the highest figure."""
    low, high = min(figures), max(figures)
    return f"{median(figures):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Write the ratio of two medians."""
    return f"**{median(ours) / median(theirs):.2f}**"


def row(*cells: object) -> None:
    """Print a row of a table at once: a benchmark takes its time."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def head(title: str, *cells: str) -> None:
    """Print the head of a table."""
    print(f"\n### {title}\n", flush=True)
    row(*cells)
    row(*["---"] * len(cells))


def sliders(bench: Bench) -> Iterator[tuple[Subject, str, Survey]]:
    """Go through the sliders under test of every page."""
    for subject in bench.subjects:
        for slider in ("T", subject.logit):
            yield subject, slider, bench.survey(subject, slider)


def rates(bench: Bench) -> None:
    """Chart updates per second while a hand drags, against JavaScript alone."""
    head(
        "Chart updates per second, 2 s drag at 60 Hz",
        "page", "slider", "bar charts (others) in view", "positions", "JavaScript alone",
        "0 ms", "ratio", "100 ms", "ratio", "events/s: limit, 0 ms", "server CPU s per drag",
    )  # fmt: skip
    for subject, slider, found in sliders(bench):
        pages = {
            "limit": bench.visit(write_limit(found, bench.folder)),
            "near": bench.visit_app(bench.app.url + subject.path),
            "far": bench.visit_app(bench.slow + subject.path),
        }
        seen, events, cpu = drags(bench, pages, found)
        row(
            subject.name, slider, f"{len(found.sizes)} ({found.others})",
            f"{found.stretch.high - found.stretch.low + 1} of {len(found.rows)}",
            spread(seen["limit"]), spread(seen["near"]), ratio(seen["near"], seen["limit"]),
            spread(seen["far"]), ratio(seen["far"], seen["limit"]),
            f"{median(events['limit']):.0f}, {median(events['near']):.0f}", spread(cpu, 2),
        )  # fmt: skip
        for page in pages.values():
            page.context.close()


def drags(
    bench: Bench, pages: Mapping[str, Page], found: Survey
) -> tuple[dict[str, list[float]], dict[str, list[float]], list[float]]:
    """Drag the same slider on all pages in turns; updates, mouse events, and the server's work."""
    events: dict[str, list[float]] = {name: [] for name in pages}
    cpu: list[float] = []

    def way(name: str) -> Callable[[int], float]:
        def once(turn: int) -> float:
            before = bench.app.cpu_seconds()
            result = drag(pages[name], found.slider, found.chart, found.stretch, RESTS[turn % 2])
            if name != "limit":
                wait_until_settled(pages[name])
            if name == "near":
                cpu.append(bench.app.cpu_seconds() - before)
            events[name].append(result.events)
            return result.updates

        return once

    return bench.measure({name: way(name) for name in pages}), events, cpu


def settles(bench: Bench) -> None:
    """Time from release to rest, against the plain app."""
    head("Settle time after release, ms", "page", "slider", "plain app", "ours", "ratio")
    plain = bench.visit_app(bench.plain.url, live=False)
    for subject in bench.subjects:
        ours = bench.visit_app(bench.app.url + subject.path)
        for slider in ("T", subject.logit):
            found = settled(bench, ours, slider, plain)
            row(
                subject.name, slider, spread(found["plain"], 0), spread(found["ours"], 0),
                ratio(found["ours"], found["plain"]),
            )  # fmt: skip
        ours.context.close()
    plain.context.close()


def settled(bench: Bench, ours: Page, slider: str, plain: Page) -> dict[str, list[float]]:
    """Let go of a slider and of the plain app's in turns."""
    steps = track(ours, slider).steps
    stretch = Stretch(round(0.2 * steps), round(0.8 * steps))
    return bench.measure(
        {
            "plain": lambda turn: settle(plain, "T", PLAIN_STRETCH, RESTS[turn % 2]),
            "ours": lambda turn: settle(ours, slider, stretch, RESTS[turn % 2]),
        }
    )


def visit_first(bench: Bench, url: str, chart: str, _turn: int = 0) -> float:
    """Visit a page for the first time, until its first bar."""
    return first_bar(bench.browser, url, chart)


def firsts(bench: Bench) -> None:
    """Time to the first bar of a first visit to a warm server, against the plain app."""
    head("Time to the first bar, ms", "page", "plain app", "ours", "ratio")
    visit_first(bench, bench.plain.url, PLAIN_CHART)
    for subject in bench.subjects:
        url = bench.app.url + subject.path
        visit_first(bench, url, subject.chart)
        found = bench.measure(
            {
                "plain": partial(visit_first, bench, bench.plain.url, PLAIN_CHART),
                "ours": partial(visit_first, bench, url, subject.chart),
            }
        )
        row(
            subject.name, spread(found["plain"], 0), spread(found["ours"], 0),
            ratio(found["ours"], found["plain"]),
        )  # fmt: skip


def milliseconds(call: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def softmaxes(bench: Bench) -> None:
    """Time `softmax` of a batch, against scipy's."""
    head("softmax of float64 [100000, 10], ms", "scipy", "ours", "ratio")
    logits = 3 * np.random.default_rng(0).standard_normal(BATCH)
    found = replace(bench, repetitions=10 * bench.repetitions).measure(
        {
            "scipy": lambda _: milliseconds(lambda: scipy_softmax(logits, axis=-1)),
            "ours": lambda _: milliseconds(lambda: softmax(logits)),
        }
    )
    row(spread(found["scipy"], 2), spread(found["ours"], 2), ratio(found["ours"], found["scipy"]))


SECTIONS: Mapping[str, Callable[[Bench], None]] = {
    "rates": rates,
    "settle": settles,
    "first": firsts,
    "softmax": softmaxes,
}


@contextmanager
def benches(repetitions: int, subjects: Sequence[Subject]) -> Iterator[Bench]:
    """Start everything that is measured."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve() as app,
        serve(write_plain(Path(folder), TEMPERATURES)) as plain,
        delayed(app.port, ROUND_TRIP) as slow,
        chromium() as browser,
    ):
        yield Bench(browser, app, slow, plain, Path(folder), repetitions, subjects)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    names = [subject.name for subject in SUBJECTS]
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} repetitions")
    parser.add_argument("--repetitions", type=int, help=f"instead of {THOROUGH}")
    parser.add_argument("--pages", nargs="+", choices=names, default=names)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    return parser.parse_args()


def main() -> None:
    """Print the tables asked for."""
    asked = arguments()
    repetitions = asked.repetitions or (QUICK if asked.quick else THOROUGH)
    subjects = [subject for subject in SUBJECTS if subject.name in asked.pages]
    with benches(repetitions, subjects) as bench:
        print(
            f"{os.cpu_count()} cores, Python {platform.python_version()}, "
            f"Chromium {bench.browser.version}; median (lowest–highest) of {repetitions}",
            flush=True,
        )
        for name in asked.only:
            SECTIONS[name](bench)


if __name__ == "__main__":
    main()

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
import plotly
import streamlit
from playwright.sync_api import Browser, Page
from scipy.special import softmax as scipy_softmax

from logitviz.core import softmax
from logitviz.live.old_table import TEMPERATURES

from .bench_bytes import Weight, Weights, weigh
from .bench_drag import LIMIT, Drag, compare
from .bench_pages import PLAIN_PAGE, SUBJECTS, Subject, Survey, survey, write_limit, write_plain
from .browser import VIEWPORT, Server, chromium, serve, wait_until_settled
from .meters import HEAR_SERVER, Stretch, first_bar, middle, settle
from .proxy import delayed

ROUND_TRIP = 0.1
PLAIN_STRETCH = Stretch(20, 100)
PLAIN_CHART = "probabilities"
PLAIN_SLIDER = "T"
BATCH = (100_000, 10)
QUICK, THOROUGH = 2, 5
OPENINGS = 3


@dataclass(frozen=True)
class Bench:
    """What all measurements share."""

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
    """Open a Streamlit page in a context of its own and wait until it rests."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.add_init_script(HEAR_SERVER)
    page.goto(url)
    wait_until_settled(page, live=live)
    return page


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


def surveys(bench: Bench) -> Iterator[tuple[Subject, Survey]]:
    """Find out what the sliders under test do, on every page."""
    for subject in bench.subjects:
        for slider in subject.sliders:
            with chromium() as browser:
                found = survey(visit(browser, bench.app.url + subject.path), slider, subject.chart)
            yield subject, found


def rates(bench: Bench) -> None:
    """Chart updates per second while a hand drags, against JavaScript alone."""
    head(
        "Chart updates per second, 2 s drag at 60 Hz",
        "page", "slider", "charts that follow: bars, others", "positions", "JavaScript alone",
        "0 ms", "ratio", "100 ms", "ratio", "events/s: limit, 0 ms", "server CPU s per drag",
    )  # fmt: skip
    shares: dict[str, float] = {}
    for subject, found in surveys(bench):
        addresses = {
            LIMIT: write_limit(found, bench.folder, bars_only=bench.bars_only),
            "near": bench.app.url + subject.path,
            "far": bench.slow + subject.path,
        }
        drags = compare(addresses, found, bench.turns(list(addresses)), bench.app.cpu_seconds)
        rate_row(subject, found, drags)
        limit = median(one.updates for one in drags[LIMIT])
        for name in ("near", "far"):
            share = median(one.updates for one in drags[name]) / limit
            shares[f"{subject.name}, {found.slider}, {name}"] = share
    worst = min(shares, key=lambda name: shares[name])
    print(f"\nThe worst page: {worst}, {shares[worst]:.2f} of the limit.", flush=True)


def rate_row(subject: Subject, found: Survey, drags: Mapping[str, Sequence[Drag]]) -> None:
    """Print the figures of one slider."""
    seen = {name: [one.updates for one in some] for name, some in drags.items()}
    events = {name: median(one.events for one in some) for name, some in drags.items()}
    row(
        subject.name, found.slider, f"{len(found.sizes)}, {len(found.others)}",
        f"{found.stretch.high - found.stretch.low + 1} of {len(found.rows)}",
        spread(seen[LIMIT]), spread(seen["near"]), ratio(seen["near"], seen[LIMIT]),
        spread(seen["far"]), ratio(seen["far"], seen[LIMIT]),
        f"{events[LIMIT]:.0f}, {events['near']:.0f}",
        spread([one.cpu for one in drags["near"]], 2),
    )  # fmt: skip


def settles(bench: Bench) -> None:
    """Time from release to rest, against the plain app."""
    head("Settle time after release, ms", "page", "slider", "plain app", "ours", "ratio")
    for subject in bench.subjects:
        with chromium() as browser:
            plain = visit(browser, bench.plain.url, live=False)
            ours = visit(browser, bench.app.url + subject.path)
            for slider in subject.sliders:
                found = settled(bench, ours, slider, plain)
                row(
                    subject.name, slider, spread(found["plain"], 0), spread(found["ours"], 0),
                    ratio(found["ours"], found["plain"]),
                )  # fmt: skip


def settled(bench: Bench, ours: Page, slider: str, plain: Page) -> dict[str, list[float]]:
    """Let go of a slider and of the plain app's in turns."""
    stretch = middle(ours, slider)
    ways: dict[str, Callable[[], float]] = {
        "plain": lambda: settle(plain, PLAIN_SLIDER, PLAIN_STRETCH),
        "ours": lambda: settle(ours, slider, stretch),
    }
    for way in (*ways.values(), *ways.values()):  # the browser compiles what it runs often
        way()
    return bench.measure(ways)


def firsts(bench: Bench) -> None:
    """Time to the first bar of a first visit to a warm server, against a plain page as deep."""
    head("Time to the first bar, ms", "page", "plain app", "ours", "ratio")
    for subject in bench.subjects:
        url = bench.app.url + subject.path
        plain = bench.plain.url + ("/" if subject.path == "/" else f"/{PLAIN_PAGE}")
        with chromium() as browser:
            ways = {
                "plain": partial(first_bar, browser, plain, PLAIN_CHART),
                "ours": partial(first_bar, browser, url, subject.drawn_first or subject.chart),
            }
            for way in ways.values():
                way()
            found = bench.measure(ways)
        row(
            subject.name, spread(found["plain"], 0), spread(found["ours"], 0),
            ratio(found["ours"], found["plain"]),
        )  # fmt: skip


def kilobytes(count: float) -> str:
    """Write a number of bytes in kB."""
    return f"{count / 1000:.1f}"


def weights(bench: Bench) -> None:
    """Bytes from the server over the WebSocket, against the plain app.

    A release always gets the same; at an opening the page and the server race, and a run may be
    made once more or cut short.
    """
    head(
        f"From the server over the WebSocket, kB; {OPENINGS} openings, one release",
        "page", "opening", "runs to the end", "slider",
        "release: plain app", "ours", "of it the plan", "ratio",
    )  # fmt: skip
    openings: dict[str, float] = {}
    releases: dict[str, float] = {}
    with chromium() as browser:
        plain = weigh(browser, bench.plain.url, [PLAIN_SLIDER], OPENINGS, live=False)
        for subject in bench.subjects:
            found = weigh(browser, bench.app.url + subject.path, subject.sliders, OPENINGS)
            openings[subject.name] = median(one.whole for one in found.openings)
            for slider, release in found.releases.items():
                releases[f"{subject.name}, {slider}"] = release.whole
                weight_row(subject, found, slider, plain.releases[PLAIN_SLIDER])
    usual = kilobytes(median(one.whole for one in plain.openings))
    print(
        f"\nOpening: {extremes(openings)}, plain app {usual}. Release: {extremes(releases)}.",
        flush=True,
    )


def weight_row(subject: Subject, found: Weights, slider: str, plain: Weight) -> None:
    """Print the bytes of one slider."""
    release = found.releases[slider]
    row(
        subject.name, spread([one.whole / 1000 for one in found.openings]),
        spread([one.runs for one in found.openings], 0), slider, kilobytes(plain.whole),
        kilobytes(release.whole), kilobytes(release.plan), ratio([release.whole], [plain.whole]),
    )  # fmt: skip


def extremes(counts: Mapping[str, float]) -> str:
    """Write the median of some numbers of bytes, and the worst with its name."""
    worst = max(counts, key=lambda name: counts[name])
    middling, most = kilobytes(median(counts.values())), kilobytes(counts[worst])
    return f"median {middling}, worst {most} ({worst})"


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
            "scipy": lambda: milliseconds(lambda: scipy_softmax(logits, axis=-1)),
            "ours": lambda: milliseconds(lambda: softmax(logits)),
        }
    )
    row(spread(found["scipy"], 2), spread(found["ours"], 2), ratio(found["ours"], found["scipy"]))


SECTIONS: Mapping[str, Callable[[Bench], None]] = {
    "rates": rates,
    "settle": settles,
    "first": firsts,
    "bytes": weights,
    "softmax": softmaxes,
}


@contextmanager
def benches(asked: argparse.Namespace) -> Iterator[Bench]:
    """Start everything that is measured."""
    repetitions = asked.repetitions or (QUICK if asked.quick else THOROUGH)
    subjects = [subject for subject in SUBJECTS if subject.name in asked.pages]
    with (
        tempfile.TemporaryDirectory() as folder,
        serve() as app,
        serve(write_plain(Path(folder), TEMPERATURES)) as plain,
        delayed(app.port, ROUND_TRIP) as slow,
    ):
        yield Bench(app, slow.url, plain, Path(folder), repetitions, subjects, asked.bars_only)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    names = [subject.name for subject in SUBJECTS]
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} repetitions")
    parser.add_argument("--repetitions", type=int, help=f"instead of {THOROUGH}")
    parser.add_argument("--pages", nargs="+", choices=names, default=names)
    parser.add_argument(
        "--bars-only", action="store_true",
        help="JavaScript alone draws no bar chart for a chart of ours that follows but has no bars",
    )  # fmt: skip
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    return parser.parse_args()


def main() -> None:
    """Print the tables asked for."""
    asked = arguments()
    with benches(asked) as bench:
        print(
            f"{os.cpu_count()} cores (load before: {os.getloadavg()[0]:.1f}), "
            f"Python {platform.python_version()}, "
            f"Plotly {plotly.__version__}, Streamlit {streamlit.__version__}; "
            f"median (lowest–highest) of {bench.repetitions}",
            flush=True,
        )
        for name in asked.only:
            SECTIONS[name](bench)


if __name__ == "__main__":
    main()

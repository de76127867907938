"""How long a user waits: after a release, at a first visit; and how long `softmax` takes."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from playwright.sync_api import Page
from scipy.special import softmax as scipy_softmax

from logitviz.core import softmax

from .bench_pages import PLAIN_CHART, PLAIN_SLIDER
from .bench_run import Bench, visit
from .browser import chromium
from .meters import Stretch, first_bar, middle, settle
from .report import head, ratio, row, spread

PLAIN_STRETCH = Stretch(20, 100)
BATCH = (100_000, 10)


def settles(bench: Bench) -> None:
    """Time from the release of a slider until the page has settled, against the plain app."""
    head("Settle time after release, ms", "page", "slider", "plain app", "ours", "ratio")
    for subject in bench.subjects:
        with chromium() as browser:
            plain = visit(browser, bench.plain.url, live=False)
            ours = visit(browser, bench.app.url + subject.path)
            for slider in subject.sliders:
                found = _settle_both(bench, ours, slider, plain)
                row(
                    subject.name, slider, spread(found["plain"], 0), spread(found["ours"], 0),
                    ratio(found["ours"], found["plain"]),
                )  # fmt: skip


def _settle_both(bench: Bench, ours: Page, slider: str, plain: Page) -> dict[str, list[float]]:
    """Release a slider of ours and the slider of the plain app in turns."""
    stretch = middle(ours, slider)
    ways: dict[str, Callable[[], float]] = {
        "plain": lambda: settle(plain, PLAIN_SLIDER, PLAIN_STRETCH),
        "ours": lambda: settle(ours, slider, stretch),
    }
    for way in (*ways.values(), *ways.values()):  # the browser compiles what it runs often
        way()
    return bench.measure(ways)


def firsts(bench: Bench) -> None:
    """Time to the first bar of a first visit to a warm server, against the plain app."""
    head("Time to the first bar, ms", "page", "plain app", "ours", "ratio")
    for subject in bench.subjects:
        url = bench.app.url + subject.path
        plain = bench.plain.url + subject.plain_path
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


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def softmaxes(bench: Bench) -> None:
    """Time `softmax` of a batch, against scipy's."""
    head("softmax of float64 [100000, 10], ms", "scipy", "ours", "ratio")
    logits = 3 * np.random.default_rng(0).standard_normal(BATCH)
    found = replace(bench, repetitions=10 * bench.repetitions).measure(
        {
            "scipy": lambda: _milliseconds(lambda: scipy_softmax(logits, axis=-1)),
            "ours": lambda: _milliseconds(lambda: softmax(logits)),
        }
    )
    row(spread(found["scipy"], 2), spread(found["ours"], 2), ratio(found["ours"], found["scipy"]))

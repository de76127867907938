"""How long a user waits: after a release, at a first visit; and how long the library takes."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from playwright.sync_api import Page
from scipy.special import softmax as scipy_softmax
from sklearn.calibration import _TemperatureScaling

from logitviz.core import fit_temperature, softmax

from .bench_pages import PLAIN_CHART, PLAIN_SLIDER
from .bench_run import Bench, visit
from .browser import chromium
from .meters import Stretch, first_bar, middle, settle
from .report import head, ratio, row, spread

PLAIN_STRETCH = Stretch(20, 100)
BATCH = (100_000, 10)
LABELLED = (10_000, 100)


def settles(bench: Bench) -> None:
    """Time from the release of a slider until the page has settled, against the plain app."""
    head("Settle time after release, ms", "page|slider|plain app|ours|ratio")
    for subject in bench.subjects:
        with chromium() as browser:
            plain = visit(browser, bench.plain.url, live=False)
            ours = visit(browser, bench.app.url + subject.path)
            for slider in subject.sliders:
                found = _settle_both(bench, ours, slider, plain)
                row(
                    subject.name,
                    slider,
                    spread(found["plain"], 0),
                    spread(found["ours"], 0),
                    ratio(found["ours"], found["plain"]),
                )


def _settle_both(bench: Bench, ours: Page, slider: str, plain: Page) -> dict[str, list[float]]:
    """Release a slider of ours and the slider of the plain app in turns."""
    stretch = middle(ours, slider)
    actions: dict[str, Callable[[], float]] = {
        "plain": lambda: settle(plain, PLAIN_SLIDER, PLAIN_STRETCH),
        "ours": lambda: settle(ours, slider, stretch),
    }
    for action in (*actions.values(), *actions.values()):  # the browser compiles what it runs often
        action()
    return bench.measure(actions)


def firsts(bench: Bench) -> None:
    """Time to the first bar of a first visit to a warm server, against the plain app."""
    head("Time to the first bar, ms", "page|plain app|ours|ratio")
    for subject in bench.subjects:
        url = bench.app.url + subject.path
        plain = bench.plain.url + subject.plain_path
        with chromium() as browser:
            actions = {
                "plain": partial(first_bar, browser, plain, PLAIN_CHART),
                "ours": partial(first_bar, browser, url, subject.drawn_first or subject.chart),
            }
            for action in actions.values():
                action()
            found = bench.measure(actions)
        row(
            subject.name,
            spread(found["plain"], 0),
            spread(found["ours"], 0),
            ratio(found["ours"], found["plain"]),
        )


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def softmaxes(bench: Bench) -> None:
    """Time `softmax` of a batch, against scipy's."""
    head("softmax of float64 [100000, 10], ms", "scipy|ours|ratio")
    logits = 3 * np.random.default_rng(0).standard_normal(BATCH)
    found = replace(bench, repetitions=10 * bench.repetitions).measure(
        {
            "scipy": lambda: _milliseconds(lambda: scipy_softmax(logits, axis=-1)),
            "ours": lambda: _milliseconds(lambda: softmax(logits)),
        }
    )
    row(spread(found["scipy"], 2), spread(found["ours"], 2), ratio(found["ours"], found["scipy"]))


def fits(bench: Bench) -> None:
    """Time `fit_temperature` of labelled logits, against scikit-learn's temperature scaling."""
    head("fit_temperature of float64 [10000, 100], ms", "scikit-learn|ours|ratio")
    generator = np.random.default_rng(0)
    logits = generator.standard_normal(LABELLED)
    labels = (logits + generator.gumbel(size=LABELLED)).argmax(axis=1)  # calibrated at T = 1
    logits *= 2.5
    found = replace(bench, repetitions=4 * bench.repetitions).measure(
        {
            "scikit-learn": lambda: _milliseconds(
                lambda: _TemperatureScaling().fit(logits, labels)
            ),
            "ours": lambda: _milliseconds(lambda: fit_temperature(logits, labels)),
        }
    )
    row(
        spread(found["scikit-learn"]),
        spread(found["ours"]),
        ratio(found["ours"], found["scikit-learn"]),
    )

"""The table of everything a link can carry.

Keys are public and never renamed: links in mails, slides and lecture notes carry them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from logitviz.charts.formats import fixed
from logitviz.datasets.sources import (
    BIASES,
    EXAMPLES,
    FEATURES,
    STEPS,
    TEN_CLASSES,
    TEXT_LOGITS,
    WEIGHTS,
)
from logitviz.lessons import PAGES

CLASSES = 10
EXAMPLE = TEN_CLASSES
CONFIDENT = (6.5, *EXAMPLE[1:])
HESITANT = (1.4, 1.3, 1.2, 1.1, -0.2, -0.4, -1.1, -1.8, -1.8, -1.1)
TEXT_EXAMPLE = TEXT_LOGITS
LOWEST, HIGHEST, STEP = -10.0, 10.0, 0.1


def _temperatures() -> tuple[str, ...]:
    per_decade = [*range(20, 40), *range(40, 100, 4), 50, *range(100, 200, 10)]  # twentieths
    steps = sorted(n / 20 * decade for n in per_decade for decade in (0.01, 0.1, 1, 10))
    finite = [f"{t:.4g}" for t in steps if 0.05 <= t <= 20]
    return ("0", *finite, "inf")


TEMPERATURES = _temperatures()
TEMPERATURE_VALUES = np.array([float(t) for t in TEMPERATURES])
# Every second one, and the limits, draw a curve that the eye cannot tell from all of them.
CURVE_TEMPERATURES = np.array([0, *TEMPERATURE_VALUES[1:-1:2], np.inf])
FINITE_TEMPERATURES = TEMPERATURES[1:-1]
_TENTHS = (*range(10, 15), *range(16, 24, 2), 25, 28, 32, 36, 40, 45, *range(50, 100, 10))
SCALES = (*(f"{n / 10 * decade:.4g}" for decade in (0.1, 1) for n in _TENTHS), "10")
# A tenth of the finite temperatures: ten times a cosine at ten times τ is a row of logits at T.
TAUS = ("0", *(f"{t / 10:.4g}" for t in TEMPERATURE_VALUES if 0.1 <= t <= 10), "inf")
TAU_VALUES = np.array([float(t) for t in TAUS])
CURVE_TAUS = np.array([0, *TAU_VALUES[1:-1:2], np.inf])
PULL_STEP = 0.02
PULL_VALUES = np.round(np.arange(-1, 1 + PULL_STEP / 2, PULL_STEP), 2)
LOGIT_VALUES = np.round(np.arange(LOWEST, HIGHEST + STEP / 2, STEP), 1)
SHARE_VALUES = np.round(np.arange(0, 1.005, 0.01), 2)
SEEN = (20, 12, 8, 4, 1)  # how often each of five classes was counted, at first
COUNT_VALUES = np.arange(51.0)
SWEEPS, EARLY = 60, 6.0  # the walk, and where it begins to be watched
MEAN_VALUES = np.round(np.arange(0, 1.01, 0.02), 2)


@dataclass(frozen=True)
class Entry:
    """One row of the table: a control, its key in the link, its default and its values."""

    key: str
    label: str
    default: Any
    pages: Sequence[str]
    low: float | None = None
    high: float | None = None
    step: float | None = None
    options: Sequence[Any] | None = None
    text: str = ""  # of a free text: what it may say

    @property
    def allowed(self) -> str:
        """Say what the link may carry."""
        if self.options is not None:
            if len(self.options) > 12:
                return f"{self.options[0]} … {self.options[-1]}, one of {len(self.options)}"
            return ", ".join(str(o) for o in self.options)
        if self.low is not None:
            return f"{self.low:g} … {self.high:g}, step {self.step:g}"
        return self.text or "on, off"


def _stepwise() -> tuple[str, ...]:
    """Give numbers from 1 to 100000 in even ratios, as a link carries them."""
    per_decade = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
    steps = [n * 10**d / 10 for d in range(5) for n in per_decade]
    return (*(f"{v:g}" if v < 10 else str(int(v)) for v in steps), "100000")


FACTORS = _stepwise()
SUMMANDS = (*(f"-{v}" for v in reversed(FACTORS)), "0", *FACTORS)
FIRSTS = tuple(str(x) for x in range(0, 1201, 10))
TINY = tuple(f"1e-{n}" if n else "1" for n in (*range(0, 50), *range(50, 321, 5)))

ALL = tuple(PAGES)


def _share(key: str, label: str, default: float, page: str) -> Entry:
    return Entry(key, label, default, (page,), 0.0, 1.0, 0.01)


def _logit(key: str, label: str, default: float, pages: Sequence[str]) -> Entry:
    return Entry(key, label, default, pages, LOWEST, HIGHEST, STEP)


def _entry(key: str, label: str, default: float) -> Entry:
    """Give a row of the small linear layer that is worked out by hand."""
    return Entry(key, label, default, ("features",), -5.0, 5.0, STEP)


def numbers(values: Sequence[float]) -> str:
    """Write logits as a link carries them."""
    return " ".join(f"{v:g}" if float(f"{v:g}") == v else repr(float(v)) for v in values)


_SHARED = (
    Entry("T", "Temperature T", "1", ALL, options=TEMPERATURES),
    *(_logit(f"z{i}", f"z{i}", z, ALL) for i, z in enumerate(EXAMPLE)),
    Entry(
        "k",
        "Class",
        0,
        ("playground", "temperature", "sigmoid", "features", "stability"),
        options=range(CLASSES),
    ),
    Entry("seed", "Seed", 1, ("playground", "distillation", "why", "contrastive"), 0, 9999, 1),
    Entry("digit", "Test image", 0, ("distillation", "playground", "features"), 0, 898, 1),
    Entry("net", "Classifier", "strong", ("confidence",), options=("strong", "weak")),
)

_PLAYGROUND = (
    Entry(
        "show",
        "Look inside",
        "Steps",
        ("playground",),
        options=("Steps", "Formula", "Code", "Numbers"),
    ),
    Entry("sort", "Sort by value", False, ("playground",)),
)

_SIGMOID = (
    _logit("c", "Constant added to all logits", 0.0, ("sigmoid",)),
    _share("t", "Threshold", 0.5, "sigmoid"),
    _logit("u", "First logit", 1.0, ("sigmoid",)),
    _logit("v", "Second logit", -1.0, ("sigmoid",)),
    _share("p", "Probability p", 0.8, "sigmoid"),
)

TEN = f"ten numbers from {LOWEST:g} to {HIGHEST:g}"
_CONFIDENCE = (
    Entry("a", "Logits of A", numbers(CONFIDENT), ("confidence",), text=TEN),
    Entry("b", "Logits of B", numbers(HESITANT), ("confidence",), text=TEN),
    Entry("ka", "Class of A to move", 0, ("confidence",), options=range(CLASSES)),
    Entry("kb", "Class of B to move", 0, ("confidence",), options=range(CLASSES)),
    _share("d", "Decide automatically from confidence", 0.6, "confidence"),
)

STEPS_DOWN = 50
_LOSS = (
    Entry("y", "Target class", 5, ("loss",), options=range(CLASSES)),
    Entry("eta", "Learning rate η", 1.0, ("loss",), 0.0, 10.0, 0.1),
    Entry("n", "Gradient steps taken", 0.0, ("loss",), 0.0, float(STEPS_DOWN), 1.0),
    _share("eps", "Label smoothing ε", 0.0, "loss"),
)

PRECISIONS = ("float16", "float32", "float64")
_STABILITY = (
    Entry("dtype", "Precision", "float32", ("stability",), options=PRECISIONS),
    Entry("m", "Multiply all logits by", "1", ("stability",), options=FACTORS),
    Entry("h", "Add to all logits", "100", ("stability",), options=SUMMANDS),
    Entry("x", "First logit of the pair [x, 1]", "1000", ("stability",), options=FIRSTS),
    Entry("tiny", "A tiny temperature", "1e-40", ("stability",), options=TINY),
)

_WHY = (
    *(
        Entry(f"n{i}", f"Times class {i} was seen", float(n), ("why",), 0.0, 50.0, 1.0)
        for i, n in enumerate(SEEN)
    ),
    Entry("j", "Class", 0, ("why",), options=range(len(SEEN))),
    Entry("sweeps", "Sweeps of the particles", EARLY, ("why",), 0.0, float(SWEEPS), 1.0),
    Entry("mean", "Mean score, from least to greatest", 0.86, ("why",), 0.0, 1.0, 0.02),
)

_EXAMPLES = (
    Entry("ex", "Example", "Text", ("examples",), options=EXAMPLES),
    Entry("at", "Step", 0.0, ("examples",), 0.0, float(STEPS), 1.0),
)

_FEATURES = (
    # A brush of 2 × 2 that starts one column outside lies on paper in nearly every image.
    Entry("r", "Brush: row", 3.0, ("features",), -2.0, 7.0, 1.0),
    Entry("q", "Brush: column", -1.0, ("features",), -2.0, 7.0, 1.0),
    Entry("ink", "Brush: ink", 0.0, ("features",), 0.0, 16.0, 1.0),
    Entry("size", "Brush: size", 2, ("features",), options=(1, 2, 3)),
    Entry("drawn", "Kept strokes", "", ("features",), text="pixels like `34g`: row, column, ink"),
    *(_entry(f"f{d}", f"Feature f{d}", f) for d, f in enumerate(FEATURES, 1)),
    *(
        _entry(f"w{c}{d}", f"{name}: w{d}", w)
        for c, (name, row) in enumerate(zip("ABC", WEIGHTS, strict=True), 1)
        for d, w in enumerate(row, 1)
    ),
    *(_entry(f"b{c}", f"{'ABC'[c - 1]}: bias", b) for c, b in enumerate(BIASES, 1)),
)

WAYS = ("shared", "separate", "standardised")
_DISTILLATION = (
    Entry("kd", "Kind of loss", "shared", ("distillation",), options=WAYS),
    Entry("ddof", "std with ddof", 1, ("distillation",), options=(1, 0)),
    Entry("ts", "Students' T", "1", ("distillation",), options=FINITE_TEMPERATURES),
    Entry("s", "Students' logits × s", "1", ("distillation",), options=SCALES),
    Entry("labels", "Labelled images per digit", 2, ("distillation",), options=range(1, 7)),
    Entry("runs", "Runs", 10, ("distillation",), options=(5, 10, 20)),
)

EMBEDDINGS = ("pixels", "centred", "learned")
_CONTRASTIVE = (
    Entry("tau", "Temperature τ", "0.07", ("contrastive",), options=TAUS),
    Entry(
        "row",
        "Anchor: place in the batch",
        "8",
        ("contrastive",),
        options=[str(i) for i in range(CLASSES)],
    ),
    Entry(
        "pull",
        "Its own copy, nearer (+) or farther (−)",
        0.0,
        ("contrastive",),
        -1.0,
        1.0,
        PULL_STEP,
    ),
    Entry("mix", "Digits", "one of each", ("contrastive",), options=("one of each", "at random")),
    Entry("far", "Shift in pixels", "0.5", ("contrastive",), options=("0.5", "1")),
    Entry("emb", "Embedding", "centred", ("contrastive",), options=EMBEDDINGS),
)

_ENTRIES = (
    *_SHARED,
    *_PLAYGROUND,
    *_SIGMOID,
    *_CONFIDENCE,
    *_FEATURES,
    *_LOSS,
    *_WHY,
    *_STABILITY,
    *_DISTILLATION,
    *_CONTRASTIVE,
    *_EXAMPLES,
)
TABLE = {entry.key: entry for entry in _ENTRIES}


def position(key: str, value: Any) -> float:
    """Give a slider's value as the live link reads it: a select slider counts its options."""
    options = TABLE[key].options if key in TABLE else None
    return float(options.index(value)) if options is not None else float(value)


def keys_of(page: str) -> list[str]:
    """List the keys that a page binds to its link."""
    return [key for key, entry in TABLE.items() if page in entry.pages]


def shown(key: str, value: Any) -> str:
    """Write a value as its control shows it, other than on a slider; none is the default."""
    entry = TABLE[key]
    given = entry.default if value is None else value
    if isinstance(given, bool):
        return str(given).lower()
    return fixed(given, 0) if entry.step == 1 else str(given)


def outside(logits: Sequence[float]) -> list[int]:
    """List the classes whose logit no slider can hold."""
    return [i for i, z in enumerate(logits) if not (math.isfinite(z) and LOWEST <= z <= HIGHEST)]

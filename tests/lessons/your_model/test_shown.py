"""What the page draws, compared with the core on plain arrays."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.formats import whole
from logitviz.core._lib.binning import Strategy
from logitviz.datasets.digits import classifier_logits, load_digits
from logitviz.lessons.your_model.folds import Way, folds
from logitviz.live.shared import TEMPERATURE
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

Floats = NDArray[np.floating[Any]]
STRONG = "your file"  # which a link cannot carry: the strong classifier stands in for it
WAYS: dict[str, Way] = {"other half": "halves", "each half in turn": "cross", "same rows": "same"}
STRATEGIES: dict[str, Strategy] = {"width": "width", "count": "mass"}
ENDS = {0.0: 0.028, np.inf: 36.0}  # where a logarithmic axis shows T = 0 and T = inf
LINKS = (
    "",
    "model=strong&judge=same+rows&T=0.5&bins=20&d=0.705",
    "model=weak&judge=each+half+in+turn&binby=count&T=inf&bins=5&d=0",
    "model=weak&T=0&seed=7&d=1&bins=10",
    "model=overconfident&T=3.4&d=1&binby=count&bins=20",
    "model=overconfident&judge=each+half+in+turn&T=0&bins=5&d=0.705",
    "model=overconfident&judge=same+rows&T=inf&binby=count",
    "model=your+file&T=20&bins=5&seed=0&d=0.3",
)


class Rows(NamedTuple):
    """The logits and labels of the judged rows, and of the fitted ones."""

    logits: Floats
    labels: NDArray[np.integer[Any]]
    fitted_logits: Floats
    fitted_labels: NDArray[np.integer[Any]]


def rows_of(state: State) -> Rows:
    """The rows that judge the temperature; with two folds, these and the fitted ones are all."""
    model = "strong" if state.model == STRONG else state.model
    z, y = classifier_logits(model), load_digits().labels
    parts = folds(len(y), WAYS[state.judge], state.seed)
    fitted, judged = (
        np.sort(np.concatenate([getattr(part, name) for part in parts]))
        for name in ("fit_rows", "judged_rows")
    )
    return Rows(z[judged], y[judged], z[fitted], y[fitted])


def lines(start: Any, end: Any) -> Floats:
    """Both ends of each line, and a gap."""
    return np.ravel([[a, b, np.nan] for a, b in zip(start, end, strict=True)])


def reliability_bars(confidence: Floats, correct: Any, bins: int, strategy: Strategy) -> Any:
    """The bars with their counts, gaps and bands; there may be fewer bins than asked for."""
    found = lv.reliability(confidence, correct, bins=bins, strategy=strategy)
    count, mean, accuracy = np.zeros(bins), np.full(bins, np.nan), np.full(bins, np.nan)
    used = slice(found.count.size)
    count[used], mean[used], accuracy[used] = found.count, found.confidence, found.accuracy
    places = [(b + 0.5) / bins if count[b] == 0 else mean[b] for b in range(bins)]
    band = [
        lv.wilson_interval(round(a * n), n) if n else (np.nan, np.nan)
        for a, n in zip(accuracy, count, strict=True)
    ]
    wanted = {
        "bars: x": places,
        "bars: y": accuracy,
        "gap: x": np.repeat(places, 3),
        "gap: y": lines(accuracy, mean),
        "band: x": np.repeat(places, 3),
        "band: y": lines(*zip(*band, strict=True)),
    }
    return wanted | ({"counts: text": map(whole, count)} if strategy == "width" else {})


def loss_curves(rows: Rows, t: float, bins: int, strategy: Strategy) -> Any:
    """Both losses at every position of the slider, and at the chosen one."""
    z, y = rows.logits, rows.labels
    loss = [lv.negative_log_likelihood(z, y, temperature=each) for each in TEMPERATURE.positions]
    now = lv.negative_log_likelihood(z, y, temperature=t)
    top = math.ceil(2.4 * max(math.log(10), lv.negative_log_likelihood(z, y))) / 2

    def error(each: float) -> float:
        return lv.expected_calibration_error(z, y, temperature=each, bins=bins, strategy=strategy)

    best = lv.fit_temperature(rows.fitted_logits, rows.fitted_labels).temperature
    here = ENDS.get(t, t)
    return {
        "loss: y": np.minimum(loss, 2 * top),
        "error: y": [error(each) for each in TEMPERATURE.positions],
        "best: x": [best, best],
        "T: x": [here, here],
        "loss at T: x": [here],
        "loss at T: y": [min(now, top)],
        "error at T: x": [here],
        "error at T: y": [error(t)],
    }


def coverage_curve(confidence: Floats, correct: Any, d: float) -> Any:
    """The accuracy on the surest rows, counted row by row, and on those that reach d."""
    falling, n = np.sort(confidence)[::-1], len(confidence)
    least = [falling[-(-percent * n // 100) - 1] for percent in range(1, 101)]
    decided = confidence >= d
    right = correct[decided].mean() if decided.any() else np.nan
    return {
        "curve: y": [correct[confidence >= each].mean() for each in least],
        "all: y": [correct.mean()] * 2,
        "threshold: x": [decided.mean()] * 2,
        "at d: x": [decided.mean()],
        "at d: y": [right],
    }


def test_the_charts_draw_reliability_confidences_both_losses_and_coverage() -> None:
    for link in LINKS:
        state = read(link)
        rows, t, bins = rows_of(state), float(state.T), state.bins
        strategy = STRATEGIES[state.binby]
        confidence = lv.confidence(lv.softmax(rows.logits, temperature=t))
        correct = rows.logits.argmax(axis=1) == rows.labels
        cells = [np.mean((confidence > k / 20) & (confidence <= (k + 1) / 20)) for k in range(20)]
        assert_draws(
            "your_model",
            state,
            {
                "reliability": reliability_bars(confidence, correct, bins, strategy),
                "histogram": {
                    "rows: y": cells,
                    "mean: x": [confidence.mean()] * 2,
                    "accuracy: x": [correct.mean()] * 2,
                },
                "losses": loss_curves(rows, t, bins, strategy),
                "coverage": coverage_curve(confidence, correct, state.d),
            },
        )

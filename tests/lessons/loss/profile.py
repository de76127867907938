"""The facts of the page of loss and gradient."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, logit, probability, signed, stage
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import PLACES, State
from tests.lessons.temperature.profile import places_of
from tests.lessons.working import Floats, points, probabilities

Z = np.array(TEN_CLASSES)
THIN = 0.8  # pixels: where a plan is too large, lines under the hand are drawn a little coarser
STEPS = 50
GRID = np.round(np.arange(-12, 12.05, 0.1), 1)


def path_of(state: State) -> Floats:
    """The logits before the first and after every step."""
    return lv.gradient_descent(
        state.z, target_of(state), rate=state.eta, steps=STEPS, temperature=float(state.T)
    )


def target_of(state: State) -> Floats:
    """What is held to be true: one class, or partly all."""
    return np.asarray((1 - state.eps) * np.eye(10)[state.y] + state.eps / 10)


def taken(state: State) -> int:
    """The number of steps, which a link may give with a fraction."""
    return int(state.n + 0.5)


def loss_of(z: Floats, state: State) -> Floats:
    """The loss of each of some logits."""
    return lv.cross_entropy(z, target_of(state), temperature=float(state.T))


def gradient_of(z: Floats, state: State) -> Floats:
    """Its gradient."""
    return lv.cross_entropy_gradient(z, target_of(state), temperature=float(state.T))


def truth(state: State) -> Truth:
    """Predicted and true, the loss and its slope, the way down, the mirror, the size over T."""
    path = path_of(state)
    z, y = path[taken(state)], target_of(state)
    record = lv.analyse(z, temperature=float(state.T))
    error = lv.cross_entropy_gradient(record.shifted, y)  # p − y
    gradient, loss = gradient_of(z, state), float(loss_of(z, state))
    size = math.hypot(*gradient)
    top = int(record.prediction)
    shifted = float(record.shifted[state.y])
    log_p = lv.log_softmax(z, temperature=float(state.T))
    return Truth(
        {
            "predicted": predicted(record, y),
            "error": {
                0: Trace(bars=error.tolist(), labels=[signed(e) for e in error]),
                1: Trace(bars=[error[top]], places=[top]),
                2: Trace(bars=[error[state.y]], places=[state.y]),
            },
            "loss_curve": curve(z, state),
            "way_down": way_down(path, state),
            "mirror": mirror(z, state),
            "gradient_size": sizes(z, state),
        },
        {
            "loss": f"{amount(loss)} nats",
            "true_share": probability(record.probabilities[state.y]),
            "true_logit": logit(z[state.y]),
            "size": amount(size),
            "range": logit(np.ptp(z)),
            "likelihood_words": (
                f"Counted from the largest logit, log p of class {state.y} = z/T − log Σ exp(z/T) "
                f"= {stage(shifted)} − {stage(-log_p.max())} = {stage(log_p[state.y])} nats"
            ),
            "rate_words": (
                f"At this T no rate below 4T² = {stage(4 * float(state.T) ** 2)} can raise the "
                "loss."
            ),
        },
        {"numbers": numbers(record, y, error, gradient)},
    )


def numbers(record: lv.Analysis, y: Floats, error: Floats, gradient: Floats) -> list[list[str]]:
    """The table: logits, p, y, p − y and the gradient, class by class."""
    return [
        [logit(v) for v in record.logits],
        [probability(v) for v in record.probabilities],
        [probability(v) for v in y],
        [signed(v) for v in error],
        [signed(v) for v in gradient],
    ]


def predicted(record: lv.Analysis, y: Floats) -> dict[int, Trace]:
    """The bars of p in the frames of y, and the numbers of p on invisible bars above."""
    bars, top = (
        Trace(bars=trace.bars, places=trace.places) for trace in probabilities(record).values()
    )
    labels = [probability(p) for p in record.probabilities]
    return {0: bars, 1: top, 2: Trace(bars=y.tolist()), 3: Trace(bars=[1.0] * 10, labels=labels)}


def _here(z: Floats, state: State) -> tuple[float, float]:
    """Where the point stands; beyond the axes it waits at their ends."""
    return float(np.clip(z[state.y], -12, 12)), float(np.minimum(loss_of(z, state), 8))


def _along(z: Floats, state: State) -> Floats:
    rows = np.tile(z, (GRID.size, 1))
    rows[:, state.y] = GRID
    return held(loss_of(rows, state), 8)


def held(curve: Floats, edge: float) -> Floats:
    """Where a curve is drawn: beyond its frame not farther than the frame is high."""
    return np.minimum(curve, 2 * edge)


def curve(z: Floats, state: State) -> dict[int, Trace]:
    """The loss over the logit of the target, and the point."""
    label = amount(float(loss_of(z, state)))
    return {
        0: Trace(slack=THIN, line=points(GRID, _along(z, state))),
        2: Trace(marks=[_here(z, state)], labels=[label]),
    }


def way_down(path: Floats, state: State) -> dict[int, Trace]:
    """Loss and range over the steps: lines leave the frame, points wait at its edge."""
    losses, ranges = loss_of(path, state), np.ptp(path, axis=-1)
    n = taken(state)
    return {
        0: Trace(slack=THIN, line=points(range(STEPS + 1), held(losses, 8))),
        1: Trace(slack=THIN, line=points(range(STEPS + 1), held(ranges, 20))),
        2: Trace(slack=THIN, line=[(n, 0), (n, 8)]),
        3: Trace(marks=[(n, min(float(losses[n]), 8))]),
        4: Trace(marks=[(n, min(float(ranges[n]), 20))]),
    }


def mirror(z: Floats, state: State) -> dict[int, Trace]:
    """The log-likelihood, and the loss."""
    x, y = _here(z, state)
    loss = float(loss_of(z, state))
    along = _along(z, state)
    return {
        0: Trace(slack=THIN, line=points(GRID, -along)),
        1: Trace(slack=THIN, line=points(GRID, along)),
        2: Trace(marks=[(x, -y)], labels=[signed(0.0 - loss)]),
        3: Trace(marks=[(x, y)], labels=[signed(loss)]),
    }


def sizes(z: Floats, state: State) -> dict[int, Trace]:
    """The length of the gradient and of p − y over T, in powers of ten."""
    each = [state.but(T=str(t)) for t in CURVE_TEMPERATURES]
    scaled = [lv.analyse(z, temperature=float(one.T)).shifted for one in each]
    errors = [lv.cross_entropy_gradient(s, target_of(state)) for s in scaled]
    alone = [np.linalg.norm(error) for error in errors]
    x, (here,) = places_of(CURVE_TEMPERATURES), places_of([float(state.T)])
    size = math.hypot(*gradient_of(z, state))
    powers = _powers(alone)
    whole = powers[1:-1] - np.log10([float(one.T) for one in each[1:-1]])
    ends = powers[0] + 6, powers[-1] - 6  # at T = 0 and infinity, out of the frame
    return {
        0: Trace(slack=THIN, line=points(x, [ends[0], *whole, ends[1]])),
        1: Trace(slack=THIN, line=points(x, powers)),
        2: Trace(marks=[(here, float(_powers([size], 0)[0]))], labels=[amount(size)]),
    }


def _powers(lengths: Sequence[Any], beyond: int = 6) -> Floats:
    """Powers of ten; a line leaves the frame, so many decades at most."""
    return np.asarray(np.log10(np.clip(lengths, 10.0 ** (-3 - beyond), 10.0 ** (2 + beyond))))


def said(state: State) -> list[str]:
    """Words for those who do not see the bars."""
    z = path_of(state)[taken(state)]
    p = lv.softmax(z, temperature=float(state.T))[state.y]
    return [f"T = {state.T}", f"{taken(state)} steps", probability(p)]


def drifts_apart() -> bool:
    path = lv.gradient_descent(Z, 5, rate=1.0, steps=500)
    moves = np.linalg.norm(np.diff(path, axis=0), axis=-1)
    late = np.ptp(path, axis=-1)[20:]
    return bool((np.diff(late) > 0).all() and (np.diff(moves[20:]) < 0).all())


def smoothing_ends() -> bool:
    y = lv.smooth_labels(5, 10, smoothing=0.2)
    end = lv.gradient_descent(Z, y, rate=1.0, steps=5000)[-1]
    return bool(np.allclose(lv.softmax(end), y, rtol=1e-9, atol=0))


def ends_at_the_entropy() -> bool:
    y = lv.smooth_labels(5, 10, smoothing=0.2)
    losses = lv.cross_entropy(lv.gradient_descent(Z, y, rate=1.0, steps=5000), y)
    least = -(y * np.log(y)).sum()
    return bool(np.isclose(losses[-1], least, rtol=1e-9, atol=0) and (losses >= least).all())


def _falls(z: Sequence[float] | Floats, y: Sequence[float] | int, rate: float, t: float) -> bool:
    losses = lv.cross_entropy(
        lv.gradient_descent(z, y, rate=rate, steps=STEPS, temperature=t), y, temperature=t
    )
    return bool((np.diff(losses) < 1e-12).all())


def safe_rates_lower_the_loss() -> bool:
    """Also where the curvature is largest: there, no larger rate would be safe."""
    steepest = [1e-4, 0.0], [0.5, 0.5]
    return all(
        all(_falls(row, 5, 3.99 * t**2, t) for row in (Z, *10 * np.eye(10), *-10 * np.eye(10)))
        and _falls(*steepest, 3.99 * t**2, t)
        and not _falls(*steepest, 4.01 * t**2, t)
        for t in (0.1, 0.5, 1.0, 2.0)
    )


CLAIMS: dict[str, Callable[[], bool]] = {
    "The bars p − y sum to 0": lambda: bool(abs(lv.cross_entropy_gradient(Z, 5).sum()) < 1e-15),
    "so the sum of the logits stays": lambda: bool(
        np.allclose(
            lv.gradient_descent(Z, 5, rate=1.0, steps=STEPS).sum(axis=-1), Z.sum(), rtol=1e-14
        )
    ),
    "A one-hot target is never reached": drifts_apart,
    "y = (1 − ε) · one-hot + ε/C, there is an end: p = y": smoothing_ends,
    "There the loss is the entropy of y, not 0": ends_at_the_entropy,
    "no rate below 4T² = {safe_rate:stage} can raise the loss": safe_rates_lower_the_loss,
    "A wrong answer at low T gets a huge gradient, a right one next to none": lambda: bool(
        np.linalg.norm(lv.cross_entropy_gradient(Z, 5, temperature=0.05)) > 20
        and np.linalg.norm(lv.cross_entropy_gradient(Z, 0, temperature=0.05)) < 1e-6
    ),
    "at high T all gradients fade": lambda: all(
        np.linalg.norm(lv.cross_entropy_gradient(Z, y, temperature=20)) < 0.05 for y in PLACES
    ),
    "At T = 0 the loss is a step: 0 where the target has the largest logit, ∞ elsewhere": lambda: (
        lv.cross_entropy([Z] * 10, list(PLACES), temperature=0).tolist() == [0, *[np.inf] * 9]
    ),
    "(At another T than 1, z/T stands for z.)": lambda: bool(
        np.isclose(
            lv.cross_entropy(Z, 5, temperature=2), -lv.log_softmax(Z / 2)[5], rtol=1e-14, atol=0
        )
    ),
    "k times as large do to p what T / k does": lambda: bool(
        np.allclose(lv.softmax(3 * Z), lv.softmax(Z, temperature=1 / 3), rtol=1e-13, atol=0)
    ),
    "log n where n classes share the lead": lambda: all(
        bool(np.isclose(lv.cross_entropy([3.0] * n + [0.0], 0, temperature=0), np.log(n)))
        for n in range(2, 10)
    ),
    "At T = ∞ there is none either": lambda: bool(
        not lv.cross_entropy_gradient(Z, 5, temperature=np.inf).any()
    ),
}

PROFILE = Profile(
    chart="predicted",
    above=frozenset({"predicted"}),
    sliders=["T", "z5", "n", "eta", "eps"],
    act=["T", "y", "z5", "predicted", "error", "loss", "true_share", "true_logit", "size",
         "range", "eta", "n", "go_1", "go_10", "go_50", "eps", "loss_curve", "way_down"],
    stops=["T", "y", "z5", "eta", "n", "eps", "1 step", "10 steps", "Step 0"],
    truth=truth,
    said=said,
    claims=CLAIMS,
    files=["logits.csv", "steps.csv"],
    deep={"T": "2", "z5": "3.7261", "eta": "2.5", "n": "7", "eps": "0.1"},
    drags={"": ("T", "z5"), "y=0&n=3&eps=0.2": ("n", "eta", "eps", "z0")},
    tried=("T", "z5", "n", "eta", "eps"),
)  # fmt: skip

"""The facts of the page of loss and gradient."""

from collections.abc import Callable, Sequence

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.live.state import Floats
from tests.lessons.profile import Profile
from tests.lessons.state import PLACES, State

Z = np.array(TEN_CLASSES)
STEPS = 50


def path_of(state: State) -> Floats:
    """The logits before the first and after every step."""
    return lv.gradient_descent(
        state.z, target_of(state), rate=state.eta, steps=STEPS, temperature=float(state.T)
    )


def target_of(state: State) -> Floats:
    """What is held to be true: one class, or partly all."""
    return np.asarray((1 - state.eps) * np.eye(10)[state.y] + state.eps / 10)


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
    losses = lv.cross_entropy(lv.gradient_descent(Z, y, rate=1.0, steps=5000), y[None])
    least = -(y * np.log(y)).sum()
    return bool(np.isclose(losses[-1], least, rtol=1e-9, atol=0) and (losses >= least).all())


def _falls(z: Sequence[float] | Floats, y: Sequence[float] | int, rate: float, t: float) -> bool:
    path = lv.gradient_descent(z, y, rate=rate, steps=STEPS, temperature=t)
    losses = lv.cross_entropy(path, y if isinstance(y, int) else [y], temperature=t)
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
    act=(
        "T y z5 predicted error loss true_share true_logit size range eta n go_1 go_10 go_50 "
        "eps loss_curve descent"
    ),
    stops=["T", "y", "z5", "eta", "n", "eps", "1 step", "10 steps", "Step 0"],
    claims=CLAIMS,
    files=["logits.csv", "steps.csv"],
    deep={"T": "2", "z5": "3.7261", "eta": "2.5", "n": "7", "eps": "0.1"},
    drags={"y=5&n=3&eps=0.2": ("n", "eps", "z5", "T")},
    links=[
        "T=0",
        "T=0&y=0",
        "T=inf&n=7",
        "T=0.05&n=50&eta=5",
        "eps=1&n=10&y=3",
    ],
    tried=("T", "z5", "n", "eta", "eps"),
)

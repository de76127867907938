"""The facts of the page of loss and gradient."""

from collections.abc import Callable, Sequence

import numpy as np

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.live.state import Floats
from tests.lessons.profile import Profile
from tests.lessons.state import PLACES, State

WORDS = words_of("loss")
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


def one_step_helps() -> bool:
    """Every logit moves against its bar, p comes closer to y, and the loss falls."""
    before, after = lv.gradient_descent(Z, 5, rate=1.0, steps=1)
    bars = lv.cross_entropy_gradient(Z, 5)
    distance = [np.abs(lv.softmax(z) - np.eye(10)[5]).sum() for z in (before, after)]
    losses = [lv.cross_entropy(z, 5) for z in (before, after)]
    against = (np.sign(after - before) == -np.sign(bars)).all()
    return bool(against and distance[1] < distance[0] and losses[1] < losses[0])


def overshoots() -> bool:
    """At ε = 0.5 some step of rate 10 raises the loss, and none of rate 1."""
    y = lv.smooth_labels(5, 10, smoothing=0.5)
    paths = [lv.gradient_descent(Z, y, rate=rate, steps=STEPS) for rate in (1.0, 10.0)]
    rises = [(np.diff([lv.cross_entropy(z, y) for z in path]) > 0).sum() for path in paths]
    return bool(rises[0] == 0 < rises[1])


def slope_by_difference() -> bool:
    """Oracle: central differences of the loss along one logit."""
    step, t = 1e-5, 2.0
    up, down = Z + step * np.eye(10), Z - step * np.eye(10)
    losses = [lv.cross_entropy(z, [5] * 10, temperature=t) for z in (up, down)]
    slopes = (losses[0] - losses[1]) / (2 * step)
    bars = lv.softmax(Z, temperature=t) - np.eye(10)[5]
    return bool(np.allclose(slopes, bars / t, rtol=0, atol=1e-9))


def _losses(eps: float, rate: float, *, steps: int = 1000) -> Floats:
    y = lv.smooth_labels(5, 10, smoothing=eps)
    return np.asarray(lv.cross_entropy(lv.gradient_descent(Z, y, rate=rate, steps=steps), y[None]))


def _least(eps: float) -> float:
    y = lv.smooth_labels(5, 10, smoothing=eps)
    return float(lv.entropy(y))


def settles_below_4_t_squared() -> bool:
    smoothings = (0.1, 0.3, 0.5, 0.9)
    return all(abs(_losses(eps, 3.99)[-1] - _least(eps)) < 1e-6 for eps in smoothings)


def oscillates() -> bool:
    """The last steps still go up and down, as far above the least loss as the first ones."""
    late = _losses(0.5, 10.0)[-100:]
    return bool((late > _least(0.5) + 0.3).all() and (np.diff(late) > 0.1).sum() >= 49)


def has_a_best_gap() -> bool:
    """Oracle: a search along the gap of a single target over nine equal logits."""
    gaps = np.arange(0, 10, 1e-3)
    rows = np.zeros((gaps.size, 10))
    rows[:, 0] = gaps
    for eps in (0.1, 0.5, 0.9):
        losses = lv.cross_entropy(rows, lv.smooth_labels(0, 10, smoothing=eps)[None])
        if abs(gaps[losses.argmin()] - np.log(1 + 10 * (1 - eps) / eps)) > 1e-3:
            return False
    return round(float(np.log(1 + 10 * 0.9 / 0.1)), 2) == 4.51  # material 8


def smoothed_loss_has_a_lowest_point() -> bool:
    y, rows = lv.smooth_labels(5, 10, smoothing=0.2), np.tile(Z, (4001, 1))
    rows[:, 5] = np.linspace(-20, 20, 4001)
    losses, rising = lv.cross_entropy(rows, y[None]), lv.log_softmax(rows)[:, 5]
    best = losses.argmin()
    return bool(
        0 < best < 4000
        and abs(lv.softmax(rows[best])[5] - y[5]) < 1e-3
        and (np.diff(rising) > 0).all()
    )


def a_right_answer_at_low_t(eps: float) -> float:
    y = lv.smooth_labels(0, 10, smoothing=eps)
    return float(np.linalg.norm(lv.cross_entropy_gradient(Z, y, temperature=0.05)))


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
    "lead: Press “1 step”: each logit moves opposite to its bar p\u00a0−\u00a0y, the bars": (
        one_step_helps
    ),
    "lead: Too large a learning rate η overshoots": overshoots,
    "slope: is its p\u00a0−\u00a0y, divided by T": slope_by_difference,
    "slope: The p − y of all classes sum to 0": lambda: bool(
        abs(lv.cross_entropy_gradient(Z, 5).sum()) < 1e-15
    ),
    "steps: the p − y sum to 0, the sum of the logits stays the same": lambda: bool(
        np.allclose(
            lv.gradient_descent(Z, 5, rate=1.0, steps=STEPS).sum(axis=-1), Z.sum(), rtol=1e-14
        )
    ),
    "steps: A one-hot target is never reached": drifts_apart,
    "steps: a target that can be reached, y = (1 − ε) · one-hot + ε/C. There p = y": smoothing_ends,
    "steps: the loss is the entropy of y, not 0": ends_at_the_entropy,
    "rate_words: at most 4T² = {safe_rate:stage}: no step can raise the loss": (
        safe_rates_lower_the_loss
    ),
    "rate_words: {rate_case:|: a step may overshoot|, but at T = 0 no logit moves}": lambda: bool(
        (lv.gradient_descent(Z, 5, rate=10.0, steps=STEPS, temperature=0.0) == Z).all()
    ),
    "rate_words: Of the 50 steps below": lambda: STEPS == 50,
    "steps: settles there if η is below 4T²": settles_below_4_t_squared,
    "steps: as it does at ε = 0.5, η = 10 and T = 1": oscillates,
    "gap_words: log(1 + C(1 − ε)/ε) = {best_gap:amount} above it": has_a_best_gap,
    "likelihood: the loss has a lowest point, where p of the target equals its y": (
        smoothed_loss_has_a_lowest_point
    ),
    "temperature: at low T a wrong answer has a huge gradient, a right one almost none": lambda: (
        bool(
            np.linalg.norm(lv.cross_entropy_gradient(Z, 5, temperature=0.05)) > 20
            and a_right_answer_at_low_t(0.0) < 1e-6
        )
    ),
    "temperature: its length is 1.90 at ε = 0.1 and T = 0.05": lambda: (
        f"{a_right_answer_at_low_t(0.1):.2f}" == "1.90"
    ),
    "temperature: At high T all gradients fade": lambda: all(
        np.linalg.norm(lv.cross_entropy_gradient(Z, y, temperature=20)) < 0.05 for y in PLACES
    ),
    "temperature: At T = 0 the loss is a step. With a one-hot target it is 0 where": lambda: (
        lv.cross_entropy([Z] * 10, list(PLACES), temperature=0).tolist() == [0, *[np.inf] * 9]
    ),
    "temperature: With label smoothing it is ∞ as soon as two logits differ": lambda: bool(
        np.isinf(lv.cross_entropy(Z, lv.smooth_labels(0, 10, smoothing=0.1), temperature=0))
    ),
    "likelihood: (If T is not 1, read z/T for z.)": lambda: bool(
        np.isclose(
            lv.cross_entropy(Z, 5, temperature=2), -lv.log_softmax(Z / 2)[5], rtol=1e-14, atol=0
        )
    ),
    "temperature: k times as large give the same p as dividing T by k": lambda: bool(
        np.allclose(lv.softmax(3 * Z), lv.softmax(Z, temperature=1 / 3), rtol=1e-13, atol=0)
    ),
    "temperature: log n where n classes share the lead": lambda: all(
        bool(np.isclose(lv.cross_entropy([3.0] * n + [0.0], 0, temperature=0), np.log(n)))
        for n in range(2, 10)
    ),
    "temperature: At T = ∞ the loss is log C everywhere, and there is no slope either": lambda: (
        bool(
            not lv.cross_entropy_gradient(Z, 5, temperature=np.inf).any()
            and np.isclose(lv.cross_entropy(Z, 5, temperature=np.inf), np.log(10))
        )
    ),
}

PROFILE = Profile(
    chart="predicted",
    above=frozenset({"predicted"}),
    sliders=["T", "z5", "n", "eta", "eps"],
    act=(
        "y z5 go_1 go_10 go_50 n play_n predicted error T play_T eta eps rate_words descent "
        "loss true_share true_logit size range"
    ),
    stops=[
        "T",
        "play_T",
        "y",
        "z5",
        "eta",
        "n",
        "play_n",
        "eps",
        WORDS.said("button_step", count=1),
        WORDS.said("button_steps", count=10),
        WORDS["button_start"],
    ],
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

"""What the page draws, compared with the core."""

from typing import Any

import numpy as np
import scipy.special

import logitviz as lv
from logitviz.charts.formats import amount, probability, signed
from logitviz.lessons.loss.likelihood import ABOVE_OTHERS
from logitviz.lessons.loss.tangent import tangent
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

STEPS = 50
GRID = np.round(np.arange(-12, 12.05, 0.1), 1)
ENDS = {0.0: 0.028, np.inf: 36.0}  # where a logarithmic axis shows T = 0 and T = inf


def along(state: State, z: Any, y: Any) -> Any:
    """The loss while the target's logit moves, held at twice the height of the frame."""
    rows = np.tile(z, (GRID.size, 1))
    rows[:, state.y] = GRID
    return np.minimum(lv.cross_entropy(rows, y[None], temperature=float(state.T)), 16)


def likelihood_at(state: State, z: Any, x: Any) -> Any:
    """The target's log p while its logit moves, held at twice the height of the frame."""
    rows = np.tile(z, (x.size, 1))
    rows[:, state.y] = x
    return np.maximum(lv.log_softmax(rows, temperature=float(state.T))[:, state.y], -16)


def likelihood_points(state: State, z: Any) -> tuple[Any, Any]:
    """The points that are joined: where log p is log σ(s), and both ends of the axis."""
    t, others = float(state.T), np.delete(z, state.y)
    with np.errstate(all="ignore"):
        above = scipy.special.logsumexp((others - others.max()) / t) if t else 0.0
        inner = others.max() + t * (above + ABOVE_OTHERS)
    x = np.array([-12, *np.clip(inner, -12, 12), 12])
    if t == 0:  # an upright line at the largest of the others
        y = np.array([-16, *np.maximum(scipy.special.log_expit(ABOVE_OTHERS), -16), 0])
        return x, y
    return x, likelihood_at(state, z, x)


def lengths(z: Any, y: Any) -> Any:
    """Powers of ten of the lengths of p − y and of the gradient over T."""
    shifted = [lv.analyse(z, temperature=t).shifted for t in CURVE_TEMPERATURES]
    alone = [np.linalg.norm(lv.cross_entropy_gradient(s, y)) for s in shifted]
    powers = np.log10(np.clip(alone, 1e-9, 1e8))
    over_t = powers[1:-1] - np.log10(CURVE_TEMPERATURES[1:-1])
    return powers, [powers[0] + 6, *over_t, powers[-1] - 6]  # the ends are out of the frame


def test_the_charts_draw_the_gradient_the_path_and_the_loss() -> None:
    for link in ("", "T=0&n=3", "T=inf&z5=-9", "T=2&z0=3.7261&eta=2.5&n=6.5&eps=0.1&y=0", "eps=1"):
        state = read(link)
        t, c, n = float(state.T), state.y, int(state.n + 0.5)
        y = (1 - state.eps) * np.eye(10)[c] + state.eps / 10
        path = lv.gradient_descent(state.z, y, rate=state.eta, steps=STEPS, temperature=t)
        losses = lv.cross_entropy(path, y[None], temperature=t)
        z, loss = path[n], losses[n]
        record = lv.analyse(z, temperature=t)
        p, top = record.probabilities, int(record.prediction)
        error = lv.cross_entropy_gradient(record.shifted, y)
        gradient = lv.cross_entropy_gradient(z, y, temperature=t)
        size = float(np.sqrt((gradient**2).sum()))
        log_p = lv.log_softmax(z, temperature=t)[c]
        points = likelihood_points(state, z)
        least = lv.entropy(y)
        curve, (alone, over_t) = along(state, z, y), lengths(z, y)
        touching = tangent(z[c], loss, gradient[c])
        here = {"here: x": [np.clip(z[c], -12, 12)], "here: y": [min(loss, 8)]}
        assert_draws(
            "loss",
            state,
            {
                "predicted": {
                    "predicted p: y": p,
                    "predicted class: x": [top],
                    "predicted class: y": [p[top]],
                    "target: y": y,
                    "numbers of p: text": map(probability, p),
                },
                "error": {
                    "p − y: y": error,
                    "p − y: text": map(signed, error),
                    "predicted class: x": [top],
                    "predicted class: y": [error[top]],
                    "target: x": [c],
                    "target: y": [error[c]],
                },
                "loss_curve": {
                    "loss: y": curve,
                    "tangent: x": touching.x,
                    "tangent: y": touching.y,
                    "number: x": here["here: x"],
                    "number: y": [min(loss, 8) + 1],
                    "number: text": [amount(loss)],
                }
                | here,
                "descent": {
                    "least: y": [least, least],
                    "loss: y": np.minimum(losses, 16),
                    "step: x": [n, n],
                    "here: x": [n],
                    "here: y": [min(loss, 8)],
                },
                "log_likelihood": {
                    "log-likelihood: x": points[0],
                    "log-likelihood: y": points[1],
                    "loss: y": curve,
                    "log-likelihood here: x": here["here: x"],
                    "log-likelihood here: y": [max(log_p, -8)],
                    "loss here: x": here["here: x"],
                    "loss here: y": here["here: y"],
                    "log-likelihood number: x": here["here: x"],
                    "log-likelihood number: y": [max(log_p, -8) - 1],
                    "log-likelihood number: text": [amount(log_p)],
                    "loss number: x": here["here: x"],
                    "loss number: y": [min(loss, 8) + 1],
                    "loss number: text": [amount(loss)],
                },
                "gradient_size": {
                    "(p − y)/T: y": over_t,
                    "p − y: y": alone,
                    "here: x": [ENDS.get(t, t)],
                    "here: y": [np.log10(np.clip(size, 1e-3, 1e2))],
                    "number: x": [ENDS.get(t, t)],
                    "number: y": [np.log10(np.clip(size, 1e-3, 1e2)) + 0.3],
                    "number: text": [amount(size)],
                },
            },
        )

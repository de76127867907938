"""What the page draws, compared with the core."""

import numpy as np

import logitviz as lv
from logitviz.charts.formats import logit, probability, signed
from tests.lessons.shown import assert_draws, class_bars, read


def test_the_charts_draw_both_functions_their_gains_and_slopes_and_two_points() -> None:
    for link in ("", "T=0&k=9&c=1.5", "T=inf&p=0", "T=2&z0=3.7261&t=0.3&c=1.5&k=3&u=3&p=0.25"):
        state = read(link)
        z, t = np.array(state.z) + state.c, float(state.T)
        raised = z + np.eye(10)[state.k]
        p, s = (f(z, temperature=t) for f in (lv.softmax, lv.sigmoid))
        gains = [f(raised, temperature=t) - f(z, temperature=t) for f in (lv.softmax, lv.sigmoid)]
        first, back = lv.softmax([state.u, state.v])[0], lv.logit(state.p)
        assert_draws(
            "sigmoid",
            state,
            {
                "probabilities": class_bars(p, probability),
                "sigmoids": {
                    "classes: y": s,
                    "marked: y": np.where(s >= state.t, s, 0.0),
                    "threshold: y": [state.t, state.t],
                    "numbers: y": s,
                    "numbers: text": map(probability, s),
                },
                "gains": {
                    "softmax: x": gains[0],
                    "softmax: text": map(signed, gains[0]),
                    "sigmoid: x": gains[1],
                    "sigmoid: text": map(signed, gains[1]),
                },
                "slopes_softmax": {"slopes: z": np.diag(p) - np.outer(p, p)},
                "slopes_sigmoid": {"slopes: z": np.diag(s * (1 - s))},
                "pair": {
                    "point: x": [state.u - state.v],
                    "point: y": [first],
                    "point: text": [probability(first)],
                },
                "logit": {
                    "point: x": [state.p],
                    "point: y": [np.clip(back, -8, 8)],
                    "point: text": [logit(back)],
                },
                "inverse": {
                    "point: x": [np.clip(back, -8, 8)],
                    "point: y": [state.p],
                    "point: text": [probability(state.p)],
                },
            },
        )

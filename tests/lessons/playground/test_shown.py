"""What the page draws, compared with the core."""

import numpy as np

import logitviz as lv
from logitviz.charts.formats import logit, probability
from tests.lessons.shown import assert_draws, class_bars, read


def test_the_charts_draw_logits_and_their_softmax_sorted_or_not() -> None:
    for link in ("", "T=0", "T=inf&sort=true", "T=2&z7=10&sort=true"):
        state = read(link)
        order = np.argsort(-np.array(state.z), kind="stable") if state.sort else range(10)
        p = lv.softmax(state.z, temperature=float(state.T))
        bars = class_bars(p, probability, order)
        if state.T == "inf":  # where all share the lead, the class of the largest logit stands out
            bars["predicted: x"] = [list(order).index(int(np.argmax(state.z)))]
        wanted = {"probabilities": bars, "logits": class_bars(state.z, logit, order)}
        assert_draws("playground", state, wanted)

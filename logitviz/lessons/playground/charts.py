"""Bars of logits and probabilities: class by class, or the largest logit first."""

import numpy as np

from logitviz.charts import class_bars
from logitviz.charts.chart import Chart

from .state import PlaygroundState

HEIGHT = 270


def order(state: PlaygroundState) -> class_bars.Order:
    """Give the class at each place; equal logits keep the order of their classes."""
    if not state.sort:
        return class_bars.NATURAL
    return tuple(np.argsort(-state.logits, kind="stable").tolist())


def logit_bars(state: PlaygroundState) -> Chart:
    """Bars of the logits; they keep their places until a slider is released."""
    return class_bars.logit_bars(order(state), height=HEIGHT)


def probability_bars(state: PlaygroundState) -> Chart:
    """Bars of the probabilities, at the places of their logits."""
    return class_bars.probability_bars(order(state), height=HEIGHT)

"""What makes the right choice of each question right, by the core alone."""

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.live.shared import TEMPERATURE
from tests.lessons.profile import Answers

Z = np.array(EXAMPLE)
COUNTS = np.array([20, 12, 8, 4, 0])


def particles_differ_by_chance() -> bool:
    walk = lv.metropolis(-Z, temperature=TEMPERATURE.positions, particles=1000, sweeps=60, seed=1)
    p = lv.softmax(Z)
    shares = walk.shares[TEMPERATURE.options.index("1"), 60]
    difference = np.abs(shares - p).max()
    return bool(0 < difference <= 2 * np.sqrt(p * (1 - p) / 1000).max())


def a_lower_logit_is_always_better() -> bool:
    """The loss falls all the way, and its limit is that of the other classes alone."""
    logits = np.log(COUNTS, where=COUNTS > 0, out=np.zeros(5))
    rows = np.array([[*logits[:4], z] for z in (2.0, 0.0, -5.0, -20.0, -np.inf)])
    seen = COUNTS / COUNTS.sum()
    losses = -(seen[:4] * lv.log_softmax(rows)[:, :4]).sum(axis=1)
    return bool((np.diff(losses) < 0).all())


ANSWERS: Answers = {
    "ask_unseen": ("−∞", a_lower_logit_is_always_better),
    "ask_particles": ("They are close to it, and differ by chance", particles_differ_by_chance),
}

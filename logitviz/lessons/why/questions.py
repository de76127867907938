"""Questions about the three origins of softmax."""

import numpy as np

from logitviz.live.questions import Question, Scene, only_true

NEVER_SEEN = 4
MANY_SWEEPS = {"reason": "Heat", "sweeps": 60.0}
ONE_UNSEEN = {"reason": "Likelihood", "j": NEVER_SEEN, f"n{NEVER_SEEN}": 0.0}


def _shares_of_the_particles(scene: Scene) -> int:
    difference, by_chance = scene.after.largest_difference, scene.after.expected_difference
    on_one_level = scene.after.particle_shares.max() == 1
    return only_true(difference == 0, 0 < difference <= by_chance, on_one_level)


def _best_logit(scene: Scene) -> int:
    best = scene.after.best_logits
    unseen, rarest = best[NEVER_SEEN], np.delete(best, NEVER_SEEN).min()
    return only_true(unseen == 0, np.isfinite(unseen) and unseen < rarest, unseen == -np.inf)


QUESTIONS = (
    Question("ask_unseen", "likelihood", _best_logit, ONE_UNSEEN),
    Question("ask_particles", "particles", _shares_of_the_particles, MANY_SWEEPS),
)

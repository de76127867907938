"""The state at T = 1 and at the fitted T exactly, which is no position of the slider."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from logitviz.live.state import computed

from .assessing import FitComparison
from .assessment import Assessment
from .controls import YOURS
from .state import Counts, YourModelState
from .summary import AtOneTemperature, Summary

AT_ONE, AT_BEST = 0, 1


class FixedUpload(NamedTuple):
    """What a state takes for an upload: see `YourModelState`."""

    assessment: Assessment | FitComparison


class ExactState(YourModelState):
    """A state whose judged rows are known at T = 1 and at the fitted T, and at no other.

    Its control ``place`` is `AT_ONE` or `AT_BEST`. With two folds each row is judged at the T of
    its own fold.
    """

    @computed
    def temperature_index(self) -> Counts:
        """Give the place of the temperature."""
        return np.asarray(self.place)


def exactly(state: YourModelState, place: int) -> ExactState:
    """Give the same rows, bins and threshold at T = 1 or at the fitted T."""
    found, side = state.assessment, state.assessment.on_judged_rows
    binnings = [(int(state.bins), state.strategy)]
    each = [
        AtOneTemperature.of(confidence, side.correct, (float(loss), float(brier)), binnings)
        for confidence, loss, brier in zip(side.confidence, side.log_loss, side.brier, strict=True)
    ]
    two = replace(
        found, summary=Summary.of(each), confidence_at=side.confidence.__getitem__, _cache={}
    )
    kept = {key: getattr(state, key) for key in ("judge", "seed", "bins", "binby", "d")}
    return ExactState(kept | {"model": YOURS, "upload": FixedUpload(two), "place": place})

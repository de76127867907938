"""Measures at T = 1 and at the fitted T, on the rows of the fit and on others."""

from dataclasses import dataclass

from logitviz.core._lib.binning import Strategy
from logitviz.live.state import Floats

from .assessment import Assessment


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """Measures at T = 1 and at the fitted T, each [2], of the rows of the fit and of others."""

    fitted_loss: Floats
    fitted_error: Floats
    fitted_brier: Floats
    judged_loss: Floats
    judged_error: Floats
    judged_brier: Floats

    @classmethod
    def of(cls, assessment: Assessment, bins: int, strategy: Strategy) -> "BeforeAfter":
        """Take the measures of both sides of an assessment."""
        measures = [
            values
            for side in (assessment.on_fit_rows, assessment.on_judged_rows)
            for values in (side.log_loss, side.calibration_error(bins, strategy), side.brier)
        ]
        return cls(*measures)

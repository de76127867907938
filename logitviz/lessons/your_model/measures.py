"""The measures before and after temperature scaling, on the rows of the fit and on others."""

from typing import NamedTuple

from .assessment import Measures, Side
from .state import YourModelState


class Group(NamedTuple):
    """The measures of some rows.

    Parameters
    ----------
    name
        ``fitted``: the rows of the fit; ``judged``: those that judge it; ``every``: rows that are
        both.
    rows
        How many there are.
    values
        What was measured at T = 1 and at the fitted T.
    """

    name: str
    rows: int
    values: Measures


def measures(state: YourModelState) -> list[Group]:
    """Measure the rows of the fit and the judged ones, or all rows at once where they are both.

    The second value is that of the fitted T itself, not of the nearest position of the slider;
    with two folds, of the T of each fold.
    """
    found = state.assessment
    if state.way == "same":
        return [_measured("every", found.on_judged_rows, state)]
    return [
        _measured("fitted", found.on_fit_rows, state),
        _measured("judged", found.on_judged_rows, state),
    ]


def _measured(name: str, side: Side, state: YourModelState) -> Group:
    return Group(name, side.correct.size, side.measures(int(state.bins), state.strategy))

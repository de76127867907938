"""The words of the report and of the table, with the numbers of a state put in."""

from logitviz.charts.fields import filled
from logitviz.live.prose import prose
from logitviz.scores.notes import FEW_ROWS

from .measures import Group
from .state import YourModelState


def words(name: str, state: YourModelState, count: int = 0) -> str:
    """Fill a piece of ``report_words``; of a count of 1 the one in the singular, ``…_one``."""
    chosen = f"{name}_one" if count == 1 else name
    return filled(prose("your_model", "report_words")[chosen], state)


def rows_heading(group: Group, state: YourModelState) -> str:
    """Say how many rows a group has, and which."""
    return f"{group.rows:,} {words(group.name, state, group.rows)}"


def bins_words(state: YourModelState) -> str:
    """Say how many bins the calibration error has, and what they have in common."""
    return words(state.strategy, state, int(state.bins))


def few_rows_warning(state: YourModelState) -> str:
    """Say that chance moves figures of few rows; nothing where there are enough."""
    return words("few", state, state.samples) if state.samples < FEW_ROWS else ""

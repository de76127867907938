"""The files that the lesson offers."""

from logitviz.charts.export import deciding_csv, table_csv

from .state import ConfidenceState


def a_csv(state: ConfidenceState) -> str:
    """Write every stage of case A."""
    return table_csv(state.record_a)


def b_csv(state: ConfidenceState) -> str:
    """Write every stage of case B."""
    return table_csv(state.record_b)


def thresholds_csv(state: ConfidenceState) -> str:
    """Write what every threshold decides on the test images."""
    return deciding_csv(state.selective)

"""The files that the lesson offers."""

from logitviz.charts.export import selective_csv, table_csv

from .state import ConfidenceState


def a_csv(state: ConfidenceState) -> str:
    """Write every stage of case A."""
    return table_csv(state.record_a)


def b_csv(state: ConfidenceState) -> str:
    """Write every stage of case B."""
    return table_csv(state.record_b)


def thresholds_csv(state: ConfidenceState) -> str:
    """Write how many test images every threshold decides, and how many wrongly."""
    return selective_csv(state.selective)

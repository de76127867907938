"""The files that the lesson offers."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from logitviz.charts.export import csv_text

from .answers import answers
from .assessment import TEMPERATURES
from .report import report_html
from .state import YourModelState

MEASURES = ("nll", "ece", "mce", "brier", "mean_confidence")
BIN_COLUMNS = ("lower", "upper", "count", "confidence", "accuracy")


def _measures(state: YourModelState) -> dict[str, Any]:
    """Give every measure at every temperature of the slider."""
    summary, reliabilities = state.assessment.summary, state.reliabilities
    columns = (
        summary.log_loss,
        reliabilities.ece,
        reliabilities.mce,
        summary.brier,
        summary.mean_confidence,
    )
    return dict(zip(MEASURES, columns, strict=True))


def temperatures_csv(state: YourModelState) -> str:
    """Write every measure at every temperature of the slider."""
    columns = [TEMPERATURES, *_measures(state).values()]
    return csv_text(["temperature", *MEASURES], np.column_stack(columns))


def reliability_csv(state: YourModelState) -> str:
    """Write every bin that has rows at T: edges, rows, means, and the accuracy's 95 % interval."""
    columns = [getattr(state, f"bin_{name}") for name in BIN_COLUMNS]
    columns += state.interval
    columns.append(np.full_like(columns[0], state.T))
    rows = np.column_stack(columns)[state.bin_count > 0]
    return csv_text([*BIN_COLUMNS, "low", "high", "temperature"], rows)


def answers_csv(state: YourModelState) -> str:
    """Write every predicted class with its count, accuracy, mean confidence and gap at T."""
    found = answers(state.assessment, int(state.temperature_index))
    columns = (found.count, found.accuracy, found.confidence, found.gap)
    names = (state.assessment.names[c] for c in found.classes)
    rows = zip(names, *(column.tolist() for column in columns), strict=True)
    return csv_text(["predicted", "count", "accuracy", "confidence", "gap"], rows)


def figures_json(state: YourModelState) -> str:
    """Write all figures as JSON; a number that is not finite is null."""
    assessment = state.assessment
    found = {
        "title": assessment.title,
        "notes": assessment.notes,
        "rows_judged": state.samples,
        "accuracy": assessment.accuracy,
        "best": asdict(assessment.best),
        "fits": [asdict(fit) for fit in assessment.fits],
        "temperature": float(state.T),
        "before_and_after": {key: list(value) for key, value in vars(state.before_after).items()},
        "temperatures": {"temperature": TEMPERATURES, **_measures(state)},
        "bins": {
            name: getattr(state, f"bin_{name}") for name in ("count", "confidence", "accuracy")
        },
    }
    return json.dumps(_plain(found), ensure_ascii=False, indent=1, allow_nan=False)


def _plain(value: Any) -> Any:
    """Give what JSON can hold."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray | Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return float(value) if isinstance(value, np.floating) else value


FILES: dict[str, Callable[[Any], str]] = {
    "reliability_csv": reliability_csv,
    "temperatures_csv": temperatures_csv,
    "answers_csv": answers_csv,
    "figures_json": figures_json,
    "report_html": report_html,
}

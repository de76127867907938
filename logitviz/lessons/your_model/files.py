"""The files that the lesson offers."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from logitviz.charts.export import csv_text
from logitviz.charts.words import Words

from .answers import answers, never_predicted
from .assessment import TEMPERATURES
from .report import report_html
from .state import YourModelState

MEASURES = ("nll", "ece", "mce", "brier", "mean_confidence")
BEFORE_AFTER = {"loss": "nll", "error": "ece", "brier": "brier"}  # what the JSON calls them
BIN_COLUMNS = ("lower", "upper", "count", "confidence", "accuracy")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


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
    """Write every predicted class with its count, accuracy, mean confidence and gap at T.

    Classes that are never predicted come last: their count is 0, and they have no accuracy,
    confidence and gap. A name that a spreadsheet may take for a formula has an apostrophe in front:
    see `_cell_text`.
    """
    found = answers(state.assessment, int(state.temperature_index))
    columns = (found.count, found.accuracy, found.confidence, found.gap)
    names = (_cell_text(state.assessment.names[c]) for c in found.classes)
    rows = zip(names, *(column.tolist() for column in columns), strict=True)
    never = ((_cell_text(name), 0, "", "", "") for name in never_predicted(state.assessment))
    return csv_text(["predicted", "count", "accuracy", "confidence", "gap"], [*rows, *never])


def _cell_text(name: str) -> str:
    """Put an apostrophe before a name that a spreadsheet may take for a formula.

    These begin with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return, and are no numbers. A
    name that begins with an apostrophe gets another one, so that different names stay different: to
    read a name back, take away one apostrophe.

    Examples
    --------
    >>> [_cell_text(name) for name in ("cat", "-1", "=1+1", "'=1+1")]
    ['cat', '-1', "'=1+1", "''=1+1"]
    """
    risky = name.startswith(("=", "+", "-", "@", "\t", "\r", "'")) and not NUMBER.fullmatch(name)
    return f"'{name}" if risky else name


def figures_json(state: YourModelState) -> str:
    """Write all figures as JSON.

    An infinity, which JSON lacks, is the text ``"inf"``, as in links: a temperature, or a loss
    where a true class is impossible. NaN is null: the means of a bin without rows.
    """
    assessment = state.assessment
    bins = {name: getattr(state, f"bin_{name}") for name in BIN_COLUMNS}
    found = {
        "title": assessment.title,
        "notes": assessment.notes,
        "rows_judged": state.samples,
        "accuracy": assessment.accuracy,
        "best": asdict(assessment.best),
        "fits": [asdict(fit) for fit in assessment.fits],
        "temperature": float(state.T),
        "before_and_after": {
            f"{side}_{key}": getattr(measures, name)
            for side, measures in (
                ("fitted", state.fit_measures),
                ("judged", state.judged_measures),
            )
            for key, name in BEFORE_AFTER.items()
        },
        "temperatures": {"temperature": TEMPERATURES, **_measures(state)},
        "bins": bins | {"count": [int(count) for count in bins["count"]]},
    }
    return json.dumps(_plain(found), ensure_ascii=False, indent=1, allow_nan=False)


def _plain(value: Any) -> Any:
    """Give what JSON can hold."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray | Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    number = float(value) if isinstance(value, np.floating) else value
    if isinstance(number, float) and not np.isfinite(number):
        return None if np.isnan(number) else str(number)
    return number


def files(words: Words) -> dict[str, Callable[[Any], str]]:
    """Give what writes each file; the report speaks the language of the words."""
    return {
        "reliability_csv": reliability_csv,
        "temperatures_csv": temperatures_csv,
        "answers_csv": answers_csv,
        "figures_json": figures_json,
        "report_html": partial(report_html, words),
    }

"""The tables of the report."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from logitviz.charts.formats import fixed, percent, probability, signed, stage, whole
from logitviz.charts.words import Words
from logitviz.core.bootstrap import Bootstrap
from logitviz.live.html_text import Html, table

from .answers import answers, confidently_wrong, never_predicted
from .assessment import Measures
from .chance import chance, resample_count
from .measures import measures
from .report_pieces import at_fitted, paragraph
from .report_state import AT_BEST, AT_ONE, ExactState
from .report_words import ONE, measure_names, rows_heading
from .state import YourModelState

MOST_CLASSES, MOST_WRONG = 100, 20
SHARES = ("accuracy", "confidence")


def tables(
    words: Words, state: YourModelState, one: ExactState, best: ExactState
) -> dict[str, str]:
    """Write the tables, with what is said above and below them, by their names in the template."""
    order = AT_BEST if state.assessment.best.status == "interior" else AT_ONE
    return {
        "measures": _measures(words, state),
        **_chance(words, one, best),
        "about_classes": _about_classes(words, state, order),
        "cut": _cut(words, state),
        "answers": _answers(words, state, order, one),
        "never": _never(words, state),
        "wrong_rows": _wrong_rows(words, best, order),
    }


def _measures(words: Words, state: YourModelState) -> Html:
    groups = measures(state)
    heads: list[list[Any]] = [
        ["", *((rows_heading(words, group), 2) for group in groups)],
        [words["head_measure"], *[ONE, words["head_fitted"]] * len(groups)],
    ]
    rows = [
        [label, *(_measure(name, v) for group in groups for v in getattr(group.values, name))]
        for name, label in zip(Measures._fields, measure_names(words), strict=True)
    ]
    return table(words["report_measures_table"], heads, rows)


def _measure(name: str, value: float) -> str:
    if name in SHARES:
        return percent(value)
    return fixed(value, 4) if 0.001 <= value < np.inf else stage(value)


def _chance(words: Words, one: ExactState, best: ExactState) -> dict[str, str]:
    both = [chance(exact) for exact in (one, best)]
    rows = [
        [words["chance_ece"], *(_measure("ece", found.ece) for found in both)],
        [words["chance_range"], *(_span(words, found, "ece") for found in both)],
        [
            words["chance_calibrated"],
            *(_measure("ece", found.ece_if_calibrated) for found in both),
        ],
        [
            words["chance_calibrated_range"],
            *(_span(words, found, "ece_if_calibrated") for found in both),
        ],
    ]
    heads = [["", ONE, words["head_fitted"]]]
    before, after = map(_verdict, both)
    return {
        "about_chance": words.said("report_chance", resamples=f"{resample_count(one.samples):,}"),
        "chance": table(words["report_chance_table"], heads, rows),
        "chance_before": words[f"{before}_one"],
        "chance_after": words[f"{after}_best"],
    }


def _span(words: Words, found: Bootstrap, name: str) -> str:
    low, high = (_measure("ece", getattr(found, f"{name}_{end}")) for end in ("lower", "upper"))
    return words.said("report_span", low=low, high=high)


def _verdict(found: Bootstrap) -> str:
    by_chance = found.ece <= found.ece_if_calibrated_upper
    return "report_by_chance" if by_chance else "report_not_by_chance"


def _about_classes(words: Words, state: YourModelState, order: int) -> str:
    """Say which class comes first."""
    if order == AT_BEST:
        return at_fitted(words, "report_classes", state)
    return words["report_classes_one"]


def _cut(words: Words, state: YourModelState) -> Html:
    """Say how many classes are shown, if some are not."""
    count = len(np.unique(state.assessment.predicted))
    if count <= MOST_CLASSES:
        return Html("")
    return paragraph(words, words.said("report_cut", most=MOST_CLASSES, count=count))


def _answers(words: Words, state: YourModelState, order: int, one: ExactState) -> Html:
    assessment = one.assessment
    both = [answers(assessment, place) for place in (AT_ONE, AT_BEST)]
    at_one, at_best = (dict(zip(each.classes, each.confidence, strict=True)) for each in both)
    worst = both[order]
    shown = list(zip(worst.classes, worst.count, worst.accuracy, strict=True))[:MOST_CLASSES]
    rows = [
        [
            assessment.names[c],
            whole(count),
            probability(accuracy),
            *(cell for p in (at_one[c], at_best[c]) for cell in _confidence_and_gap(p, accuracy)),
        ]
        for c, count, accuracy in shown
    ]
    names = ("predicted", "rows", "accuracy", *("confidence", "gap") * 2)
    heads: list[list[Any]] = [
        ["", "", "", (ONE, 2), (at_fitted(words, "report_head", state), 2)],
        [words[f"report_head_{name}"] for name in names],
    ]
    return table(words["report_classes_table"], heads, rows)


def _confidence_and_gap(confidence: float, accuracy: float) -> Iterator[str]:
    yield probability(confidence)
    yield signed(confidence - accuracy)


def _never(words: Words, state: YourModelState) -> Html:
    names = never_predicted(state.assessment)
    if not names:
        return Html("")
    more = len(names) - MOST_CLASSES
    text = words.said(
        "report_never_more" if more > 0 else "report_never",
        classes=words.listed(names[:MOST_CLASSES]),
        more=more,
    )
    return paragraph(words, text)


def _wrong_rows(words: Words, exact: ExactState, order: int) -> Html:
    assessment = exact.assessment
    rows = confidently_wrong(assessment, order, MOST_WRONG)
    if not rows.size:
        return paragraph(words, words["none_wrong"])
    both = assessment.confidence(AT_ONE), assessment.confidence(AT_BEST)
    cells = [
        [
            whole(assessment.rows[row]),
            assessment.names[assessment.labels[row]],
            assessment.names[assessment.predicted[row]],
            *(probability(confidence[row]) for confidence in both),
        ]
        for row in rows
    ]
    row, true, predicted, confidence = (
        words[f"report_head_{name}"] for name in ("row", "true", "predicted", "confidence")
    )
    heads: list[list[Any]] = [
        ["", "", "", (confidence, 2)],
        [row, true, predicted, ONE, words["head_fitted"]],
    ]
    return table(words["report_wrong_table"], heads, cells, words=(1, 2))

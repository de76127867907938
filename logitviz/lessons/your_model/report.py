"""One self-contained HTML file that says whether the confidence of a classifier can be trusted."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import plotly.io as pio
from plotly.offline import get_plotlyjs

from logitviz.charts.chart import Chart
from logitviz.charts.fields import filled
from logitviz.charts.formats import fixed, percent, probability, signed, stage, whole
from logitviz.live.html_text import Html, escaped, joined, listed, put, table
from logitviz.live.prose import LANGUAGE, pieces, prose
from logitviz.live.standalone import standalone_figure

from .answers import answers, confidently_wrong, never_predicted
from .assessment import Measures
from .chance import chance, resample_count
from .charts import confidence_histogram, coverage_curve, loss_curves, reliability_bars
from .measures import measures
from .report_state import AT_BEST, AT_ONE, ExactState, exactly
from .report_words import bins_words, few_rows_warning, rows_heading, words
from .snippets import FRAMEWORKS, snippet
from .state import YourModelState

MOST_CLASSES, MOST_WRONG = 100, 20
HERE = Path(__file__).parent
SHARES = ("accuracy", "confidence")
CONFIG = {"displayModeBar": False, "responsive": True}


def report_html(state: YourModelState) -> str:
    """Write the report; equal states give equal texts.

    Parameters
    ----------
    state
        Its T is marked in the chart of the losses; all else is shown at T = 1 and at the fitted T
        exactly.

    Returns
    -------
    str
        An HTML document that loads nothing: style, script and Plotly stand in it.
    """
    one, best = exactly(state, AT_ONE), exactly(state, AT_BEST)
    values = (
        _frame(state)
        | _words(state, one, best)
        | _charts(state, one, best)
        | _tables(state, one, best)
        | _chance(state, one, best)
    )
    return _piece("page", state, values)


def _piece(name: str, state: YourModelState, values: Mapping[str, str]) -> Html:
    """Fill a piece of the template: first numbers of the state, then what else is put in."""
    return put(filled(pieces(HERE / f"report.{LANGUAGE}.html")[name], state), values)


def _frame(state: YourModelState) -> dict[str, str]:
    return {
        "title": state.assessment.title,
        "style": Html((HERE / "report.css").read_text("utf-8").strip()),
        "script": Html((HERE / "report.js").read_text("utf-8").strip()),
        "plotly": Html(get_plotlyjs()),
    }


# Words.


def _words(state: YourModelState, one: ExactState, best: ExactState) -> dict[str, str]:
    split = words(state.way, state)
    bins = bins_words(state)
    return {
        "few": _few(state),
        "best_name": f"At {_fitted(state)}",
        "before": words("sure", one, one.samples),
        "after": words("sure", best, best.samples),
        "best_words": filled(prose("your_model")["best_words"], state),
        "notes": _notes(state),
        "split": split,
        "folds": _folds(state),
        "decided": _piece("decided", best, {}),
        "programs": _programs(state),
        "method": _piece("method", state, {"split": split, "bins": bins}),
    }


def _fitted(state: YourModelState) -> str:
    """Name the T at which the judged rows are shown: with two folds that of the other half."""
    if len(state.assessment.fits) > 1:
        return "the T of the other half"
    return f"the best T = {stage(state.assessment.best.temperature)}"


def _few(state: YourModelState) -> Html:
    text = few_rows_warning(state)
    return put('<p class="warning">$text</p>', {"text": text}) if text else Html("")


def _notes(state: YourModelState) -> Html:
    found = state.assessment.notes
    return _piece("notes", state, {"notes": listed(found)}) if found else Html("")


def _folds(state: YourModelState) -> Html:
    fits = state.assessment.fits
    if len(fits) == 1:
        return Html("")
    first, second = (stage(fit.temperature) for fit in fits)
    return _piece("folds", state, {"first": first, "second": second})


def _programs(state: YourModelState) -> Html:
    best = state.assessment.best
    if best.status != "interior":
        return _piece("no_temperature", state, {})
    each = ((name, snippet(name, best.temperature, state.assessment.kind)) for name in FRAMEWORKS)
    return joined(
        Html(f"<h3>{name}</h3>\n<pre><code>{_code(program)}</code></pre>") for name, program in each
    )


def _code(program: str) -> str:
    return "\n".join(escaped(line) for line in program.splitlines())


# Charts.


def _charts(state: YourModelState, one: ExactState, best: ExactState) -> dict[str, str]:
    pairs = [
        _figure(chart, exact, f"{chart.key}_{name}", f" at {words}")
        for chart in (reliability_bars(state), confidence_histogram())
        for name, words, exact in (
            ("one", "T = 1", one),
            ("best", _fitted(state), best),
        )
    ]
    return {
        "charts": joined(pairs),
        "losses": _figure(loss_curves(state), state, "losses"),
        "coverage": _figure(coverage_curve(), best, "coverage", f" at {_fitted(state)}"),
    }


def _figure(chart: Chart, state: YourModelState, key: str, at: str = "") -> Html:
    """Draw a chart under its title; `key` names it in the file, as Plotly would at random."""
    figure = standalone_figure(chart, state).update_layout(title_text=None)
    drawn = pio.to_html(figure, config=CONFIG, include_plotlyjs=False, full_html=False, div_id=key)
    caption = f"{chart.layout.title.text}{at}"
    return put(
        "<figure>\n<figcaption>$caption</figcaption>\n"
        '<div role="img" aria-label="$alt">$drawn</div>\n</figure>',
        {"caption": caption, "alt": f"{caption}. {chart.alt(state)}", "drawn": Html(drawn)},
    )


# Tables.


def _tables(state: YourModelState, one: ExactState, best: ExactState) -> dict[str, str]:
    order = AT_BEST if state.assessment.best.status == "interior" else AT_ONE
    classes = len(np.unique(state.assessment.predicted))
    few_shown = f"The {MOST_CLASSES} largest gaps of {classes} predicted classes:"
    return {
        "measures": _measures(state),
        "answers": _answers(state, one, order),
        "at_order": f"at {_fitted(state)}" if order == AT_BEST else "at T = 1",
        "shown_classes": few_shown if classes > MOST_CLASSES else "",
        "never": _never(state),
        "wrong_rows": _wrong_rows(state, best, order),
    }


def _measures(state: YourModelState) -> Html:
    groups = measures(state)
    heads: list[list[Any]] = [
        ["", *((rows_heading(group, state), 2) for group in groups)],
        ["Measure", *["T = 1", "fitted T"] * len(groups)],
    ]
    rows = [
        [
            words(name, state),
            *(_measure(name, v) for group in groups for v in getattr(group.values, name)),
        ]
        for name in Measures._fields
    ]
    return table("Measures before and after", heads, rows)


def _measure(name: str, value: float) -> str:
    if name in SHARES:
        return percent(value)
    return fixed(value, 4) if 0.001 <= value < np.inf else stage(value)


def _chance(state: YourModelState, one: ExactState, best: ExactState) -> dict[str, str]:
    both = [chance(exact) for exact in (one, best)]
    ranges = ("ece_lower", "ece_upper"), ("ece_if_calibrated_lower", "ece_if_calibrated_upper")
    resampled, calibrated = (
        [" – ".join(_measure("ece", getattr(found, end)) for end in ends) for found in both]
        for ends in ranges
    )
    rows = [
        [words("chance_ece", state), *(_measure("ece", found.ece) for found in both)],
        [words("chance_range", state), *resampled],
        [
            words("chance_calibrated", state),
            *(_measure("ece", found.ece_if_calibrated) for found in both),
        ],
        [words("chance_calibrated_range", state), *calibrated],
    ]
    explained = [found.ece <= found.ece_if_calibrated_upper for found in both]
    before, after = (words("by_chance" if each else "not_by_chance", state) for each in explained)
    return {
        "resamples": f"{resample_count(state.samples):,}",
        "chance": table("ECE and chance", [["", "T = 1", "fitted T"]], rows),
        "chance_before": before,
        "chance_after": after,
    }


def _answers(state: YourModelState, one: ExactState, order: int) -> Html:
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
            *(f(v) for p in (at_one[c], at_best[c]) for f, v in _confidence_and_gap(p, accuracy)),
        ]
        for c, count, accuracy in shown
    ]
    heads: list[list[Any]] = [
        ["", "", "", ("T = 1", 2), (_fitted(state), 2)],
        ["Predicted", "Rows", "Accuracy", *["Confidence", "Gap"] * 2],
    ]
    return table("Each predicted class, the largest gap first", heads, rows)


def _never(state: YourModelState) -> Html:
    names = never_predicted(state.assessment)
    more = f" and {len(names) - MOST_CLASSES} more" if len(names) > MOST_CLASSES else ""
    text = ", ".join(names[:MOST_CLASSES]) + more
    return _piece("never", state, {"classes": text}) if names else Html("")


def _confidence_and_gap(confidence: float, accuracy: float) -> list[tuple[Any, float]]:
    return [(probability, confidence), (signed, confidence - accuracy)]


def _wrong_rows(state: YourModelState, exact: ExactState, order: int) -> Html:
    assessment = exact.assessment
    rows = confidently_wrong(assessment, order, MOST_WRONG)
    if not rows.size:
        return _piece("none_wrong", state, {})
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
    heads: list[list[Any]] = [
        ["", "", "", ("Confidence", 2)],
        ["Row", "True class", "Predicted", "T = 1", "fitted T"],
    ]
    return table("Most confidently wrong rows", heads, cells, words=(1, 2))

"""One self-contained HTML file that says whether the confidence of a classifier can be trusted."""

from functools import partial

import plotly.io as pio
from plotly.offline import get_plotlyjs

from logitviz.charts.chart import Chart
from logitviz.charts.fields import filled
from logitviz.charts.formats import stage
from logitviz.charts.words import Words
from logitviz.live.html_text import Html, escaped, joined, listed
from logitviz.live.standalone import standalone_figure

from .charts import confidence_histogram, coverage_curve, loss_curves, reliability_bars
from .controls import YOURS
from .report_pieces import HERE, at_fitted, paragraph, piece, with_html
from .report_state import AT_BEST, AT_ONE, ExactState, exactly
from .report_tables import tables
from .report_words import (
    about_the_best,
    bins_words,
    few_rows_warning,
    fold_values,
    notes_of,
    split_words,
)
from .snippets import FRAMEWORKS, snippet
from .state import YourModelState

CONFIG = {"displayModeBar": False, "responsive": True}


def report_html(words: Words, state: YourModelState) -> str:
    """Write the report; equal states give equal texts.

    Parameters
    ----------
    words
        Those of the lesson, in the language of the report.
    state
        Its T is marked in the chart of the losses; all else is shown at T = 1 and at the fitted T
        exactly.

    Returns
    -------
    str
        An HTML document that loads nothing: style, script and Plotly stand in it.
    """
    one, best = exactly(state, AT_ONE), exactly(state, AT_BEST)
    return piece(
        words,
        "page",
        **_frame(words, state),
        **_words(words, state, one, best),
        **_charts(words, state, one, best),
        **tables(words, state, one, best),
    )


def _frame(words: Words, state: YourModelState) -> dict[str, str]:
    own = state.model == YOURS
    title = state.assessment.title if own else words[f"title_{state.model}"]
    return {
        "language": words.language,
        "title": title,
        "calibration_of": words.said("report_title", title=title),
        "style": Html((HERE / "report.css").read_text("utf-8").strip()),
        "script": Html((HERE / "report.js").read_text("utf-8").strip()),
        "plotly": Html(get_plotlyjs()),
    }


# Words.


def _words(
    words: Words, state: YourModelState, one: ExactState, best: ExactState
) -> dict[str, str]:
    return {
        "few": _few(words, state),
        "at_best": at_fitted(words, "report_at", state),
        "before": _sure(words, one),
        "after": _sure(words, best),
        "best_words": about_the_best(words, state),
        "notes": _notes(words, state),
        "scaling": words.said("report_scaling", split=split_words(words, state)),
        "folds": _folds(words, state),
        "about_losses": filled(words["report_losses"], state),
        "decided": filled(words["report_decided"], best),
        "programs": _programs(words, state),
        "method": _method(words, state),
    }


def _sure(words: Words, exact: ExactState) -> str:
    return filled(words["report_sure_one" if exact.samples == 1 else "report_sure"], exact)


def _few(words: Words, state: YourModelState) -> Html:
    text = few_rows_warning(words, state)
    return piece(words, "warning", text=text) if text else Html("")


def _notes(words: Words, state: YourModelState) -> Html:
    notes = notes_of(words, state.assessment.notes)
    return piece(words, "notes", notes=listed(notes)) if notes else Html("")


def _folds(words: Words, state: YourModelState) -> Html:
    folds = fold_values(state, stage)
    return paragraph(words, words.said("report_folds", **folds)) if folds else Html("")


def _programs(words: Words, state: YourModelState) -> Html:
    best = state.assessment.best
    if best.status != "interior":
        return paragraph(words, words["no_temperature"])
    programs = ((f, snippet(f, best.temperature, state.assessment.kind)) for f in FRAMEWORKS)
    return joined(
        piece(words, "program", name=name, code=_code(program)) for name, program in programs
    )


def _code(program: str) -> Html:
    return joined(escaped(line) for line in program.splitlines())


def _method(words: Words, state: YourModelState) -> Html:
    formulas = {
        name: piece(words, f"formula_{name}") for name in ("z", "y", "p", "nll", "ece", "brier")
    }
    said = partial(with_html, words)
    split, bins = split_words(words, state), bins_words(words, state)
    return piece(
        words,
        "method",
        definitions=said("method_rows", **formulas, split=split, bins=bins),
        best=said("method_best", impossible=state.assessment.best.impossible),
        nll=said("method_nll", formula=formulas["nll"]),
        ece=said("method_ece", formula=formulas["ece"]),
        brier=said("method_brier", formula=formulas["brier"]),
        source=said("method_source", paper=piece(words, "paper")),
    )


# Charts.


def _charts(
    words: Words, state: YourModelState, one: ExactState, best: ExactState
) -> dict[str, str]:
    pairs = []
    for chart in (reliability_bars(words, state), confidence_histogram(words)):
        title = chart.layout.title.text
        at_one = words.said("report_caption_one", chart=title)
        pairs.append(_figure(words, chart, one, f"{chart.key}_one", at_one))
        at_best = at_fitted(words, "report_caption", state, chart=title)
        pairs.append(_figure(words, chart, best, f"{chart.key}_best", at_best))
    losses, coverage = loss_curves(words, state), coverage_curve(words)
    decided = at_fitted(words, "report_caption", state, chart=coverage.layout.title.text)
    return {
        "charts": joined(pairs),
        "losses": _figure(words, losses, state, "losses", losses.layout.title.text),
        "coverage": _figure(words, coverage, best, "coverage", decided),
    }


def _figure(words: Words, chart: Chart, state: YourModelState, key: str, caption: str) -> Html:
    """Draw a chart under its caption; `key` names it in the file, as Plotly would at random."""
    figure = standalone_figure(chart, state).update_layout(title_text=None)
    drawn = pio.to_html(figure, config=CONFIG, include_plotlyjs=False, full_html=False, div_id=key)
    alt = words.said("report_alt", caption=caption, alt=chart.alt(state))
    return piece(words, "figure", caption=caption, alt=alt, drawn=Html(drawn))

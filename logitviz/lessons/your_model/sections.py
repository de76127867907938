"""Sections of the page below its first charts."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from logitviz.charts.formats import logit, probability
from logitviz.charts.words import Words
from logitviz.live.digit_picture import enlarged
from logitviz.live.messages import literal

from .answers import answers, confidently_wrong, never_predicted
from .assessment import Assessment
from .chance import chance, resample_count
from .charts import coverage_curve, loss_curves, reliability_bars
from .controls import YOURS
from .folds import Indices
from .report_words import any_best, few_rows_warning, fold_values
from .snippets import FRAMEWORKS, snippet

SPLIT_AND_BINS = ("judge", "seed", "bins", "binby")
READ = ("model", "judge", "seed", "upload")  # what decides about the rows
MOST_WRONG, MOST_PICTURES, MOST_NAMES = 10, 5, 20


def warn_of_few_rows(page: Any, place: str) -> None:
    """Say beside figures of few rows that chance moves them."""
    if warning := few_rows_warning(page.words, page.state):
        with page.snapshot(f"few_{place}", *READ):
            st.warning(warning, icon=":material/warning:")


def reliability(page: Any) -> None:
    """Show the accuracy over the confidence."""
    page.chart(reliability_bars, pinned=True)


def bins_in_numbers(page: Any) -> None:
    """Show the bins with their edges, rows, means and intervals."""
    state, shown = page.state, page.state.bin_count > 0
    low, high = state.interval
    heads = _heads(page.words)
    columns = {
        "from": state.bin_lower,
        "to": state.bin_upper,
        "rows": state.bin_count,
        "mean": state.bin_confidence,
        "accuracy": state.bin_accuracy,
        "low": low,
        "high": high,
    }
    with (
        page.snapshot("bins_in_numbers", "T", *READ, "bins", "binby"),
        st.expander(page.words["bins_in_numbers"]),
    ):
        st.dataframe(
            {heads(name): values[shown] for name, values in columns.items()},
            hide_index=True,
            column_config=_shares(*map(heads, columns.keys() - {"rows"})),
        )


def fitted(page: Any) -> None:
    """Show the loss over T, and what is measured at T = 1 and at the fitted T."""
    warn_of_few_rows(page, "fit")
    chart, table = st.columns(2, gap="medium", vertical_alignment="center")
    with chart:
        page.chart(loss_curves)
    with table:
        page.table("measures")
        page.text("best_words", any_best)
        _about_the_fit(page)


def _about_the_fit(page: Any) -> None:
    """Say which T every fold was given, and which rows no T can be fitted on."""
    found, words = page.state.assessment, page.words
    with page.snapshot("folds", *READ):
        if folds := fold_values(page.state, logit):
            st.caption(words.said("folds", **folds))
        fit, judged = found.on_fit_rows.impossible, found.on_judged_rows.impossible
        if fit or judged:
            st.caption(words.said("impossible", fit=fit, judged=judged))


def decide(page: Any) -> None:
    """Show what is decided, and how well, if only sufficient confidence may decide."""
    _heading(page, "decide")
    page.control("d")
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left:
        page.chart(coverage_curve(page.words))
    with right:
        page.text("decided")


def error_of_chance(page: Any) -> None:
    """Compare the ECE at T with its own bootstrap, and with that of a calibrated model."""
    _heading(page, "bias")
    found, words = chance(page.state), page.words
    by_chance = found.ece <= found.ece_if_calibrated_upper
    number = f"{resample_count(page.state.samples):,}"
    with page.snapshot("chance", "T", *READ, "bins"):
        st.markdown(words.said("chance", found=found, resamples=number))
        st.markdown(words["by_chance" if by_chance else "not_by_chance"])


def each_answer(page: Any) -> None:
    """Show the predicted classes, the largest gap first."""
    _heading(page, "classes")
    assessment, heads = page.state.assessment, _heads(page.words)
    found = answers(assessment, int(page.state.temperature_index))
    table = {
        heads("predicted"): [assessment.names[c] for c in found.classes],
        heads("rows"): found.count,
        heads("accuracy"): found.accuracy,
        heads("mean"): found.confidence,
        heads("gap"): found.gap,
    }
    with page.snapshot("answers", "T", *READ):
        st.dataframe(
            table,
            hide_index=True,
            height=320,
            column_config=_shares(*map(heads, ("accuracy", "mean", "gap"))),
        )
        if names := never_predicted(assessment):
            shown = page.words.listed(map(literal, names[:MOST_NAMES]))
            name = "never_predicted_more" if len(names) > MOST_NAMES else "never_predicted"
            st.caption(page.words.said(name, classes=shown))


def wrong_rows(page: Any) -> None:
    """Show the wrong rows with the highest confidence; of digits their images, too."""
    _heading(page, "wrong_rows")
    state = page.state
    assessment, index = state.assessment, int(state.temperature_index)
    rows, ids = confidently_wrong(assessment, index, MOST_WRONG), assessment.ids
    heads = _heads(page.words)
    with page.snapshot("wrong_rows", "T", *READ):
        if not rows.size:
            st.caption(page.words["none_wrong"])
            return
        st.dataframe(
            {
                heads("row"): assessment.rows[rows],
                **({} if ids is None else {heads("id"): [ids[row] for row in rows]}),
                heads("true"): [assessment.names[c] for c in assessment.labels[rows]],
                heads("predicted"): [assessment.names[c] for c in assessment.predicted[rows]],
                heads("confidence"): [probability(c) for c in assessment.confidence(index)[rows]],
            },
            hide_index=True,
        )
        if page.values["model"] != YOURS:
            _pictures(page.words, assessment, rows[:MOST_PICTURES])


def _pictures(words: Words, assessment: Assessment, rows: Indices) -> None:
    captions, alts = (
        [
            words.said(
                name,
                row=assessment.rows[row],
                true=assessment.names[assessment.labels[row]],
                predicted=assessment.names[assessment.predicted[row]],
            )
            for row in rows
        ]
        for name in ("picture", "picture_alt")
    )
    images = [enlarged(int(assessment.rows[row])) for row in rows]
    st.image(images, captions, width=96, alt=alts)


def take_away(page: Any, files: Mapping[str, Callable[[Any], str]]) -> None:
    """Offer programs that use the fitted T, and the figures as files."""
    page.prose("take")
    best = page.state.assessment.best
    with page.snapshot("programs", *READ):
        if best.status == "interior":
            for place, framework in zip(st.columns(3), FRAMEWORKS, strict=True):
                place.markdown(f"**{framework}**")
                program = snippet(framework, best.temperature, page.state.assessment.kind)
                place.code(program, wrap_lines=True)
        else:
            st.caption(page.words["no_temperature"])
    with st.container(horizontal=True, key="taken"):
        page.downloads(files, "take")


def _heading(page: Any, name: str) -> None:
    """Begin a section: its heading and its words, and a warning if its rows are few."""
    page.prose(name)
    warn_of_few_rows(page, name)


def _heads(words: Words) -> Callable[[str], str]:
    """Give what names the columns of tables."""
    return lambda name: words[f"head_{name}"]


def _shares(*columns: str) -> dict[str, Any]:
    shown = st.column_config.NumberColumn(format="%.3f")
    return dict.fromkeys(columns, shown)

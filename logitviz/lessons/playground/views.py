"""Views of the same record: step by step, as a formula, as code, as a file."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from logitviz.charts.export import FRAMEWORKS, formula, network, snippet, table_csv, table_json
from logitviz.charts.layout import CLASSES


def steps(page: Any) -> None:
    """Show every stage of every class, with the sums."""
    page.table("steps", [str(c) for c in range(CLASSES)])


def formula_of_class(page: Any) -> None:
    """Show the softmax of one class with the numbers put in."""
    index = page.control("k")
    with page.snapshot("formula"):
        st.latex(formula(page.state.record, index))


def code(page: Any) -> None:
    """Show programs that compute the probabilities."""
    with page.snapshot("code"):
        for column, framework in zip(st.columns(3), FRAMEWORKS, strict=True):
            column.markdown(f"**{framework}**")
            column.code(snippet(framework, page.state.record), wrap_lines=True)
    page.prose("network")
    for column, framework in zip(st.columns(3), FRAMEWORKS, strict=True):
        column.markdown(f"**{framework}**")
        column.code(network(framework), wrap_lines=True)


def numbers(page: Any) -> None:
    """Show the record to the last digit, and offer it as a file."""
    record = page.state.record
    with page.snapshot("numbers"):
        st.download_button("CSV", table_csv(record), "logitviz.csv", "text/csv")
        st.download_button("JSON", table_json(record), "logitviz.json", "application/json")
        st.code(table_json(record), "json", height=300)


VIEWS: dict[str, Callable[[Any], None]] = {
    "steps": steps,
    "formula": formula_of_class,
    "code": code,
    "numbers": numbers,
}


def open_view(page: Any) -> None:
    """Show the view that is chosen; only this one is computed and sent.

    Parameters
    ----------
    page
        The page, whose lesson has the controls ``show`` and ``k``.
    """
    chosen = page.control("show")
    page.prose(f"show_{chosen}")
    VIEWS[chosen](page)

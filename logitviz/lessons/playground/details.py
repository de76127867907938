"""Below the playground: the same record step by step, as formula, as code, as a file."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from logitviz.charts.export import FRAMEWORKS, formula, snippet, table_csv, table_json
from logitviz.core import Analysis
from logitviz.live.old_controls import choice
from logitviz.live.old_link import Link, Parts, still

STAGES = {
    "z": "logits",
    "z / T": "scaled",
    "(z − max z) / T": "shifted",
    "exp": "exponentials",
    "p": "probabilities",
}


def _cell(name: str, index: int) -> Parts:
    form = "probability" if name == "probabilities" else "stage"
    return lambda record: [(getattr(record, name), form, index)]


def _total(name: str) -> Parts:
    return lambda record: [(np.asarray(getattr(record, name)).sum(axis=-1), "stage")]


def steps(link: Link, record: Analysis, sweeps: Mapping[str, Analysis]) -> None:
    """Show every stage of every class, with the sums."""
    rows = [
        (f"class {c}", [("{}", _cell(name, c)) for name in STAGES.values()])
        for c in range(record.logits.size)
    ]
    sums = [None, None, None, ("{}", _total("exponentials")), ("{}", _total("probabilities"))]
    header = ["", *STAGES]
    link.table("steps", header, [*rows, ("**sum**", sums)], record, sweeps)


def details(
    link: Link, record: Analysis, sweeps: Mapping[str, Analysis], text: Mapping[str, str]
) -> None:
    """Show one view at a time; only the open one is computed and sent."""
    show = choice("show")
    st.markdown(text[f"show_{str(show).lower()}"])
    if show == "Steps":
        steps(link, record, sweeps)
    elif show == "Formula":
        index = int(choice("k"))
        with still("formula"):
            st.latex(formula(record, index))
    elif show == "Code":
        with still("code"):
            for column, framework in zip(st.columns(3), FRAMEWORKS, strict=True):
                column.markdown(f"**{framework}**")
                column.code(snippet(framework, record), wrap_lines=True)
    else:
        with still("numbers"):
            st.download_button("CSV", table_csv(record), "logitviz.csv", "text/csv")
            st.download_button("JSON", table_json(record), "logitviz.json", "application/json")
            st.code(table_json(record), "json", height=300)

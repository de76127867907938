"""The panel Data: files of the state of a page, and the page itself as a file."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from logitviz.live.offline import Offline

from .present_panel import address_of

KINDS = {"csv": "text/csv", "json": "application/json", "html": "text/html"}  # of files


def data_panel(page: Any, files: Mapping[str, Callable[[Any], str]]) -> None:
    """Draw the panel at the end of a page: its file holds what the page has drawn."""
    downloads(page, files, "data")
    st.caption(page.words["data_offline"])
    downloads(page, {f"{page.page}_html": offline_of(page).html}, "offline")


def downloads(page: Any, files: Mapping[str, Callable[[Any], str]], panel: str) -> None:
    """Offer files of the present state; each is written when it is asked for.

    Parameters
    ----------
    page
        The page.
    files
        Functions of the state that write them; ``logits_csv`` is offered as logits.csv.
    panel
        Tells these buttons apart from others.
    """
    state = type(page.state)(dict(page.values))  # a file is written in a thread of its own
    for name, write in files.items():
        stem, _, kind = name.rpartition("_")
        file = f"{stem}.{kind}"
        st.download_button(
            file,
            partial(write, state),
            file,
            KINDS[kind],
            key=f"{panel}_{name}",
            on_click="ignore",
        )


def offline_of(page: Any) -> Offline:
    """Gather what a file of this page needs."""
    title, _, lead = page.words["lead"].removeprefix("# ").partition("\n")
    return Offline(
        title,
        lead,
        address_of(page),
        page.about(),
        page.outline.on_page(),
        dict(page.sliders),
        dict(page.consequences),
        {key: page.words.label(key) for key in page.controls}
        | {item.key: item.what for item in page.outline.items if item.kind == "control"},
        page.words,
    )

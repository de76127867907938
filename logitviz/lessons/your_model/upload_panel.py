"""The panel of a visitor's own file: drop it, see what was understood, wait, stop."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit.runtime.uploaded_file_manager import UploadedFile

from logitviz.charts.words import Words
from logitviz.live.messages import literal
from logitviz.live.session import session
from logitviz.scores.scores import KINDS

from .controls import YOURS, YOURS_IN_LINKS
from .upload import Content, YourFile
from .visits import forget_after_visit, remove_upload

FIRST_WAIT, NEXT_WAIT = 1.0, 0.4  # seconds of judging in a run of the page, and of the fragment
REMEDIES: Mapping[str, Mapping[str, Any]] = {
    "ignored": {"leave_out_ignored": True},
    "from_one": {"labels_from": 1},
}
# Files stay in memory: without this, Streamlit's server puts larger ones on the disk for a while.
MultiPartParser.spool_max_size = 2**20 * (1 + int(st.get_option("server.maxUploadSize")))


def _file() -> YourFile:
    return session().of(YourFile)


# The boxes for files.


def scores_box(page: Any) -> None:
    """Draw the box for a file with scores; read what has come."""
    file, here = _file(), st.session_state
    words = page.words
    if dropped := _box("scores", words["box_scores"], help=words["accepted"]):
        forget_after_visit(file.forget)
        with st.spinner(words.said("reading", name=literal(dropped.name))):
            file.offer(_taken(dropped))
        st.rerun()
    if file.reading:  # in a run that this one has interrupted
        _wait_for_reading()
    # In the run itself: the browser may still send the choice that was there before.
    if file.fresh:
        here["model"] = YOURS_IN_LINKS
    elif file.left:
        here["model"] = file.other


@st.fragment(run_every=0.2)
def _wait_for_reading() -> None:
    if not _file().reading:
        st.rerun()
    st.progress(0.0, session().words["reading_file"])


def _labels_box(page: Any) -> None:
    """Draw the box for a file with labels, and read it."""
    words = page.words
    if dropped := _box("labels", words["box_labels"], help=words["accepted_labels"]):
        with st.spinner(words["reading_labels"]):
            _file().add_labels(_taken(dropped))
        st.rerun()


def _box(which: str, label: str, **options: Any) -> UploadedFile | None:
    """Draw a box for a file; give the file that has come, until it is taken out."""
    key = f"{which}_file-{_file().boxes}"
    dropped: UploadedFile | None = st.file_uploader(label, key=key, **options)
    return dropped


def _taken(dropped: UploadedFile) -> Content:
    """Take a file out of its box: Streamlit would copy a file that stays there in every run.

    It is read at once: between the two, Streamlit could end the run for another, and lose the file.
    """
    _file().boxes += 1
    content = Content(dropped.name, dropped.getvalue())
    dropped.close()
    remove_upload(dropped.file_id)
    return content


# What was understood.


def understood(page: Any) -> None:
    """Say what is wrong with the last file, and what was understood of the one that is kept."""
    file, shown = _file(), page.values["model"] == YOURS
    if file.error:
        _complaint(page.words, file)
    # The notes of a file never stand above the figures of another one.
    page.values["file"] = file.readings
    with page.snapshot("file", "file", "model"):
        if file.scores is not None and (shown or not file.has_labels):
            with st.container(border=True, key="understood"):
                _notes(page.words, file)
        if shown and file.scores is None:
            st.info(page.words["no_file"])
        if file.scores is not None and not file.has_labels:
            st.info(page.words["no_labels"])
    if file.remedy == "labels" or (file.scores is not None and not file.has_labels):
        _labels_box(page)


def _notes(words: Words, file: YourFile) -> None:
    assert file.scores is not None
    notes, switches = st.columns([8, 3], gap="medium")
    with notes:
        lines = map(literal, [*map(words.error, file.scores.notes)])
        st.markdown("  \n".join([f"**{literal(file.name)}**", *lines]))
    with switches:
        st.session_state["kind"] = file.scores.kind
        st.selectbox(
            words["control_kind"],
            KINDS,
            format_func=lambda kind: words[f"option_kind_{kind.replace('-', '_')}"],
            key="kind",
            on_change=_take_kind,
        )
        if remedy := REMEDIES.get(file.scores.remedy):
            label = words[f"remedy_{file.scores.remedy}"]
            st.button(label, key="suggested", on_click=_read_with, kwargs=dict(remedy))
        st.button(words["forget"], on_click=_forget)


def _complaint(words: Words, file: YourFile) -> None:
    text = words.said(
        "refused_kept" if file.has_labels else "refused",
        name=literal(file.refused_name),
        error=literal(words.get(file.error) or words.error(file.error)),
        kept=literal(file.name),
    )
    st.error(text)
    if remedy := REMEDIES.get(file.remedy):
        st.button(words[f"remedy_{file.remedy}"], on_click=_retry, kwargs=dict(remedy))


def _retry(**options: Any) -> None:
    _file().retry(**options)


def _read_with(**options: Any) -> None:
    _file().read_with(**options)


def _take_kind() -> None:
    """Take the choice of a visitor; a late request may bring that of a box that has gone."""
    file, kind = _file(), st.session_state["kind"]
    if file.scores is not None and kind != file.scores.kind:
        file.read_with(kind=kind)


def _forget() -> None:
    _file().forget()
    _file().left = st.session_state.get("model") == YOURS_IN_LINKS


# Judging it.


def go_on_judging(page: Any) -> bool:
    """Give the state what is known of the file; say whether the page can be drawn."""
    file, values = _file(), page.values
    values["upload"] = None
    if values["model"] != YOURS:
        file.other, file.left = values["model"], False
        return True
    file.fresh = False
    if not file.has_labels:
        return False
    division = values["judge"], int(values["seed"])
    file.begin(*division)
    if file.advance(FIRST_WAIT):
        values["upload"] = file.upload(*division)
        return True
    _go_on()
    return False


@st.fragment(run_every=0.1)
def _go_on() -> None:
    """Show how much is done, and judge a little more; at the end, draw the whole page.

    In this order: what comes at the end of a run, the browser often loses to the next one, which
    begins at once.
    """
    file, words = _file(), session().words
    if file.share < 1:
        st.progress(file.share, words.said("judging", name=literal(file.name)))
        st.button(words["cancel"], on_click=_cancel)
    if file.advance(NEXT_WAIT):
        st.rerun()


def _cancel() -> None:
    _file().stop()
    _file().left = True

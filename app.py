import numpy as np
import streamlit as st

import logitviz as lv
from logitviz.charts.bars import NATURAL, logit_bars, probability_bars
from logitviz.charts.export import table_csv
from logitviz.lessons.playground.details import details
from logitviz.live import old_controls as controls
from logitviz.live import old_inputs as inputs
from logitviz.live import old_readouts as readouts
from logitviz.live.old_link import Link
from logitviz.shell.frame import frame

page = frame("playground")

hand, tools = st.columns(2, vertical_alignment="bottom")
with hand:
    T = controls.temperature()
stage = st.container(gap=None)
z = controls.ten_logits()

record = lv.analyse(z, temperature=float(T))
logit_sweeps = controls.over_logits(z, float(T), range(10))
sweeps = {"T": controls.over_temperature(z), **logit_sweeps}
asides = dict.fromkeys(("k", "show", "sort", "seed", "digit"), ())
link = Link(["T", *controls.LOGIT_KEYS], scopes=asides)

with tools, st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    presets, digits, paste, draw, change = map(
        st.popover, ("Presets", "Digits", "Paste", "Random", "All ± ×")
    )
    sort = st.toggle("Sort", key="sort", bind="query-params")

order = tuple(int(c) for c in np.argsort(-z, kind="stable")) if sort else NATURAL
with stage:
    left, right = st.columns(2)
    with right:
        link.chart(probability_bars(order, height=270), record, sweeps)
    readouts.row(link, record, sweeps)

page.fold(link)
with left:
    link.chart(logit_bars(order, height=270), record, logit_sweeps)

with presets:
    inputs.presets_panel()
with digits:
    inputs.digits_panel(page.text["digits"])
with paste:
    inputs.paste_panel(page.text["paste"])
with draw:
    inputs.random_panel(page.text["random"])
with change:
    inputs.change_panel(page.text["change"])
details(link, record, sweeps, page.text)
st.markdown(page.text["what"])
page.end(link, {"logits.csv": table_csv(record)})

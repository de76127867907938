import streamlit as st

from logitviz.charts.class_bars import logit_bars, probability_bars
from logitviz.charts.export import table_csv
from logitviz.lessons.playground.panels import PANELS, loaded_digit
from logitviz.lessons.playground.views import open_view
from logitviz.live.loading import undo_button
from logitviz.live.shared import LOGIT_KEYS
from logitviz.shell.page import open_page

page = open_page("playground")

slider, tools = st.columns([4, 7], vertical_alignment="bottom")
with slider:
    page.temperature(lead=page.words["play_T_here"])
with st.container(key="pinned", gap=None):
    place_of_charts = st.container(gap=None)
    with st.container(key="ten_logits"):
        for key in LOGIT_KEYS:
            page.control(key)
with tools, st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    popovers = [st.popover(page.words[f"panel_{name}"]) for name in PANELS]
    undo_button("logits")
    page.control("sort")
order = tuple(page.state.order.tolist())  # of the bars, whatever they show

with place_of_charts:
    column, right = st.columns(2)
    left = column.container(key="logits_place")
    with right, st.container(key="picture"):
        page.chart(probability_bars(page.words, order, height=270), pinned=True)
    page.readouts("prediction", "confidence", "margin", "entropy", "perplexity")
page.fold()

with left:
    page.chart(logit_bars(page.words, order, height=270, pulls=LOGIT_KEYS))
for popover, panel in zip(popovers, PANELS.values(), strict=True):
    with popover:
        panel(page)
with left:
    loaded_digit(page)
page.questions()
open_view(page)
page.prose("what")
page.close(logits_csv=lambda state: table_csv(state.record))

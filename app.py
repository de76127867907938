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
    page.temperature(words=" T: cold, hot and back")
with st.container(key="pinned", gap=None):
    place_of_charts = st.container(gap=None)
    with st.container(key="ten_logits"):
        for i, key in enumerate(LOGIT_KEYS):
            page.control(key, f"Logit of class {i}")
with tools, st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    popovers = [st.popover(name) for name in PANELS]
    undo_button("logits")
    page.control("sort", "Sort the bars")
order = tuple(page.state.order.tolist())  # of the bars, whatever they show

with place_of_charts:
    column, right = st.columns(2)
    left = column.container(key="logits_place")
    with right, st.container(key="picture"):
        page.chart(probability_bars(order, height=270), pinned=True)
    page.readouts("prediction", "confidence", "margin", "entropy", "perplexity")
page.fold()

with left:
    page.chart(logit_bars(order, height=270, pulls=LOGIT_KEYS))
for popover, panel in zip(popovers, PANELS.values(), strict=True):
    with popover:
        panel(page)
with left:
    loaded_digit(page)
page.questions()
open_view(page)
page.prose("what")
page.close(logits_csv=lambda state: table_csv(state.record))

import streamlit as st

from logitviz.charts.class_bars import probability_bars
from logitviz.charts.export import sweep_csv, table_csv
from logitviz.lessons.temperature import charts
from logitviz.live.jumps import temperature_jumps
from logitviz.shell.page import open_page

page = open_page("temperature")

slider, jumps = st.columns([3, 2], vertical_alignment="bottom")
with slider:
    page.temperature()
with st.container(key="pinned"):
    place_of_charts = st.container(gap=None)
    page.class_and_logit()

with place_of_charts:
    left, right = st.columns(2, gap="small")
    with left, st.container(key="picture"):
        page.chart(probability_bars(page.words, height=330), pinned=True)
    page.readouts("prediction", "confidence", "margin", "entropy", "perplexity")
page.fold()

with jumps:
    temperature_jumps()
with right:
    page.chart(charts.probability_curves(page.words, height=330))

page.questions()
page.prose("sure")
chart, words = st.columns(2, gap="medium", vertical_alignment="center")
with chart:
    page.chart(charts.uncertainty_curves(page.words, height=330))
with words:
    page.prose("why")

page.prose("classic")
page.charts_in_row(
    charts.classic_figure(page.words, "classic", "classic", 10, height=340),
    charts.classic_figure(page.words, "example", "printed", 3, height=340),
    gap="small",
)
page.close(
    logits_csv=lambda state: table_csv(state.record),
    temperatures_csv=lambda state: sweep_csv(state.curves),
)

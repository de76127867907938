import streamlit as st

from logitviz.charts.export import table_csv
from logitviz.lessons.sigmoid import charts
from logitviz.shell.page import open_page

page = open_page("sigmoid")

with st.container(key="pinned_above"):
    page.class_and_logit()
    first, second, third = st.columns(3, gap="medium")
    place_of_charts = st.container(gap=None)
with first:
    page.temperature()
with second:
    page.control("c")
with third:
    page.control("t")
with place_of_charts:
    with st.container(key="pictures"):
        left, right = st.columns(2)
    with left:
        page.chart(charts.softmax_bars(page.words), pinned=True)
    page.readouts("sum_softmax", "argmax", "sum_sigmoid", "passing", key="output_sums")
page.fold()

with right:
    page.chart(charts.sigmoid_bars(page.words), pinned=True)

page.questions()
page.prose("use")
page.prose("gains")
page.charts_in_row(
    charts.gain_bars,
    charts.slope_map(page.words, "softmax"),
    charts.slope_map(page.words, "sigmoid"),
    widths=(4, 3, 3),
    gap="small",
)

text, picture = st.columns(2, gap="large")
with text:
    page.prose("pair")
    page.control("u")
    page.control("v")
    page.text("pair_words")
with picture:
    page.chart(charts.pair_curve(page.words))

page.prose("logit")
page.control("p")
page.text("logit_words")
page.text("odds_words")
page.charts_in_row(charts.logit_curve(page.words), charts.inverse_curve(page.words))
page.prose("table")
page.close(logits_csv=lambda state: table_csv(state.record))

import streamlit as st

from logitviz.charts.class_bars import probability_bars
from logitviz.charts.export import table_csv
from logitviz.lessons.sigmoid.charts import (
    gain_bars,
    inverse_curve,
    logit_curve,
    pair_curve,
    sigmoid_bars,
    slope_map,
)
from logitviz.shell.page import open_page

page = open_page("sigmoid")

first, second, third = st.columns(3, gap="medium")
with first:
    page.control("T", help="0 is the limit argmax, inf the limit uniform.")
with second:
    page.control("c")
with third:
    page.control("t")
stage = st.container(gap=None)
picker, mover = st.columns([2, 3], vertical_alignment="bottom")
with picker:
    k = page.control("k", "Move the logit of class")
with mover:
    page.control(f"z{k}", f"Logit of class {k}")

with stage:
    left, right = st.columns(2)
    with left:
        page.chart(probability_bars(title="Softmax: one question, ten answers", height=290))
    page.readouts("sum_softmax", "argmax", "sum_sigmoid", "passing", key="sums")
page.fold()

with right:
    page.chart(sigmoid_bars())

st.markdown(page.words["nudge"])
left, middle, right = st.columns([4, 3, 3])
with left:
    page.chart(gain_bars)
with middle:
    page.chart(slope_map("softmax"))
with right:
    page.chart(slope_map("sigmoid"))

st.markdown(page.words["pair"])
left, right = st.columns(2, gap="medium")
with left:
    page.control("u")
    page.control("v")
    page.text("pair_words")
with right:
    page.chart(pair_curve())

st.markdown(page.words["logit"])
page.control("p")
page.text("logit_words")
left, right = st.columns(2, gap="medium")
with left:
    page.chart(logit_curve())
with right:
    page.chart(inverse_curve())
st.markdown(page.words["table"])
page.close(logits_csv=lambda state: table_csv(state.record))

import streamlit as st

from logitviz.lessons.stability.argument_chart import exp_arguments
from logitviz.lessons.stability.controls import PRECISIONS
from logitviz.lessons.stability.files import steps_csv
from logitviz.lessons.stability.formula_charts import naive_bars, shifted_bars
from logitviz.lessons.stability.logarithm_chart import log_curves
from logitviz.shell.page import open_page

page = open_page("stability")

page.controls_in_row("h", "m", "T", "dtype", widths=(4, 4, 4, 5))
naive, shifted = st.columns(2, gap="medium")
arguments = st.container(gap=None)
asking, cells = st.container(), st.container()
page.prose("loss")
page.class_and_logit()

with naive:
    page.text("naive_outcome")
    page.text("naive_verdict")
    page.chart(naive_bars(page.words))
with shifted:
    page.text("shifted_outcome")
    page.text("shifted_verdict")
page.fold()

with shifted:
    page.chart(shifted_bars(page.words))
with arguments:
    page.chart(exp_arguments)
with asking:
    page.questions()
with cells:
    page.prose("cells")
    page.table("stages", [str(c) for c in range(10)])

left, right = st.columns([4, 5], gap="medium")
with left:
    page.table("losses")
    page.control("x")
    page.text("log_words")
with right:
    page.chart(log_curves)

page.prose("order")
left, right = st.columns([2, 5], gap="medium")
with left:
    page.control("tiny")
with right:
    page.table("orders")

page.prose("exp_limits")
page.table("limits", PRECISIONS)
page.prose("libraries")
page.close(steps_csv=steps_csv)

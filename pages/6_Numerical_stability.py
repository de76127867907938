import streamlit as st

from logitviz.lessons.stability.argument_chart import exp_arguments
from logitviz.lessons.stability.controls import PRECISIONS
from logitviz.lessons.stability.files import steps_csv
from logitviz.lessons.stability.formula_charts import naive_bars, shifted_bars
from logitviz.lessons.stability.logarithm_chart import log_curves
from logitviz.shell.page import open_page

page = open_page("stability")

temperature, scale, shift, precision = st.columns(4, gap="medium")
with temperature:
    page.control("T", help="0 is the limit argmax, inf the limit uniform.")
with scale:
    page.control("m")
with shift:
    page.control("h")
with precision:
    page.control("dtype")
top = st.container(gap=None)
stage = st.container(gap=None)
picker, mover = st.columns([2, 3], vertical_alignment="bottom")
with picker:
    k = page.control("k", "Target class, whose logit moves")
with mover:
    page.control(f"z{k}", f"Logit of class {k}")

with stage:
    left, right = st.columns(2, gap="medium")
    with left:
        page.chart(naive_bars())
        page.text("naive_verdict")
page.fold()

with top:
    page.chart(exp_arguments)
with right:
    page.chart(shifted_bars())
    page.text("shifted_verdict")

st.markdown(page.words["cells"])
page.table("stages", [str(c) for c in range(10)])

st.markdown(page.words["loss"])
left, right = st.columns([4, 5], gap="medium")
with left:
    page.table("losses")
    page.control("x")
    page.text("log_words")
with right:
    page.chart(log_curves)

st.markdown(page.words["order"])
left, right = st.columns([2, 3], gap="medium")
with left:
    page.control("tiny")
with right:
    page.table("orders")

st.markdown(page.words["exp_limits"])
page.table("limits", PRECISIONS)
st.markdown(page.words["libraries"])
page.close(steps_csv=steps_csv)

import streamlit as st

from logitviz.lessons.loss.bar_charts import difference_bars, predicted_bars
from logitviz.lessons.loss.files import logits_csv, steps_csv
from logitviz.lessons.loss.loss_charts import (
    descent_curves,
    gradient_curves,
    likelihood_curves,
    loss_curve,
)
from logitviz.lessons.loss.step_buttons import step_buttons
from logitviz.shell.page import open_page

page = open_page("loss")

temperature, target, mover = st.columns([3, 4, 3], gap="medium", vertical_alignment="bottom")
with temperature:
    page.control("T", help="0 is the limit argmax, inf the limit uniform.")
with target:
    y = page.control("y")
with mover:
    page.control(f"z{y}", f"Logit of class {y} before the steps")
stage = st.container(gap=None)
rate, taken, steps, smoothing = st.columns([9, 9, 8, 9], gap="medium", vertical_alignment="bottom")
with rate:
    page.control("eta")
with taken:
    page.control("n")
with smoothing:
    page.control("eps")

with stage:
    left, right = st.columns(2)
    with left:
        page.chart(predicted_bars())
    page.readouts("loss", "true_share", "true_logit", "size", "range", key="training")
page.fold()

with right:
    page.chart(difference_bars())
with steps:
    step_buttons()
left, right = st.columns(2)
with left:
    page.chart(loss_curve)
with right:
    page.chart(descent_curves())

st.markdown(page.words["steps"])
page.text("rate_words")
page.table("numbers", [str(c) for c in range(10)])
left, right = st.columns(2, gap="medium")
with left:
    st.markdown(page.words["likelihood"])
    page.text("likelihood_words")
    page.chart(likelihood_curves)
with right:
    st.markdown(page.words["temperature"])
    page.chart(gradient_curves())
page.close(logits_csv=logits_csv, steps_csv=steps_csv)

import streamlit as st

from logitviz.lessons.loss import loss_charts
from logitviz.lessons.loss.bar_charts import difference_bars, predicted_bars
from logitviz.lessons.loss.files import logits_csv, steps_csv
from logitviz.lessons.loss.step_buttons import step_buttons
from logitviz.shell.page import open_page

page = open_page("loss")

target, mover, buttons, taken = st.columns(
    [10, 4.6, 6.2, 4.4], gap="small", vertical_alignment="bottom"
)
with target:
    y = page.control("y")
with mover:
    page.control(f"z{y}")
with taken:
    page.onward("n")

with st.container(key="pinned"):
    bars, training = st.columns([9, 5], gap="medium")
with training:
    page.temperature()
    page.controls_in_row("eta", "eps")
    page.text("rate_words")
with bars, st.container(key="picture"):
    page.chart(predicted_bars(page.words), pinned=True)
page.readouts("loss", "true_share", "true_logit", "size", "range", key="loss_readouts")
page.fold()

with bars:
    page.chart(difference_bars(page.words))
with buttons:
    step_buttons(page.words)
with training:
    page.chart(loss_charts.descent_curves(page.words))

page.questions()
left, right = st.columns(2, gap="medium")
with left:
    page.prose("slope")
    page.chart(loss_charts.loss_curve)
with right:
    page.prose("steps")
    page.text("gap_words")
page.table("numbers", [str(c) for c in range(10)])

left, right = st.columns(2, gap="medium")
with left:
    page.prose("likelihood")
    page.text("likelihood_words")
    page.chart(loss_charts.log_likelihood_curves)
with right:
    page.prose("temperature")
    page.chart(loss_charts.gradient_curves(page.words))
page.close(logits_csv=logits_csv, steps_csv=steps_csv)

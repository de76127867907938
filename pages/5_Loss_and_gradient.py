import streamlit as st

from logitviz.charts.export import path_csv, table_csv
from logitviz.lessons.loss import page as training
from logitviz.lessons.loss.charts import (
    error_bars,
    likelihood_curves,
    loss_curve,
    size_curves,
    truth_bars,
    way_down,
)
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.live.old_table import CURVE_TEMPERATURES, STEPS_DOWN
from logitviz.shell.frame import frame

page = frame("loss")

hand, truth, mover = st.columns([3, 4, 3], gap="medium", vertical_alignment="bottom")
with hand:
    T = controls.temperature()
with truth:
    y = int(controls.choice("y"))
with mover:
    z = controls.one_logit(y, page.unseen, "before the steps")
stage = st.container(gap=None)
rate, taken, jumps, soft = st.columns([9, 9, 8, 9], gap="medium", vertical_alignment="bottom")
with rate:
    eta = controls.slider("eta")
with taken:
    n = controls.whole(controls.slider("n"))
with soft:
    eps = controls.slider("eps")

now, sweeps = training.states(z, y, float(T), eta, n, eps)
link = Link(["T", f"z{y}", "eta", "n", "eps"])
with stage:
    left, right = st.columns(2)
    with left:
        link.chart(truth_bars(height=192), now, sweeps)
    training.row(link, now, sweeps)
page.fold(link)

with right:
    link.chart(error_bars(height=192), now, sweeps)
with jumps:
    training.jumps()
left, right = st.columns(2)
with left:
    link.chart(loss_curve(y, height=170), now, sweeps)
with right:
    link.chart(way_down(STEPS_DOWN, height=170), now, sweeps)

st.markdown(page.text["steps"])
training.rate_words(link, now, sweeps)
training.table(link, now, sweeps)
left, right = st.columns(2, gap="medium")
with left:
    st.markdown(page.text["likelihood"])
    training.likelihood_words(link, now, sweeps)
    link.chart(likelihood_curves(y, height=300), now, sweeps)
with right:
    st.markdown(page.text["temperature"])
    link.chart(size_curves(CURVE_TEMPERATURES, height=300), now, sweeps)
page.end(link, {"logits.csv": table_csv(now.record), "steps.csv": path_csv(now.path, now.losses)})

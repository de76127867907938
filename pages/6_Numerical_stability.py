import streamlit as st

from logitviz.lessons.stability import page as stability
from logitviz.lessons.stability.charts import naive_bars, shifted_bars, steps_csv
from logitviz.lessons.stability.logarithm_chart import log_curves
from logitviz.lessons.stability.range_chart import reach
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.shell.frame import frame

page = frame("stability")

heat, scale, shift, precision = st.columns(4, gap="medium")
with heat:
    T = float(controls.temperature())
with scale:
    m = float(controls.stepped("m"))
with shift:
    h = float(controls.stepped("h"))
with precision:
    dtype = str(controls.choice("dtype"))
top = st.container(gap=None)
stage = st.container(gap=None)
picker, mover = st.columns([2, 3], vertical_alignment="bottom")
with picker:
    k = int(controls.choice("k", "Target class, whose logit moves"))
with mover:
    z = controls.one_logit(k, page.unseen)

hands = stability.Hands(z, k, m, h)
sides, sweeps = stability.every_side(hands, T, dtype)
naive = {key: batch.naive for key, batch in sweeps.items()}
shifted = {key: batch.shifted for key, batch in sweeps.items()}
link = Link(["T", "m", "h", f"z{k}", "x", "tiny"], scopes={"k": ["losses"]})
with stage:
    left, right = st.columns(2, gap="medium")
    with left:
        link.chart(naive_bars(height=200), sides.naive, naive)
        stability.verdict(link, "naive", sides, sweeps)
page.fold(link)

with top:
    link.chart(reach(dtype, height=180), sides, sweeps)
with right:
    link.chart(shifted_bars(height=200), sides.shifted, shifted)
    stability.verdict(link, "shifted", sides, sweeps)

st.markdown(page.text["stages"])
stability.stages(link, sides, sweeps)

st.markdown(page.text["loss"])
left, right = st.columns([4, 5], gap="medium")
with left:
    now, moved = stability.every_loss(hands, T, sides, sweeps)
    stability.loss_table(link, k, now, moved)
    x = float(controls.stepped("x"))
    logs, over_x = stability.every_log(x, dtype)
    stability.log_words(link, logs, over_x)
with right:
    link.chart(log_curves(stability.FIRST_VALUES, dtype, height=330), logs, over_x)

st.markdown(page.text["order"])
left, right = st.columns([2, 3], gap="medium")
with left:
    tiny = controls.stepped("tiny")
with right:
    stability.order_table(link, *stability.every_order(hands, tiny, dtype))

st.markdown(page.text["limits"])
stability.limits_table(link)
st.markdown(page.text["libraries"])
page.end(link, {"steps.csv": steps_csv(sides.naive, sides.shifted)})

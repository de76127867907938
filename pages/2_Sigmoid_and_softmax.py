import numpy as np
import streamlit as st

import logitviz as lv
from logitviz.charts.bars import Against, probability_bars, sigmoid_bars
from logitviz.charts.export import table_csv
from logitviz.lessons.sigmoid import page as questions
from logitviz.lessons.sigmoid.charts import (
    inverse_curve,
    logit_curves,
    nudge_bars,
    pair_curve,
    slope_map,
)
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.live.old_table import LOGIT_VALUES, SHARE_VALUES
from logitviz.shell.frame import frame

page = frame("sigmoid")

first, second, third = st.columns(3, gap="medium")
with first:
    T = controls.temperature()
with second:
    c = controls.slider("c")
with third:
    t = np.array(controls.slider("t"))
stage = st.container(gap=None)
picker, mover = st.columns([2, 3], vertical_alignment="bottom")
with picker:
    k = int(controls.choice("k", "Move the logit of class"))
with mover:
    z = controls.one_logit(k, page.unseen)

link = Link(["T", "c", "t", f"z{k}", "u", "v", "p"], scopes={"k": ["nudge"]})
rows = {f"z{k}": controls.moving(z, k) + c, "c": z + LOGIT_VALUES[:, None]}
record = lv.analyse(z + c, temperature=float(T))
sweeps = {key: lv.analyse(row, temperature=float(T)) for key, row in rows.items()}
sweeps["T"] = controls.over_temperature(z + c)
both = {"t": Against(record, SHARE_VALUES)}
both |= {key: Against(batch, t) for key, batch in sweeps.items()}
with stage:
    left, right = st.columns(2)
    with left:
        link.chart(probability_bars(title=questions.TITLE, height=290), record, sweeps)
    questions.sums(link, Against(record, t), both)
page.fold(link)

with right:
    link.chart(sigmoid_bars(height=290), Against(record, t), both)

st.markdown(page.text["nudge"])
left, middle, right = st.columns([4, 3, 3])
with left:
    nudges = {key: questions.nudged(k, batch) for key, batch in sweeps.items()}
    link.chart(nudge_bars(k, height=330), questions.nudged(k, record), nudges)
with middle:
    link.chart(slope_map("softmax", height=330), record, sweeps)
with right:
    link.chart(slope_map("sigmoid", height=330), record, sweeps)

st.markdown(page.text["pair"])
left, right = st.columns(2, gap="medium")
with left:
    pair, pairs = questions.pairs(controls.slider("u"), controls.slider("v"))
    questions.pair_words(link, pair, pairs)
with right:
    link.chart(pair_curve(height=300), pair, pairs)

st.markdown(page.text["logit"])
p, shares = np.array(controls.slider("p")), {"p": SHARE_VALUES}
questions.logit_words(link, p, shares)
left, right = st.columns(2, gap="medium")
with left:
    link.chart(logit_curves(height=300), p, shares)
with right:
    link.chart(inverse_curve(height=300), p, shares)
st.markdown(page.text["table"])
page.end(link, {"logits.csv": table_csv(record)})

import streamlit as st

from logitviz.lessons.contrastive import page as contrast
from logitviz.lessons.contrastive.batch_state import batch_csv, taus_csv
from logitviz.lessons.contrastive.map_charts import loss_bars, match_map, similarity_map
from logitviz.lessons.contrastive.row_charts import (
    loss_curves,
    negative_curves,
    row_probabilities,
    row_similarities,
    row_weights,
)
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.live.old_table import CURVE_TAUS
from logitviz.shell.frame import frame

page = frame("contrastive")

first, second, third = st.columns([5, 4, 4], gap="medium")
with first:
    tau = controls.temperature("tau")
with second:
    row = controls.stepped("row")
with third:
    pull = controls.slider("pull")
stage = st.container(gap=None)
source = page.late(st.container()).columns([3, 3, 2, 3], gap="medium")
with source[0]:
    mix = controls.choice("mix")
with source[1]:
    emb = controls.choice("emb")
with source[2]:
    far = controls.choice("far")
with source[3]:
    seed = controls.counted("seed")
controls.carry(("T", *controls.LOGIT_KEYS), page.unseen)

batch = contrast.batch(seed, mix, far)
hand = contrast.Hand(contrast.similarities(batch, emb), float(tau), int(row), pull)
now, sweeps = hand.contrasts()
link = Link(["tau", "row", "pull"])
with stage:
    left, middle, right = st.columns([4, 4, 3], gap="small")
    with middle:
        link.chart(match_map(batch, height=380), now, sweeps)
    contrast.readouts(link, now, sweeps)
page.fold(link)

with left:
    link.chart(similarity_map(batch, height=380), now, sweeps)
with right:
    link.chart(loss_bars(height=380), now, sweeps)

st.markdown(page.text["row"])
left, middle, right = st.columns(3, gap="medium")
with left:
    link.chart(row_similarities(height=300), now, sweeps)
with middle:
    link.chart(row_probabilities(height=300), now, sweeps)
with right:
    link.chart(row_weights(batch, height=300), now, sweeps)
contrast.twin_words(link, batch, now, sweeps)
with st.container(horizontal=True, vertical_alignment="center"):
    contrast.row_button(now, tau)
    st.markdown(page.text["take"], width="content")

st.markdown(page.text["tau"])
fate, fates = contrast.fates(now, sweeps)
left, right = st.columns(2, gap="medium")
with left:
    link.chart(loss_curves(CURVE_TAUS, height=330), fate, fates)
with right:
    link.chart(negative_curves(CURVE_TAUS, height=330), fate, fates)
st.markdown(page.text["honest"])
page.end(link, {"batch.csv": batch_csv(now), "taus.csv": taus_csv(fate.over)})

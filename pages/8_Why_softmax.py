import numpy as np
import streamlit as st

from logitviz.lessons.why import page as why
from logitviz.lessons.why.count_charts import COUNTED, likelihood_curves, loss_curves
from logitviz.lessons.why.entropy_charts import entropy_roof, rival_bars
from logitviz.lessons.why.particle_charts import particle_bars, settling_curves
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.live.old_table import SWEEPS
from logitviz.shell.frame import frame

page = frame("why")

likely, settled, least = st.columns(3, gap="medium", vertical_alignment="bottom")
with likely:
    st.markdown(page.text["likely"])
    j = int(controls.choice("j", "Move the count of class"))
    counts = controls.one_of([f"n{i}" for i in range(COUNTED)], j, page.unseen)

link = Link([f"n{j}", "T", "sweeps", "mean"], scopes=why.SCOPES)
now, by_count = why.counted(np.floor(counts + 0.5), j)
with likely, st.container(gap=None):
    link.chart(likelihood_curves(j, height=280), now, by_count)
    why.words(link, "likely", why.likelihood_words(j), now, by_count)
page.fold(link)

z = controls.carry(controls.LOGIT_KEYS, page.unseen)
with settled:
    st.markdown(page.text["settled"])
    T = float(controls.temperature())
    after = controls.whole(controls.slider("sweeps"))
    crowd_place = st.container(gap=None)
with least:
    st.markdown(page.text["least"])
    share = controls.slider("mean", help=why.SHAPE)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why.mean_button()
        seed = controls.counted("seed", help=why.SEED)

crowd, crowds = why.bath(z, T, after, seed)
one, means = why.rivals(z, share, seed)
with crowd_place:
    link.chart(particle_bars(why.MANY, height=280), crowd, crowds)
    why.words(link, "settled", why.BATH, crowd, crowds)
with least, st.container(gap=None):
    link.chart(entropy_roof(why.OTHERS, height=280), *why.roof(z, one, means, crowd, crowds))
    why.words(link, "least", why.ROOFS, one, means)

text, picture, numbers = st.columns(3, gap="medium")
text.markdown(page.text["likelihood"])
with picture:
    link.chart(loss_curves(j, height=300), now, by_count)
with numbers:
    why.count_table(link, now, by_count)
text, picture = st.columns(2, gap="large")
text.markdown(page.text["boltzmann"])
with picture:
    chart = settling_curves(why.FEW, why.MANY, SWEEPS, height=330)
    link.chart(chart, *why.settling(z, crowd, crowds, seed))
text, picture = st.columns(2, gap="large")
with text:
    st.markdown(page.text["entropy"])
    why.lacking(link, one, means)
with picture:
    link.chart(rival_bars(why.OTHERS, height=330), one, means)
page.end(link, {"particles.csv": why.walk_csv(z, T, seed), "means.csv": why.means_csv(z, seed)})

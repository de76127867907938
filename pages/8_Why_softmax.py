import streamlit as st

from logitviz.lessons.why.controls import COUNTED
from logitviz.lessons.why.count_charts import likelihood_curves, loss_curves
from logitviz.lessons.why.entropy_charts import best_other_bars, entropy_curve
from logitviz.lessons.why.files import means_csv, particles_csv
from logitviz.lessons.why.mean_button import mean_button
from logitviz.lessons.why.particle_charts import particle_bars, settling_curves
from logitviz.shell.page import open_page

page = open_page("why")

likely, settled, least = st.columns(3, gap="medium", vertical_alignment="bottom")
with likely:
    st.markdown(page.words["likely"])
    j = page.control("j", "Move the count of class")
    page.control(f"n{j}")
with likely, st.container(gap=None):
    page.chart(likelihood_curves)
    page.readouts("best_logit", "best_share", key="road_likely")
page.fold()

with settled:
    st.markdown(page.words["settled"])
    page.control("T", help="0 is the limit argmax, inf the limit uniform.")
    page.control("sweeps")
    particles = st.container(gap=None)
with least:
    st.markdown(page.words["least"])
    page.control("mean", help=page.words["shape_help"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mean_button()
        page.control("seed", help=page.words["seed_help"])
with particles:
    page.chart(particle_bars())
    page.readouts("miss", "scatter", key="road_settled")
with least, st.container(gap=None):
    page.chart(entropy_curve())
    page.readouts("found", "entropies", key="road_least")

text, picture, numbers = st.columns(3, gap="medium")
text.markdown(page.words["likelihood"])
with picture:
    page.chart(loss_curves)
with numbers:
    page.table("counted", [str(c) for c in range(COUNTED)])
text, picture = st.columns(2, gap="large")
text.markdown(page.words["boltzmann"])
with picture:
    page.chart(settling_curves())
text, picture = st.columns(2, gap="large")
with text:
    st.markdown(page.words["entropy"])
    page.text("lacking")
with picture:
    page.chart(best_other_bars())
page.close(particles_csv=particles_csv, means_csv=means_csv)

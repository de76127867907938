import streamlit as st

from logitviz.lessons.contrastive.files import batch_csv, taus_csv
from logitviz.lessons.contrastive.loss_charts import loss_bars, loss_curves, negative_curves
from logitviz.lessons.contrastive.map_charts import probability_map, similarity_map
from logitviz.lessons.contrastive.row_button import row_button
from logitviz.lessons.contrastive.row_charts import row_probabilities, row_similarities, row_weights
from logitviz.shell.page import open_page

page = open_page("contrastive")

first, second, third = st.columns([5, 4, 4], gap="medium")
with first:
    page.control("tau", help="0 is the limit argmax, inf the limit uniform.")
with second:
    page.control("row")
with third:
    page.control("pull")
stage = st.container(gap=None)
source = st.columns([3, 3, 2, 3], gap="medium")
for column, key in zip(source, ("mix", "emb", "far", "seed"), strict=True):
    with column:
        page.control(key, early=True)

with stage:
    left, middle, right = st.columns([4, 4, 3], gap="small")
    with middle:
        page.chart(probability_map)
    page.readouts("mean_loss", "found", "row_loss", "hardest", "effective")
page.fold()

with left:
    page.chart(similarity_map)
with right:
    page.chart(loss_bars())

st.markdown(page.words["row"])
left, middle, right = st.columns(3, gap="medium")
with left:
    page.chart(row_similarities())
with middle:
    page.chart(row_probabilities())
with right:
    page.chart(row_weights())
page.text("twin_words")
with st.container(horizontal=True, vertical_alignment="center"):
    row_button(page.state)
    st.markdown(page.words["take"], width="content")

st.markdown(page.words["tau"])
left, right = st.columns(2, gap="medium")
with left:
    page.chart(loss_curves())
with right:
    page.chart(negative_curves())
st.markdown(page.words["honest"])
page.close(batch_csv=batch_csv, taus_csv=taus_csv)

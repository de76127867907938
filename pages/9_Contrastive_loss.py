import streamlit as st

from logitviz.lessons.contrastive import loss_charts
from logitviz.lessons.contrastive.files import batch_csv, taus_csv
from logitviz.lessons.contrastive.map_charts import probability_map, similarity_map
from logitviz.lessons.contrastive.row_button import row_button
from logitviz.lessons.contrastive.row_charts import row_probabilities, row_similarities, row_weights
from logitviz.shell.page import open_page

page = open_page("contrastive")
with st.container(key="copies"):
    page.prose("copies")

first, second, third = st.columns([5, 4, 4], gap="medium")
with first:
    page.temperature("tau")
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
    left, right = st.columns([6, 5], gap="small")
    with left:
        page.chart(probability_map)
    page.readouts("mean_loss", "copies_found", "anchor_loss", "hardest", "effective")
page.fold()

with right:
    page.chart(row_probabilities)

page.questions()
page.prose("batch")
left, right = st.columns([6, 5], gap="small")
with left:
    page.chart(similarity_map)
with right:
    page.chart(loss_charts.anchor_losses())

page.prose("row")
left, right = st.columns(2, gap="medium")
with left:
    page.chart(row_similarities())
with right:
    page.chart(row_weights())
page.text("false_negatives")
with st.container(horizontal=True, vertical_alignment="center"):
    row_button(page.state)
    page.prose("take", width="content")

page.prose("tau")
left, right = st.columns(2, gap="medium")
with left:
    page.chart(loss_charts.loss_over_tau())
with right:
    page.chart(loss_charts.negatives_over_tau())
page.prose("computed")
page.close(batch_csv=batch_csv, taus_csv=taus_csv)

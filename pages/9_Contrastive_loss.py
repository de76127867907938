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

page.controls_in_row("tau", "row", "pull", widths=(5, 4, 4))
place_of_charts = st.container(gap=None)
page.controls_in_row("mix", "emb", "far", "seed", widths=(3, 3, 2, 3), early=True)

with place_of_charts:
    left, right = st.columns([6, 5], gap="small")
    with left:
        page.chart(probability_map)
    page.readouts("mean_loss", "copies_found", "anchor_loss", "hardest", "effective")
page.fold()

with right:
    page.chart(row_probabilities)

page.questions()
page.prose("batch")
page.charts_in_row(
    similarity_map,
    loss_charts.anchor_losses(page.words),
    widths=(6, 5),
    gap="small",
)

page.prose("row")
page.charts_in_row(row_similarities(page.words), row_weights(page.words))
page.text("false_negatives")
with st.container(horizontal=True, vertical_alignment="center"):
    row_button(page.state)
    page.prose("take", width="content")

page.prose("tau")
page.charts_in_row(
    loss_charts.loss_over_tau(page.words), loss_charts.negatives_over_tau(page.words)
)
page.prose("computed")
page.close(batch_csv=batch_csv, taus_csv=taus_csv)

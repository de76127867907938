import streamlit as st

from logitviz.charts.class_bars import probability_bars
from logitviz.charts.export import sweep_csv, table_csv
from logitviz.lessons.temperature.charts import (
    classic_figure,
    probability_curves,
    uncertainty_curves,
)
from logitviz.live.jumps import temperature_jumps
from logitviz.shell.page import open_page

page = open_page("temperature")

slider, jumps = st.columns([3, 2], vertical_alignment="bottom")
with slider:
    page.control("T", help="0 is the limit argmax, inf the limit uniform.")
stage = st.container(gap=None)
picker, mover = st.columns([2, 3], vertical_alignment="bottom")
with picker:
    k = page.control("k", "Move the logit of class")
with mover:
    page.control(f"z{k}", f"Logit of class {k}")

with stage:
    left, middle, right = st.columns([4, 5, 5], gap="small")
    with left:
        page.chart(probability_bars(height=330))
    page.readouts("prediction", "confidence", "margin", "entropy", "perplexity")
page.fold()

with jumps:
    temperature_jumps()
with middle:
    page.chart(probability_curves(height=330))
with right:
    page.chart(uncertainty_curves(height=330))

st.markdown(page.words["classic"])
ten, three = st.columns(2)
with ten:
    page.chart(classic_figure("classic", "classic", "These ten logits", 10, height=340))
with three:
    page.chart(classic_figure("example", "printed", "Three logits: 2.0, 1.0, 0.1", 3, height=340))
st.markdown(page.words["why"])
page.close(
    logits_csv=lambda state: table_csv(state.record),
    temperatures_csv=lambda state: sweep_csv(state.curves),
)

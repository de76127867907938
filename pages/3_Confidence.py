import streamlit as st

from logitviz.lessons.confidence.cases import COUPLED, MEANINGS, case_controls
from logitviz.lessons.confidence.charts import case_bars, threshold_curves
from logitviz.lessons.confidence.files import a_csv, b_csv, thresholds_csv
from logitviz.lessons.confidence.gallery import case_images, image_choice
from logitviz.shell.page import open_page

page = open_page("confidence")
page.coupled, page.meanings = COUPLED, MEANINGS

slider, threshold = st.columns(2, gap="medium")
with slider:
    page.temperature()
with threshold:
    page.control("d")
left, middle, right = st.columns([9, 8, 9], gap="medium")
stage_a = left.container(gap=None, key="case_a")
stage_b = right.container(gap=None, key="case_b")
with left:
    case_controls(page, "a")
with right:
    case_controls(page, "b")
with stage_a:
    page.chart(case_bars("a", height=240))
    page.text("verdict_a")
page.fold()

with stage_b:
    page.chart(case_bars("b", height=240))
    page.text("verdict_b")
with middle:
    page.table("compare")
    case_images(page)

st.markdown(page.words["digits"])
page.control("net")
curves, images = st.columns([5, 6], gap="medium")
with curves:
    page.text("threshold_words")
    page.chart(threshold_curves(height=340))
with images:
    image_choice(page)
page.table("case_logits", [str(c) for c in range(10)])
st.markdown(page.words["trust"])
page.close(a_csv=a_csv, b_csv=b_csv, thresholds_csv=thresholds_csv)

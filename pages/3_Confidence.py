import streamlit as st

from logitviz.lessons.confidence.cases import COUPLED, MEANINGS, case_controls
from logitviz.lessons.confidence.charts import case_bars, threshold_curves
from logitviz.lessons.confidence.files import a_csv, b_csv, thresholds_csv
from logitviz.lessons.confidence.gallery import case_image, image_choice
from logitviz.shell.page import open_page

page = open_page("confidence")
page.coupled, page.meanings = COUPLED, MEANINGS

cases, right = st.columns([18, 8], gap="medium")
with cases:
    page.temperature()
    left, middle = st.columns(2, gap="medium")
with right:
    page.control("d")
bars_a = left.container(gap=None, key="case_a")
bars_b = middle.container(gap=None, key="case_b")
with left:
    case_controls(page, "a")
with middle:
    case_controls(page, "b")
with bars_a:
    page.chart(case_bars(page.words, "a", height=240))
    page.text("verdict_a")
page.fold()

with bars_b:
    page.chart(case_bars(page.words, "b", height=240))
    page.text("verdict_b")
with right:
    digits = st.container(gap=None)
    page.control("net")
with digits:
    page.chart(threshold_curves(page.words, height=290))
    page.text("threshold_words")
for case, place in (("a", left), ("b", middle)):
    with place:
        case_image(page, case)

page.questions()
page.prose("digits")
image_choice(page)

page.prose("trust")
page.text("calibration")
page.prose("mend")

page.prose("cases")
readouts, logits = st.columns([5, 7], gap="medium")
with readouts:
    page.table("compare")
with logits:
    page.table("case_logits", [str(c) for c in range(10)])
page.prose("source")
page.close(a_csv=a_csv, b_csv=b_csv, thresholds_csv=thresholds_csv)

import streamlit as st

from logitviz.lessons.your_model import sections, upload_panel
from logitviz.lessons.your_model.best_button import best_temperature
from logitviz.lessons.your_model.charts import confidence_histogram
from logitviz.lessons.your_model.files import files
from logitviz.shell.page import open_page

page = open_page("your_model")

slider, choice, file = st.columns([4, 4, 3], gap="medium")
with slider:
    page.temperature()
with file, st.container(gap="xxsmall"):
    upload_panel.scores_box(page)
    st.caption(page.words["kept"])
with choice:
    page.control("model")
notes = st.container()
place_of_charts = st.container(key="pinned").container(gap=None)
numbers, asking, fitting = (st.container() for _ in range(3))
with fitting:
    page.prose("fit")
    page.controls_in_row(*sections.SPLIT_AND_BINS, widths=(4, 2, 3, 3), gap="small")
with notes:
    upload_panel.understood(page)
    ready = upload_panel.go_on_judging(page)
if not ready:
    page.close()
    st.stop()

with place_of_charts:
    left, right = st.columns(2)
    with left, st.container(key="picture"):
        sections.reliability(page)
    sections.warn_of_few_rows(page, "first")
    page.readouts("accuracy", "mean", "ece", "nll", "brier", "best", key="sums")
page.fold()

with numbers:
    sections.bins_in_numbers(page)
with asking:
    page.questions()

with right:
    page.chart(confidence_histogram(page.words))
with slider:
    best_temperature(page)
with choice:
    page.text("trust")
with fitting:
    sections.fitted(page)

sections.decide(page)
sections.error_of_chance(page)
sections.each_answer(page)
sections.wrong_rows(page)
sections.take_away(page, files(page.words))
page.prose("source")
page.close(**files(page.words))

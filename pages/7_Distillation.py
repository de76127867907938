import streamlit as st

from logitviz.lessons.distillation import experiment_panel
from logitviz.lessons.distillation.charts import digit_labels, student_losses, toy_labels
from logitviz.lessons.distillation.files import losses_csv
from logitviz.live.digit_picture import digit_picture
from logitviz.shell.page import open_page

page = open_page("distillation")

with st.container(key="comparing"):
    page.temperature()
    page.control("s")
    kind = page.control("kd")
    page.control("ddof", help=page.words["ddof_help"])
    if kind == "separate":
        page.control("ts")
left, right = st.columns([3, 2], gap="medium")
with left:
    page.chart(toy_labels(page.words))
page.fold()

with right:
    page.chart(student_losses(page.words))
left, right = st.columns([3, 2], gap="medium")
with left.container(gap=None):
    page.text("verdict")
    page.text("other")
with right:
    page.text("turn")
page.questions()
page.table("toy")
page.prose("toy_case")

page.prose("pairs")
left, right = st.columns([1, 4], gap="medium")
with left:
    digit_picture(page)
with right:
    page.chart(digit_labels(page.words))
page.table("pair")
page.prose("every_image")
page.table("average")

page.prose("experiment")
with st.container(key="experimenting"):
    experiment_panel.temperature_choice(page)
    page.control("labels")
    page.control("runs")
    page.control("seed")
progress = experiment_panel.experiment_panel(page)
page.prose("data")
page.prose("findings")
page.prose("authors")
page.prose("reported")
page.close(losses_csv=losses_csv)
experiment_panel.run_experiment(page, progress)

from functools import partial

import streamlit as st

from logitviz.lessons.examples.charts import panel_chart
from logitviz.lessons.examples.files import steps_csv
from logitviz.lessons.examples.prediction import begin, prediction_panel
from logitviz.lessons.examples.step_texts import question, remark, steps_table, title
from logitviz.live.digit_picture import enlarged
from logitviz.shell.page import open_page

page = open_page("examples")

picker, mover = st.columns([9, 5], gap="medium", vertical_alignment="bottom")
with picker, st.container(gap="xsmall"):
    name = page.control("ex", on_change=begin)
    st.caption(title(name))
with mover:
    page.control("at", help="How many steps are revealed. The arrow keys walk.")

ask, table, charts = st.columns([8, 10, 10], gap="medium")
with ask:
    page.text("remark", remark)
    page.text("question", question)
with charts:
    stage = st.container(gap=None)
with stage:
    page.chart(partial(panel_chart, 0))
page.fold()

with ask:
    prediction_panel(page)
with table:
    page.table("walked", make=steps_table)
    st.caption(page.words["printed"])
    if (image := page.state.example.image) is not None:
        st.image(enlarged(image), width=96, alt="A handwritten digit")
with stage:
    for index in range(1, len(page.state.example.panels)):
        page.chart(partial(panel_chart, index))
page.close(steps_csv=steps_csv)

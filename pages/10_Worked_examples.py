from functools import partial

import streamlit as st

from logitviz.lessons.examples.charts import panel_chart
from logitviz.lessons.examples.files import steps_csv
from logitviz.lessons.examples.prediction import (
    earlier_prediction,
    hide_steps,
    prediction_panel,
    score,
)
from logitviz.lessons.examples.step_texts import question, remark, steps_table
from logitviz.live.digit_picture import enlarged
from logitviz.shell.page import open_page

page = open_page("examples")

picker, mover = st.columns([10, 2], gap="medium", vertical_alignment="bottom")
with picker:
    name = page.control("ex", on_change=hide_steps)
with mover:
    page.control("at")
ask, walked = st.columns(2, gap="large")
with ask:
    page.text("remark", remark)
    earlier = st.container()
    page.text("question", question)
panels = page.state.example.panels
places = st.columns([5 if panel.wide else 3 for panel in panels], gap="small")
notes = st.container()
with places[0]:
    page.chart(partial(panel_chart, index=0))
page.fold()

with earlier:
    earlier_prediction(page)
with ask:
    prediction_panel(page)
with walked:
    st.markdown(f"## {page.words[f'{name}_title']}", anchors=False)
    with st.container(horizontal=True):
        page.table("walked", make=steps_table)
        if (image := page.state.example.image) is not None:
            st.image(enlarged(image), width=96, alt=page.words["digit_alt"])
for index, place in enumerate(places[1:], 1):
    with place:
        page.chart(partial(panel_chart, index=index))
with notes:
    score(page)
    st.caption(page.words["printed"])
page.close(steps_csv=partial(steps_csv, page.words))

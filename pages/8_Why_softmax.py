import streamlit as st

from logitviz.lessons.why.files import means_csv, particles_csv
from logitviz.lessons.why.reasons import BY_NAME, open_reason
from logitviz.shell.page import open_page

page = open_page("why")

open_reason()
reason = BY_NAME[page.control("reason")]
controls, place_of_charts = st.columns([3, 7], gap="large")
with controls:
    reason.controls(page)
with place_of_charts, st.container(gap=None):
    reason.picture(page)
page.fold()

page.questions()
reason.sections(page)
with st.container(key="theory"):
    page.prose("theory")
page.close(particles_csv=particles_csv, means_csv=means_csv)

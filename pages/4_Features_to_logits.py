import streamlit as st

from logitviz.charts.export import table_csv
from logitviz.lessons.features import strokes_panel
from logitviz.lessons.features.charts import image_map, vote_map, voted_bars, weight_map
from logitviz.lessons.features.files import votes_csv
from logitviz.lessons.features.layer_section import layer_section
from logitviz.live.loading import load_button
from logitviz.shell.page import open_page

page = open_page("features")
strokes_panel.take_strokes(page)

first = st.container(key="pinned_above")
with first.container(key="voted"):
    image, chosen, more = st.columns([3, 8, 2], vertical_alignment="bottom")
with image:
    page.control("digit", early=True, on_change=strokes_panel.leave_blank_sheet)
with chosen:
    page.control("k")
with first:
    size, ink, buttons = st.columns([2, 5, 6], vertical_alignment="bottom")
    complaints = st.container()
    place_of_charts = st.container(gap=None)
with size:
    page.control("nib")
with ink:
    page.control("pen")
with buttons:
    strokes_panel.strokes_buttons()
with more, st.popover(page.words["panel_more"], width="stretch"):
    strokes_panel.strokes_box(page, complaints)
    use = st.container()

with place_of_charts:
    whole, right = st.columns([13, 6], gap="small")
    with whole, st.container(key="pictures"):
        left, middle = st.columns([5, 8], gap="small")
    with middle:
        page.chart(voted_bars(page.words), pinned=True)
    page.readouts("votes_for", "votes_against", "bias", "logit", "original", "change", key="sums")
page.fold()

with left:
    page.chart(image_map)
with right:
    page.chart(vote_map)
with use:
    load_button(page.state.record.logits)

page.questions()
page.prose("weights")
page.chart(weight_map(page.words))

layer_section(page)
page.prose("network")
page.close(logits_csv=lambda state: table_csv(state.record), votes_csv=votes_csv)

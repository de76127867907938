import streamlit as st

from logitviz.lessons.examples import page as walk
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.shell.frame import frame

page = frame("examples")

pick, hand = st.columns([9, 5], gap="medium", vertical_alignment="bottom")
with pick:
    name = walk.choose()
with hand:
    at = walk.stepper()
controls.carry(("T", *controls.LOGIT_KEYS), page.unseen)

link = Link(["at"])
ask, table, charts = st.columns([8, 10, 10], gap="medium")
with ask:
    walk.story(link, name, at)
with charts:
    stage = st.container(gap=None)
with stage:
    walk.panels(link, name, at, slice(1))
page.fold(link)

with ask:
    walk.predict_first(name, at, page.text["answer"])
with table:
    walk.table(link, name, at)
    st.caption(page.text["printed"])
    walk.image(name)
with stage:
    walk.panels(link, name, at, slice(1, None))
page.end(link, {"steps.csv": walk.revealed_csv(name, at)})

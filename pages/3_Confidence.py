import numpy as np
import streamlit as st

import logitviz as lv
from logitviz.charts.export import deciding_csv, table_csv
from logitviz.lessons.confidence import cases, gallery
from logitviz.lessons.confidence.threshold_chart import deciding_curves
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link
from logitviz.shell.frame import frame

page = frame("confidence")

hand, threshold = st.columns(2, gap="medium")
with hand:
    T = controls.temperature()
with threshold:
    d = np.array(controls.slider("d"))
left, middle, right = st.columns([9, 8, 9], gap="medium")
sides = {"a": left, "b": right}
stages = {side: place.container(gap=None, key=f"case_{side}") for side, place in sides.items()}

logits, rows = {}, {}
for side, place in sides.items():
    with place.container(gap="xxsmall"):
        slots = st.container(gap=None)
        logits[side] = cases.box(side, page.text["logits"])
        with slots:
            rows[side] = cases.sliders(side, logits[side])

now = cases.Cases(*(lv.analyse(logits[side], temperature=float(T)) for side in "ab"))
pairs = cases.sweeps(rows, now, float(T))
link = Link(
    ["T", "d", "ga", "gb", "za", "zb"],
    coupled=cases.COUPLED,
    scopes=cases.SCOPES,
    meanings=cases.MEANINGS,
)
with stages["a"]:
    cases.show(link, "a", now, pairs, d)
controls.carry(controls.LOGIT_KEYS, page.unseen)
page.fold(link)

with stages["b"]:
    cases.show(link, "b", now, pairs, d)
with middle:
    cases.compare(link, now, pairs)
    gallery.pictures(logits)

st.markdown(page.text["digits"])
net = controls.choice("net")
many, counts = gallery.deciding(net, float(T), float(d))
curve, pictures = st.columns([5, 6], gap="medium")
with curve:
    gallery.deciding_words(link, many, counts)
    link.chart(deciding_curves(height=340), many, counts)
with pictures:
    gallery.pick(net, logits)
cases.logit_table(link, now, pairs)
st.markdown(page.text["trust"])
page.end(
    link,
    {
        "a.csv": table_csv(now.a),
        "b.csv": table_csv(now.b),
        "thresholds.csv": deciding_csv(many.curve),
    },
)

import streamlit as st

import logitviz as lv
from logitviz.charts.bars import probability_bars
from logitviz.charts.curves import (
    CLASSIC_TEMPERATURES,
    Course,
    classic_figure,
    probability_curves,
    uncertainty_curves,
)
from logitviz.charts.export import sweep_csv, table_csv
from logitviz.live import old_controls as controls
from logitviz.live import old_readouts as readouts
from logitviz.live.old_link import Link
from logitviz.live.old_table import CURVE_TEMPERATURES, TEXT_EXAMPLE
from logitviz.shell.frame import frame

page = frame("temperature")

hand, jumps = st.columns([3, 2], vertical_alignment="bottom")
with hand:
    T = controls.temperature()
stage = st.container(gap=None)
picker, mover = st.columns([2, 3], vertical_alignment="bottom")
with picker:
    k = int(controls.choice("k", "Move the logit of class"))
with mover:
    z = controls.one_logit(k, page.unseen)

record = lv.analyse(z, temperature=float(T))
hot = controls.over_temperature(z)
by_z = controls.over_logits(z, float(T), [k])
sweeps = {"T": hot, **by_z}
moved = controls.moving(z, k)
over = controls.over(z, CURVE_TEMPERATURES)
course = Course(record, over)
courses = {
    "T": Course(hot, over),
    f"z{k}": Course(by_z[f"z{k}"], controls.over(moved, CURVE_TEMPERATURES)),
}

link = Link(["T", f"z{k}"], scopes={"k": ()})
with stage:
    left, middle, right = st.columns([4, 5, 5], gap="small")
    with left:
        link.chart(probability_bars(height=330), record, sweeps)
    readouts.row(link, record, sweeps)
page.fold(link)

with jumps:
    controls.temperature_jumps()
with middle:
    link.chart(probability_curves(CURVE_TEMPERATURES, height=330), course, courses)
with right:
    link.chart(uncertainty_curves(CURVE_TEMPERATURES, height=330), course, courses)

st.markdown(page.text["classic"])
ten, three = st.columns(2)
with ten:
    chart = classic_figure("classic", "These ten logits", 10, height=340)
    classic = controls.over(z, CLASSIC_TEMPERATURES)
    link.chart(chart, classic, {f"z{k}": controls.over(moved, CLASSIC_TEMPERATURES)})
with three:
    chart = classic_figure("example", "Three logits: 2.0, 1.0, 0.1", 3, height=340)
    link.chart(chart, controls.over(TEXT_EXAMPLE, CLASSIC_TEMPERATURES), {})
st.markdown(page.text["why"])
page.end(link, {"logits.csv": table_csv(record), "temperatures.csv": sweep_csv(over)})

import streamlit as st

from logitviz.datasets.sources import TOY_CLASSES
from logitviz.lessons.distillation import digit_pair as real_pair
from logitviz.lessons.distillation import experiment
from logitviz.lessons.distillation import page as imitation
from logitviz.lessons.distillation.charts import label_bars, loss_curves, losses_csv
from logitviz.lessons.distillation.digit_pair import DIGITS, PAIR_NAMES
from logitviz.lessons.distillation.page import STUDENTS, TOY, TOY_NAMES
from logitviz.live import old_controls as controls
from logitviz.live.old_inputs import digit_picture
from logitviz.live.old_link import Link
from logitviz.live.old_table import CURVE_TEMPERATURES
from logitviz.shell.frame import frame

page = frame("distillation")

chosen = imitation.controls(page.unseen)
link = Link(chosen.sliders, scopes=imitation.SCOPES)
state, sweeps = imitation.now(TOY, chosen), imitation.everywhere(TOY, chosen)
left, right = st.columns([6, 5], gap="small")
with left:
    bars = label_bars("labels_toy", "Soft labels", TOY_NAMES, TOY_CLASSES, height=270)
    link.chart(bars, state, sweeps)
controls.carry(controls.LOGIT_KEYS, page.unseen)
page.fold(link)

verdict, verdicts = imitation.toy_verdict(chosen, state, sweeps)
with right:
    link.chart(loss_curves(CURVE_TEMPERATURES, STUDENTS, height=270), verdict, verdicts)
left, right = st.columns([6, 5], gap="small")
with left.container(gap=None):
    imitation.verdict_words(link, state, sweeps)
    imitation.other_verdict(link, chosen)
with right:
    imitation.turn_words(link, chosen)
imitation.toy_table(link, state, sweeps)
st.markdown(page.text["toy"])

st.markdown(page.text["pairs"])
left, right = st.columns([1, 4], gap="medium")
with left:
    index = digit_picture()
models = real_pair.pair(index)
state, sweeps = imitation.now(models, chosen), imitation.everywhere(models, chosen)
with right:
    bars = label_bars("labels_digit", "Soft labels of this image", PAIR_NAMES, DIGITS, height=270)
    link.chart(bars, state, sweeps)
real_pair.pair_table(link, state, sweeps)
st.markdown(page.text["average"])
real_pair.average_table(link, *real_pair.averages(chosen))

st.markdown(page.text["experiment"])
wanted = experiment.setting(chosen)
place = experiment.show(link, wanted)
st.markdown(page.text["data"])
st.markdown(page.text["authors"])
st.markdown(imitation.reported())
page.end(link, {"losses.csv": losses_csv(CURVE_TEMPERATURES, verdict.losses, STUDENTS)})
experiment.work(place)

import streamlit as st

from logitviz.charts.export import table_csv, votes_csv
from logitviz.lessons.features import layer
from logitviz.lessons.features import page as votes
from logitviz.lessons.features.charts import image_map, vote_map, voted_bars, weight_map
from logitviz.live import old_controls as controls
from logitviz.live.old_inputs import load_button
from logitviz.live.old_link import Link
from logitviz.shell.frame import frame

page = frame("features")

more = votes.hand()
stage = st.container(gap=None)
complaints = st.container()
image, chosen, buttons = st.columns([2, 5, 5], vertical_alignment="bottom")
with page.late(image):
    digit = controls.counted("digit")
with chosen:
    k = int(controls.choice("k", "Votes for class"))
with buttons:
    votes.strokes_buttons()
with more, st.popover("More", width="stretch"):
    strokes = votes.kept(page.text["strokes"], complaints)
    use = st.container()
controls.carry(("T", *controls.LOGIT_KEYS), page.unseen)

voting, sweeps = votes.votings(digit, strokes, k)
link = Link(["q", "r", "ink", *layer.FEATURE_KEYS], scopes={**votes.SCOPES, **layer.SCOPES})
with stage:
    left, middle, right = st.columns([5, 6, 8], gap="small")
    with right:
        link.chart(voted_bars(height=330), voting, sweeps)
    votes.sums(link, voting, sweeps)
page.fold(link)

with left:
    link.chart(image_map(votes.label(digit), height=330), voting, sweeps)
with middle:
    link.chart(vote_map(k, height=330), voting, sweeps)
with use:
    load_button(voting.record.logits)

st.markdown(page.text["weights"])
link.chart(weight_map(height=400), votes.weights(), {})

st.markdown(page.text["worked"])
small, smalls = layer.layers()
layer.worked(link, small, smalls)
st.markdown(page.text["rounding"])
st.markdown(page.text["network"])
page.end(
    link, {"logits.csv": table_csv(voting.record), "votes.csv": votes_csv(voting.ink, voting.votes)}
)

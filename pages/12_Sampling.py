from functools import partial

import streamlit as st

from logitviz.lessons.sampling import texts
from logitviz.lessons.sampling.bars import candidates, count_bars, step_bars
from logitviz.lessons.sampling.files import draws_csv, words_csv
from logitviz.lessons.sampling.noise_charts import noisy_logits, share_curve
from logitviz.shell.page import open_page

page = open_page("sampling")

sentence, source = st.columns(2, gap="medium", vertical_alignment="bottom")
with sentence:
    page.control("sent")
with source:
    page.prose("made_up")
with st.container(key="pinned_above"):
    hand, place_of_charts = st.columns([3, 7], gap="medium")
with hand, st.container(key="steps", gap=None):
    page.temperature()
    for key in ("topk", "topp", "minp"):
        page.control(key)
    page.onward("draw")
    page.control("seed", early=True)
asking, steps, counting = (st.container() for _ in range(3))
with steps:
    page.prose("steps")
    order, word, bias = st.columns([4, 5, 3], gap="medium", vertical_alignment="bottom")
    with order:
        page.control("order", early=True)
    with word:
        k = page.control("k", early=True)
    with bias:
        page.control("bias", page.words.said("bias_on", n=k), early=True)
with counting:
    page.prose("counting")
    page.control("draws", early=True)
with place_of_charts, st.container(gap=None):
    with st.container(key="picture", gap=None):
        page.text("answer", texts.answer)
        page.chart(candidates, pinned=True)
    page.readouts("left_count", "cut_share", "others_share", "effective", key="sampling_readouts")
page.fold()

with asking:
    page.questions()
with steps:
    page.charts_in_row(*(partial(step_bars, place=place) for place in range(5)), gap="small")
    page.prose("orders")
with counting:
    page.charts_in_row(count_bars, share_curve)
    page.text("others", texts.others)
words, picture = st.columns([2, 3], gap="medium", vertical_alignment="center")
with words:
    page.prose("gumbel")
    page.text("one_draw", texts.one_draw)
with picture:
    page.chart(noisy_logits)
page.close(words_csv=partial(words_csv, page.words), draws_csv=partial(draws_csv, page.words))

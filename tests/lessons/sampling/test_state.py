"""The numbers of the page on sampling, against the core and against loops."""

import unicodedata
from collections import Counter
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.charts.formats import probability
from logitviz.charts.words import languages, words_of
from logitviz.lessons.sampling import texts
from logitviz.lessons.sampling.bars import CUT_WORDS
from logitviz.lessons.sampling.controls import BY_LINK, ORDERS
from logitviz.lessons.sampling.files import draws_csv, words_csv
from logitviz.lessons.sampling.sentences import OWN, SENTENCES, sentence_of
from logitviz.lessons.sampling.state import MARKS
from tests.cases import for_each
from tests.charts.scenery import HOSTILE
from tests.lessons.captured import captured

WORDS = words_of("sampling")
Z = np.array(SENTENCES["weather"])
TEN = "ten logits"  # the sentence with the logits of the sliders, as a link names it


def at(**values: Any) -> Any:
    return captured("sampling").state(**values)


def shown(key: str, state: Any, trace: str, attribute: str) -> Any:
    """What a trace of a chart shows in a state."""
    element = captured("sampling").element(key, state)
    if (trace, attribute) not in element.names:
        return [*element.chart.traces[trace][attribute]]
    return element.readings[element.names.index((trace, attribute))].plain()


def words_at(state: Any) -> tuple[str, ...]:
    """The candidates of a state."""
    return sentence_of(WORDS, state.sent).words


def noise(state: Any, piece: str) -> str:
    """What a piece says of the draw with noise."""
    drawn, top = (words_at(state)[int(word)] for word in (state.drawn, state.top))
    return WORDS.said(piece, n=state.number + 1, drawn=drawn, top=top, largest=state.largest)


def one_draw(state: Any, ties: int) -> str:
    """What the text of one draw must say, whether or not words tie."""
    drawn, top = (words_at(state)[int(word)] for word in (state.drawn, state.top))
    return WORDS.said("one_draw", draw=state.draw, drawn=drawn, top=top, ties=ties)


def own(name: str, **values: Any) -> Any:
    """The page with ten logits of the sliders, at which careless code breaks."""
    logits, temperature = HOSTILE[name]
    keys = {f"z{i}": z for i, z in enumerate(logits)}
    return at(sent=TEN, T=f"{temperature:g}", **keys, **values)


@for_each("name", SENTENCES)
def test_a_sentence_has_ten_different_short_words_in_every_language(name: str) -> None:
    for language in languages():
        sentence = sentence_of(words_of("sampling", language), name)
        assert len({*sentence.words}) == len(sentence.labels) == 10
        assert max(map(width, sentence.labels)) <= 11
        assert sentence.start


def width(text: str) -> int:
    """Count the places that a text takes; a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def test_the_likeliest_word_of_a_sentence_is_the_first() -> None:
    for logits in SENTENCES.values():
        assert sorted(logits or (), reverse=True) == [*(logits or ())]


def test_a_link_can_name_every_sentence() -> None:
    assert [*BY_LINK] == ["weather", "France", "story", "coffee", TEN]
    assert [*BY_LINK.values()] == [*SENTENCES]
    assert at(sent=TEN).sent == OWN


def test_what_lists_no_words_is_no_sentence() -> None:
    with pytest.raises(ValueError, match="sentence_x must list its candidates"):
        sentence_of.__wrapped__({"sentence_x": "No words."}, "x")


@for_each("order", ORDERS)
def test_the_stages_are_those_of_the_core(order: str) -> None:
    state = at(T="2", topk=7, topp=0.8, minp=0.1, bias=1.5, k=3, order=order)
    z = Z + 1.5 * (np.arange(10) == 3)
    record = lv.truncate(z, temperature=2, top_k=7, top_p=0.8, min_p=0.1, order=ORDERS[order])
    assert_allclose(state.model, lv.softmax(Z), rtol=1e-14)
    for step, p, kept in zip(state.chain, record.probabilities, record.kept, strict=True):
        assert_array_equal(step.after, p)
        assert_array_equal(np.isnan(step.left), ~kept)
        assert_array_equal(step.gone, ~kept)
    assert_array_equal(state.probabilities, record.probabilities[-1])


def test_each_step_crosses_out_what_it_cuts_and_no_more() -> None:
    state = at(topk=8, topp=0.9, minp=0.2)
    before = [state.model, *(step.after for step in state.chain)]
    for i, step in enumerate(state.chain):
        gone = (before[i] > 0) & (step.after == 0)
        assert_array_equal(step.cut, np.where(gone, before[i], 0))
    cut = [CUT_WORDS[by] for by in state.cut_by]
    assert cut == [*[""] * 5, "min-p ✕", *["top-p ✕"] * 2, *["top-k ✕"] * 2]
    for place, left in enumerate([10, 10, 8, 6, 5], 1):
        crosses = shown(f"step{place}", state, "cut words", "text")
        assert crosses == [""] * left + ["✕"] * (10 - left)
        assert [not number for number in shown(f"step{place}", state, "numbers", "text")] == [
            cross == "✕" for cross in crosses
        ]


def test_at_zero_the_temperature_cuts_all_but_the_most_probable_word() -> None:
    state = at(T="0")
    assert [CUT_WORDS[by] for by in state.cut_by] == ["", *["T = 0 ✕"] * 9]
    assert state.counts.tolist() == [1000, *[0] * 9]
    assert (state.others_share, state.others_count, state.effective) == (0, 0, 1)
    assert state.cut_share == 0
    frame, bar = shown("candidates", state, "drawn", "x"), shown("candidates", state, "after", "x")
    assert frame == [bar[0]] == [1]


@for_each("order", ORDERS)
def test_at_infinity_the_cuts_still_keep_the_largest_logits(order: str) -> None:
    keys = {f"z{i}": float(i == 2) for i in range(10)}
    one = at(sent=TEN, T="inf", topk=1, order=order, **keys)
    assert (one.top, one.top_share, one.others_share, one.others_count) == (2, 1, 0, 0)
    three = at(sent=TEN, T="inf", topk=3, order=order, **keys)
    assert three.kept[2]
    assert_allclose(three.probabilities[three.kept], 1 / 3, rtol=1e-14)
    assert_allclose(three.others_share, 2 / 3, rtol=1e-14)
    values = {"others_count": 0, "draws": 1000, "others_expected": 0, "others_error": 0}
    counted = {"within": one.within, "left_count": 1}
    assert filled(texts.others(WORDS, one), one) == WORDS.said(
        "others", top="z2", **values, **counted
    )


def test_words_that_tie_are_said_to_tie() -> None:
    for tied in (at(T="inf"), own("all equal at T = infinity"), at(sent=TEN, z1=9.0, z4=9.0)):
        assert tied.ties
        assert filled(texts.one_draw(WORDS, tied), tied) == one_draw(tied, ties=1)
        assert captured("sampling").element("noisy", tied).alt == noise(tied, "noisy_alt_tied")
    for alone in (at(), at(T="0"), at(T="inf", topk=1), at(sent=TEN, T="0", z1=9.0, z4=9.0)):
        assert not alone.ties
        assert filled(texts.one_draw(WORDS, alone), alone) == one_draw(alone, ties=0)
        assert captured("sampling").element("noisy", alone).alt == noise(alone, "noisy_alt")


def test_the_order_of_the_steps_changes_what_is_left() -> None:
    left = {order: int(at(T="3", topp=0.8, order=order).left_count) for order in ORDERS}
    assert left["Transformers"] == left["vLLM"] > left["llama.cpp"]
    cuts: dict[str, Any] = {"minp": 0.4, "topp": 0.7}
    assert at(**cuts, order="vLLM").left_count < at(**cuts).left_count


def test_ten_logits_are_those_of_the_sliders_and_bias_moves_one() -> None:
    state = at(sent=TEN, z2=5.5, bias=-2.5, k=2)
    assert state.logits[2] == 5.5
    assert_array_equal(state.biased - state.logits, -2.5 * (np.arange(10) == 2))


def test_what_is_cut_is_its_share_at_the_temperature() -> None:
    state = at(T="2", topk=3)
    assert_allclose(state.cut_share, lv.softmax(Z, temperature=2)[3:].sum(), rtol=1e-13)


# ---- draws ----


def test_a_draw_is_the_largest_of_what_the_chart_shows() -> None:
    state = at(T="2", draw=7)
    noise = lv.gumbel_noise(1000, 10, seed=1)
    scaled = np.where(state.kept, (Z - Z.max()) / 2, -np.inf)
    assert_allclose(state.scaled, scaled, rtol=1e-14)
    assert_allclose(state.noisy, scaled + noise[6], rtol=1e-14)
    assert state.drawn == np.argmax(scaled + noise[6]) == state.winners[6]
    assert state.largest == state.noisy.max()
    jumps = state.jumps.reshape(10, 3)
    assert_array_equal(jumps, np.stack([state.scaled, state.noisy, state.noisy], axis=-1))


@for_each("n", [1, 10, 100, 1000])
def test_counts_are_those_of_the_first_draws(n: int) -> None:
    state = at(draws=n, seed=5)
    first = state.winners[:n].tolist()
    assert state.counts.tolist() == [first.count(word) for word in range(10)]
    assert state.others_count == n - first.count(0)
    p = state.probabilities
    assert_allclose(state.errors, np.sqrt(p * (1 - p) / n), rtol=1e-14)
    assert_allclose(state.others_expected, n * p[1:].sum(), rtol=1e-13)
    assert_allclose(state.others_error, np.sqrt(n * p[0] * (1 - p[0])), rtol=1e-12)
    middle, low, high, _ = state.whiskers.reshape(10, 4).T
    assert_allclose(low, np.clip(p - state.errors, 0, 1), rtol=1e-14)
    assert_allclose(high, np.clip(p + state.errors, 0, 1), rtol=1e-14)
    assert_array_equal(middle, p)


def test_nothing_is_expected_of_a_word_that_cannot_be_drawn() -> None:
    state = at(topk=2)
    drawn = shown("counts", state, "expected", "y")
    assert drawn == [0, 0, 0, None, 1, 1, 1, None, *[None] * 32]


@for_each("n", [1, 10, 100, 1000])
def test_a_point_of_the_share_is_at_the_draws_that_are_counted(n: int) -> None:
    state = at(draws=n, k=1, bias=2, topk=4)
    [x], [y] = (shown("share", state, "counted", axis) for axis in "xy")
    assert (x, y) == (n, state.counts[1] / n)
    assert y == state.word_shares[[*MARKS].index(n)]
    element = captured("sampling").element("share", state)
    assert element.chart.layout.title.text == WORDS.said("share_title", word="nice")
    assert f"N = {n} it is {probability(y)}" in element.alt


def test_the_share_of_a_word_ends_at_its_share_of_all_draws() -> None:
    state = at(k=2)
    first = state.winners == 2
    assert_allclose(state.word_shares, [first[:n].mean() for n in MARKS], rtol=1e-14)
    assert (MARKS[0], MARKS[-1]) == (1, 1000)
    assert state.word_shares[-1] == state.shares[2]
    assert_allclose(state.word_high[-1] - state.word_low[-1], 2 * state.errors[2], rtol=1e-12)


def test_the_draws_follow_the_hand_with_the_same_noise() -> None:
    here = at()
    moved = here.replaced({"T": np.array([1.0, 1.05])})
    assert_array_equal(moved.winners[0], here.winners)
    assert 0 < (moved.winners[1] != here.winners).sum() < 100
    assert (at(seed=2).winners != here.winners).any()


@for_each("name", HOSTILE)
def test_hostile_logits_of_the_sliders_are_calm(name: str) -> None:
    for order in ORDERS:
        state = own(name, order=order, minp=0.1)
        assert_allclose(state.probabilities.sum(), 1, rtol=1e-14)
        assert state.kept[state.top]
        assert own(name, order=order, topk=1).kept[state.top]
        assert state.counts.sum() == 1000
        assert not state.counts[~state.kept].any()
        for key in captured("sampling").charts:
            element = captured("sampling").element(key, state)
            assert "nan" not in element.alt
            drawn = [r for r in element.readings if not isinstance(r.what, str | tuple)]
            missing = [value for r in drawn for value in r.plain()].count(None)
            gone = (state.probabilities == 0).sum()
            assert missing == (10 + 3 * gone if key == "counts" else 0)


# ---- words and files ----


def test_the_sentence_is_said_with_the_word_that_was_drawn() -> None:
    state = at(sent="coffee", draw=2)
    for language in languages():
        words = words_of("sampling", language)
        sentence = sentence_of(words, "coffee")
        said = filled(texts.answer(words, state), state)
        assert said[:-1].endswith(sentence.words[state.drawn])
        assert said.startswith(sentence.start)


def test_the_words_are_written_with_every_stage() -> None:
    state = at(topk=4, draws=10)
    head, *rows = words_csv(WORDS, state).splitlines()
    assert head.split(",")[:3] == ["word", "logit", "softmax"]
    assert [row.split(",")[0] for row in rows] == [*words_at(state)]
    cells = np.array([[np.nan, *map(float, row.split(",")[1:])] for row in rows])
    assert_array_equal(cells[:, 7], state.probabilities)
    assert_array_equal(cells[:, 8], state.counts)
    assert_allclose(cells[:, 9], 10 * state.probabilities, rtol=1e-14)


def test_the_draws_are_written_one_by_one() -> None:
    for draws in (10, 1000):
        state = at(seed=9, draws=draws)
        lines = draws_csv(WORDS, state).splitlines()
        assert (lines[0], len(lines)) == ("draw,word", 1 + draws)
        drawn = [words_at(state)[winner] for winner in state.winners]
        assert lines[1:] == [f"{n},{word}" for n, word in enumerate(drawn[:draws], 1)]
        counts = Counter(line.partition(",")[2] for line in lines[1:])
        assert [counts[word] for word in words_at(state)] == state.counts.tolist()

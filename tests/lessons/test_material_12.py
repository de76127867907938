"""Section 12 of the material, row by row: page, link and what is seen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import hundredths, percent
from logitviz.charts.words import words_of
from logitviz.lessons.sampling.sentences import SENTENCES, sentence_of
from tests.lessons.material import Material, Row, as_keys, drawn, glossary, prose_of, rows_below
from tests.shell.visits import Z, metrics, words

MATERIAL = Material()
row = MATERIAL.row

WEATHER = np.array(SENTENCES["weather"])
OPEN = {"topp": "1"}  # nothing is cut


def bars(at: AppTest, chart: str = "candidates", trace: int = 0) -> np.ndarray:
    """The lengths of the bars of a chart."""
    return np.array(drawn(at, chart, trace, "x"), float)


@row(
    "section 12: p = softmax(z/T) for ten candidates for the next token", "sampling", T="2", **OPEN
)
def probabilities(at: AppTest) -> None:
    e = np.exp(WEATHER / 2)
    assert_allclose(bars(at), e / e.sum(), rtol=1e-13)
    assert "candidates, called tokens" in prose_of(at)
    assert "made up" in prose_of(at)


@row("section 12: the current ten logits", "sampling", sent="ten logits", **OPEN, **as_keys(Z))
def ten_logits(at: AppTest) -> None:
    assert_allclose(bars(at), lv.softmax(Z), rtol=1e-13)


@row("section 12: top-k keeps the k largest", "sampling", topk="3", **OPEN)
def top_k(at: AppTest) -> None:
    e = np.exp(WEATHER[:3])
    assert_allclose(bars(at), [*(e / e.sum()), *[0] * 7], rtol=1e-13)
    assert "**Top-k** keeps the k largest" in prose_of(at)
    assert metrics(at)["Words left"] == "3 of 10"


@row("section 12: top-p keeps the smallest set whose sum reaches p", "sampling", topp="0.8")
def top_p(at: AppTest) -> None:
    p = np.exp(WEATHER) / np.exp(WEATHER).sum()
    left = next(n for n in range(1, 11) if p[:n].sum() >= 0.8)
    assert (bars(at) > 0).tolist() == [True] * left + [False] * (10 - left)
    assert "smallest set of the most probable words whose sum reaches p" in prose_of(at)
    assert "nucleus sampling" in glossary()["Top-p"]


@row("section 12: min-p keeps a share of the largest", "sampling", minp="0.3", **OPEN)
def min_p(at: AppTest) -> None:
    p = np.exp(WEATHER) / np.exp(WEATHER).sum()
    assert (bars(at) > 0).tolist() == (p >= 0.3 * p.max()).tolist()
    assert "at least this share of the largest probability" in prose_of(at)


@row("section 12: a bias added to a logit", "sampling", k="3", bias="2", **OPEN)
def bias(at: AppTest) -> None:
    z = WEATHER + 2.0 * (np.arange(10) == 3)
    assert_allclose(bars(at, "step1"), np.exp(z) / np.exp(z).sum(), rtol=1e-13)
    assert "A bias is added to the logit of one word" in prose_of(at)


@row("section 12: what is cut is drawn as cut, the rest renormalised", "sampling", topp="0.8")
def cut(at: AppTest) -> None:
    assert_allclose(bars(at).sum(), 1, rtol=1e-14)
    crossed = bars(at, trace=2)
    assert_allclose(crossed, np.where(bars(at) == 0, bars(at, trace=1), 0), rtol=1e-14)
    labels = drawn(at, "candidates", 4, "text")
    assert labels == ["top-p ✕" if p == 0 else "" for p in bars(at)]


@row("section 12: greedy is T = 0", "sampling", T="0")
def greedy(at: AppTest) -> None:
    assert bars(at).tolist() == [1, *[0] * 9]
    assert drawn(at, "counts", 2, "text") == ["1000", *["0"] * 9]
    assert "**greedy**" in prose_of(at)


@row("section 12: the order matters", "sampling", T="3", topp="0.8", order="llama.cpp")
def order(at: AppTest) -> None:
    p = np.exp(WEATHER) / np.exp(WEATHER).sum()
    left = next(n for n in range(1, 11) if p[:n].sum() >= 0.8)  # at T = 1
    e = np.exp(WEATHER[:left] / 3)
    assert_allclose(bars(at)[:left], e / e.sum(), rtol=1e-13)
    assert [cells[0] for cells in rows_below(at, "library")[1:]] == [
        "Hugging Face Transformers",
        "vLLM",
        "llama.cpp",
        "OpenAI",
    ]


@row("section 12: argmax(z/T + g) with g = -log(-log u) is a draw", "sampling", draw="4", **OPEN)
def gumbel(at: AppTest) -> None:
    points = np.array(drawn(at, "noisy", 0, "x"), float).reshape(10, 3)
    winner = int(points[:, 1].argmax())
    assert drawn(at, "noisy", 1, "y") == [winner]
    assert words(at, "live_answer").endswith(
        f" {sentence_of(words_of('sampling'), 'weather').words[winner]}."
    )
    assert r"$g_i = -\log(-\log u_i)$" in prose_of(at)
    counts = np.array(drawn(at, "counts", 2, "text"), float)
    p = lv.softmax(WEATHER)
    assert (np.abs(counts / 1000 - p) <= 4 * np.sqrt(p * (1 - p) / 1000)).all()


@row("section 12: a draw is not the largest", "sampling", **OPEN)
def not_the_largest(at: AppTest) -> None:
    p = lv.softmax(WEATHER)
    assert metrics(at)["Not the greedy choice"] == percent(1 - p[0])
    others = 1000 - int(drawn(at, "counts", 2, "text")[0])
    assert f"the greedy choice: {others} of 1000 draws" in words(at, "live_others")


@row("section 12: counts scatter with sqrt(p(1-p)/N)", "sampling", draws="100", **OPEN)
def scatter(at: AppTest) -> None:
    p = lv.softmax(WEATHER)
    error = np.sqrt(p * (1 - p) / 100)
    points = np.array(drawn(at, "counts", 1, "x"), float).reshape(10, 4)
    assert_allclose(points[:, 2], p + error, rtol=1e-13)
    assert f"± {hundredths(100 * error[0])}." in words(at, "live_others")
    assert r"$\sqrt{p(1-p)/N}$" in prose_of(at)


@pytest.mark.parametrize("shown", MATERIAL, ids=lambda shown: shown.says)
def test_the_material_is_shown(shown: Row) -> None:
    shown.check()


def test_every_section_has_rows() -> None:
    assert MATERIAL.sections == {12}

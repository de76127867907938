"""The formula of one probability, in LaTeX."""

import re

import numpy as np
from numpy.testing import assert_allclose

import logitviz as lv
from logitviz.charts.export import formula
from logitviz.charts.formats import probability, stage
from tests.cases import for_each
from tests.charts.scenery import HOSTILE, analyse

RECORDS = {name: analyse(*state) for name, state in HOSTILE.items()}
records = for_each("record", RECORDS.values())


def unpaired(latex: str) -> int:
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    return depth


@for_each("index", [0, 3, 9])
@records
def test_the_braces_of_the_formula_match(record: lv.Analysis, index: int) -> None:
    latex = formula(record, index)
    assert unpaired(latex) == 0
    assert latex.count(r"\left(") == latex.count(r"\right)")
    assert latex.count(r"\begin{aligned}") == latex.count(r"\end{aligned}") == 1


def plain(text: str) -> str:
    """The text of a number as LaTeX writes it."""
    text = text.replace("−", "-").replace("<", "{<}").replace(">", "{>}")
    return re.sub(r"e([+-]\d+)$", lambda m: rf" \cdot 10^{{{int(m[1])}}}", text)


@for_each("index", range(10))
@records
def test_the_formula_ends_with_the_probability_of_its_class(
    record: lv.Analysis, index: int
) -> None:
    last = formula(record, index).removesuffix(r"\end{aligned}").rsplit(r"\approx ", 1)[1]
    assert last == plain(probability(record.probabilities[index]))


@for_each("index", [0, 3, 9])
@records
def test_the_formula_divides_one_exponential_by_the_sum_of_all(
    record: lv.Analysis, index: int
) -> None:
    latex = formula(record, index)
    top = plain(stage(record.exponentials[index]))
    terms = " + ".join(plain(stage(e)) for e in record.exponentials)
    total = plain(stage(record.exponentials.sum()))
    assert rf"\frac{{{top}}}{{{terms}}}" in latex
    assert rf"\frac{{{top}}}{{{total}}} \approx" in latex


def test_the_formula_puts_in_the_logit_the_largest_and_t() -> None:
    latex = formula(analyse(HOSTILE["the example"][0], 2.0), 7)
    assert r"\exp\left(\frac{-1.5 - 4.2}{2}\right)" in latex
    assert r"p_{7} &=" in latex
    below_zero = formula(analyse([-1.0, -2.5], 2.0), 1)
    assert r"\exp\left(\frac{-2.5 - (-1)}{2}\right)" in below_zero


@for_each(("name", "limit"), [("T = 0", "0"), ("T = infinity", r"\infty")])
def test_the_formula_at_a_limit_is_written_as_a_limit(name: str, limit: str) -> None:
    latex = formula(RECORDS[name], 0)
    assert rf"\lim_{{T \to {limit}}}" in latex
    assert "}{T}" in latex


@records
def test_the_formula_holds_no_character_that_latex_cannot_read(record: lv.Analysis) -> None:
    assert all(ord(mark) < 128 for c in range(10) for mark in formula(record, c))


def test_the_shown_exponentials_add_up_to_the_shown_sum() -> None:
    latex = formula(RECORDS["the example"], 0)
    found = re.search(r"\\frac\{1\}\{([^{}]*\+[^{}]*)\}", latex)
    assert found is not None
    total = re.search(r"\\frac\{1\}\{([0-9.]+)\} \\approx", latex)
    assert total is not None
    shown = sum(float(term) for term in found[1].split(" + "))
    assert_allclose(shown, float(total[1]), rtol=0, atol=5e-4)
    assert_allclose(np.exp(RECORDS["the example"].shifted).sum(), shown, rtol=0, atol=5e-4)

"""What tests of the confidence page share."""

from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.charts.formats import amount, probability, signed, whole
from logitviz.charts.words import words_of
from tests.shell.visits import charts, table, words

WORDS = words_of("confidence")
SIDES = ("a", "b")
sides = pytest.mark.parametrize("side", SIDES)


def logits_of(at: AppTest, side: str) -> NDArray[np.float64]:
    return lv.parse_logits(str(at.text_input(key=side).value), count=10)


def records(at: AppTest, temperature: float = 1.0) -> dict[str, lv.Analysis]:
    return {side: lv.analyse(logits_of(at, side), temperature=temperature) for side in SIDES}


def verdict(side: str, record: lv.Analysis, threshold: float) -> str:
    enough = record.confidence >= threshold
    state = SimpleNamespace(**{f"record_{side}": record, f"automatic_{side}": enough})
    return filled(WORDS[f"verdict_{side}"], state)


def holds(at: AppTest, temperature: float = 1.0, threshold: float = 0.6) -> None:
    """Boxes, bars, verdicts and the table of read-outs show one and the same state."""
    for side, record in records(at, temperature).items():
        bars = charts(at)[f"{side}_bars"]["data"]
        assert_allclose(bars[0]["y"], record.probabilities, rtol=1e-14, atol=0)
        assert {y for y in bars[2]["y"] if y is not None} == {threshold}
        assert words(at, f"live_verdict_{side}") == verdict(side, record, threshold)
    a, b = records(at, temperature).values()
    _, *rows = table(at, "live_compare")
    forms = (probability, probability, amount, amount)
    names = ("confidence", "margin", "entropy", "perplexity")
    assert [row[1:] for row in rows] == [
        [whole(a.prediction), whole(b.prediction), ""],
        *(
            [form(getattr(a, name)), form(getattr(b, name)),
             signed(getattr(a, name) - getattr(b, name))]
            for name, form in zip(names, forms, strict=True)
        ),
    ]  # fmt: skip
    _, _, *lines = WORDS["compare"].splitlines()
    assert [row[0] for row in rows] == [line.split("|")[1].strip() for line in lines]

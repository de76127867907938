"""What tests of the confidence page share."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import amount, probability, signed, whole
from tests.shell.visits import charts, table, words

SIDES = ("a", "b")
sides = pytest.mark.parametrize("side", SIDES)


def logits_of(at: AppTest, side: str) -> NDArray[np.float64]:
    return lv.parse_logits(str(at.text_input(key=side).value), count=10)


def records(at: AppTest, temperature: float = 1.0) -> dict[str, lv.Analysis]:
    return {side: lv.analyse(logits_of(at, side), temperature=temperature) for side in SIDES}


def verdict(record: lv.Analysis, threshold: float) -> str:
    enough = record.confidence >= threshold
    decision = "enough: decide automatically" if enough else "too little: ask a person"
    return f"Class {record.prediction}: {probability(record.confidence)} is {decision}"


def holds(at: AppTest, temperature: float = 1.0, threshold: float = 0.6) -> None:
    """Boxes, bars, verdicts and the table of read-outs show one and the same state."""
    for side, record in records(at, temperature).items():
        bars = charts(at)[f"{side}_bars"]["data"]
        assert_allclose(bars[0]["y"], record.probabilities, rtol=1e-14, atol=0)
        assert {y for y in bars[2]["y"] if y is not None} == {threshold}
        assert words(at, f"live_verdict_{side}") == verdict(record, threshold)
    a, b = records(at, temperature).values()
    _, *rows = table(at, "live_compare")
    assert rows == [
        ["Predicted class", whole(a.prediction), whole(b.prediction), ""],
        *(
            [label, form(getattr(a, name)), form(getattr(b, name)),
             signed(getattr(a, name) - getattr(b, name))]
            for label, name, form in [
                ("Confidence", "confidence", probability),
                ("Margin", "margin", probability),
                ("Entropy (nats)", "entropy", amount),
                ("Effective classes", "perplexity", amount),
            ]
        ),
    ]  # fmt: skip

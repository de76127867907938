import numpy as np
import pytest

from logitviz.charts.formats import amount
from logitviz.charts.words import words_of
from tests.shell.visits import Z, charts, metrics, pick, seen, slide, visit


def test_the_constant_is_added_and_not_written_into_the_logits() -> None:
    at = slide(visit("sigmoid"), "c", 3.0)
    assert at.slider(key="z0").value == Z[0]


@pytest.mark.parametrize("index", [0, 5])
def test_the_picked_class_gets_the_slider_and_is_raised(index: int) -> None:
    at = pick(visit("sigmoid"), "k", index)
    assert at.slider(key=f"z{index}").label == words_of("sigmoid").said("control_z", n=index)
    title = charts(at)["gains"]["layout"]["title"]["text"]
    assert f"class {index}" in title


def test_the_picked_class_changes_neither_sums_nor_answers() -> None:
    sigmoids = 1 / (1 + np.exp(-Z))
    values = {
        "sum_softmax": "1.000",
        "argmax": "class 0",
        "sum_sigmoid": amount(sigmoids.sum()),
        "passing": f"{(sigmoids >= 0.5).sum()} of 10 classes",
    }
    labels = {name: words_of("sigmoid")[name].partition(": ")[0] for name in values}
    expected = {labels[name]: value for name, value in values.items()}
    assert metrics(seen("sigmoid")) == metrics(seen("sigmoid", k="5")) == expected

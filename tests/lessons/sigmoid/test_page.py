import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import amount, logit, probability
from tests.shell.visits import Z, charts, metrics, pick, seen, slide, troubles, visit, words

STATES = [
    {},
    {"T": "0"},
    {"T": "inf"},
    {"T": "0.05", "c": "-10"},
    {"c": "10", "t": "1"},
    {"c": "-2.5", "t": "0"},
    {"z3": "3.7261", "c": "0.123", "t": "0.731", "T": "2"},
]
states = pytest.mark.parametrize("link", STATES, ids=lambda link: str(link))


def record_of(link: dict[str, str]) -> lv.Analysis:
    logits = Z.copy()
    if "z3" in link:
        logits[3] = float(link["z3"])
    return lv.analyse(logits + float(link.get("c", 0)), temperature=float(link.get("T", 1)))


@states
def test_the_sums_are_those_of_the_record(link: dict[str, str]) -> None:
    at, record = seen("sigmoid", **link), record_of(link)
    threshold = float(link.get("t", 0.5))
    assert troubles(at) == []
    assert metrics(at) == {
        "Sum of softmax": amount(record.probabilities.sum()),
        "The one answer": f"class {record.prediction}",
        "Sum of sigmoids": amount(record.sigmoids.sum()),
        "Yes at the threshold": f"{(record.sigmoids >= threshold).sum()} of 10 classes",
    }


@states
def test_both_sides_draw_the_same_logits(link: dict[str, str]) -> None:
    drawn, record = charts(seen("sigmoid", **link)), record_of(link)
    assert_allclose(
        drawn["probabilities"]["data"][0]["y"], record.probabilities, rtol=1e-14, atol=0
    )
    assert_allclose(drawn["sigmoids"]["data"][0]["y"], record.sigmoids, rtol=1e-14, atol=0)
    assert drawn["sigmoids"]["data"][2]["y"] == [float(link.get("t", 0.5))] * 2


@states
def test_the_heat_maps_are_the_slopes_of_the_record(link: dict[str, str]) -> None:
    drawn, record = charts(seen("sigmoid", **link)), record_of(link)
    p, s = record.probabilities, record.sigmoids
    jacobians = {"softmax": np.diag(p) - np.outer(p, p), "sigmoid": np.diag(s * (1 - s))}
    for kind, slopes in jacobians.items():
        shown = drawn[f"slopes_{kind}"]["data"][0]["z"]
        assert_allclose(shown, slopes, rtol=1e-12, atol=1e-16)


def test_a_constant_moves_every_sigmoid_and_not_softmax() -> None:
    at = visit("sigmoid")
    before = charts(at)
    after = charts(slide(at, "c", 3.0))
    assert_allclose(
        after["probabilities"]["data"][0]["y"], before["probabilities"]["data"][0]["y"],
        rtol=1e-13, atol=0,
    )  # fmt: skip
    assert (np.array(after["sigmoids"]["data"][0]["y"]) > before["sigmoids"]["data"][0]["y"]).all()


def test_the_constant_is_added_and_not_written_into_the_logits() -> None:
    at = slide(visit("sigmoid"), "c", 3.0)
    assert at.slider(key="z0").value == Z[0]


def test_moving_one_logit_moves_one_sigmoid_bar_and_all_of_softmax() -> None:
    at = visit("sigmoid")
    before = charts(at)
    after = charts(slide(at, "z0", 1.0))
    moved = {
        key: [
            c for c in range(10) if before[key]["data"][0]["y"][c] != after[key]["data"][0]["y"][c]
        ]
        for key in ("sigmoids", "probabilities")
    }
    assert moved == {"sigmoids": [0], "probabilities": list(range(10))}


@pytest.mark.parametrize("index", [0, 5])
def test_the_picked_class_gets_the_slider_and_the_nudge(index: int) -> None:
    at = pick(visit("sigmoid"), "k", index)
    assert at.slider(key=f"z{index}").label == f"Logit of class {index}"
    title = charts(at)["nudge"]["layout"]["title"]["text"]
    assert f"class {index}" in title


def pair_of(at: AppTest) -> str:
    return words(at, "live_pair_words")


@pytest.mark.parametrize(
    ("u", "v"), [(1.0, -1.0), (0.0, 0.0), (10.0, -10.0), (-10.0, 10.0), (3.3, 2.9)]
)
def test_two_classes_are_the_sigmoid_of_their_difference(u: float, v: float) -> None:
    at = seen("sigmoid", u=str(u), v=str(v))
    first = lv.softmax([u, v])[0]
    shown = probability(first)
    assert pair_of(at) == f"softmax gives {shown}, sigmoid({logit(u - v)}) gives {shown}"
    point = charts(at)["pair"]["data"][1]
    assert point["x"] == [u - v]
    assert_allclose(point["y"], first, rtol=1e-14, atol=0)


def test_two_classes_do_not_hear_of_t() -> None:
    assert pair_of(seen("sigmoid", T="0")) == pair_of(seen("sigmoid"))


@pytest.mark.parametrize(
    ("p", "sentence"),
    [
        (0.8, "logit(0.800) = 1.386, and sigmoid(1.386) = 0.800"),
        (0.5, "logit(0.500) = 0, and sigmoid(0) = 0.500"),
        (0.0, "logit(0) = −∞, and sigmoid(−∞) = 0"),
        (1.0, "logit(1) = ∞, and sigmoid(∞) = 1"),
        (0.01, "logit(0.010) = −4.595, and sigmoid(−4.595) = 0.010"),
        (0.0001, "logit(<.0005) = −9.21, and sigmoid(−9.21) = <.0005"),
    ],
)
def test_the_logit_of_a_probability_is_said_with_its_way_back(p: float, sentence: str) -> None:
    at = seen("sigmoid", p=str(p))
    assert troubles(at) == []
    assert words(at, "live_logit_words") == sentence


@pytest.mark.parametrize("p", [0.0, 0.01, 1.0])
def test_the_points_of_the_logit_and_its_inverse_stand_at_p(p: float) -> None:
    drawn = charts(seen("sigmoid", p=str(p)))
    assert drawn["logit"]["data"][1]["x"] == [p]
    assert_allclose(drawn["inverse"]["data"][1]["y"], [p], rtol=1e-14, atol=0)


def test_the_table_of_the_sources_is_there() -> None:
    (text,) = [m.value for m in seen("sigmoid").markdown if "element by element" in m.value]
    header = "| | input | output | element by element | outputs form a distribution |"
    assert header in text
    assert "coupled" in text

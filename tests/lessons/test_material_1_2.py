"""Sections 1 and 2 of the material, row by row: page, link and what is seen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import logit, probability, signed, stage
from logitviz.datasets.digits import load_digits
from logitviz.lessons.examples.example import exact
from tests.lessons.material import Material, Row, as_keys, column, drawn, prose_of, rows_below
from tests.shell.visits import Z, metrics, seen, table, words

MATERIAL = Material()
row = MATERIAL.row

# ---- section 1: what a logit is ----


@row("section 1: the raw output of the last layer, one real number for each class", "playground")
def raw_output(at: AppTest) -> None:
    assert "raw output of a classifier's last layer, before any normalisation" in prose_of(at)
    assert "one for each class" in prose_of(at)
    assert "any real number, of any sign and size" in prose_of(at)
    assert "unnormalised" in prose_of(at)
    assert "a vector of shape [C]" in prose_of(at)
    assert (
        "Some tutorials say that logits cannot be used for a decision. That is a slip"
        in prose_of(at)
    )
    assert_allclose(drawn(at, "logits"), Z)


@row("section 1: logits of 1000 and -1000 occur", "stability", h="1000", dtype="float64")
def any_size(at: AppTest) -> None:
    for shown, added in ((at, 1000), (seen("stability", h="-1000", dtype="float64"), -1000)):
        assert column(table(shown, "live_stages"), "z") == [stage(z) for z in Z + added]
        assert_allclose(drawn(shown, "shifted"), lv.softmax(Z), rtol=1e-12)


@row("section 1: logits are no probabilities, without bounds or sum", "playground", z7="-9", z1="8")
def no_probabilities(at: AppTest) -> None:
    z = np.array(drawn(at, "logits"))
    assert (z.min(), z.max()) == (-9, 8)
    assert not np.isclose(z.sum(), 1)
    assert "It is not a probability" in prose_of(at)
    assert_allclose(np.sum(drawn(at, "probabilities")), 1, rtol=1e-15)


@row("section 1: only differences between logits matter to softmax", "sigmoid", c="5")
def differences(at: AppTest) -> None:
    assert_allclose(drawn(at, "probabilities"), lv.softmax(Z), rtol=1e-13)
    assert "softmax looks only at the differences between logits" in prose_of(seen("playground"))


@row("section 1: the table of logits and softmax output", "playground")
def two_rows(at: AppTest) -> None:
    assert rows_below(at, "range") == [
        ["numbers", "range", "sum", "meaning"],
        [
            "**logits**", "(−∞, ∞)", "anything",
            "a leaning towards each class, not a probability",
        ],
        [
            "**softmax output**", "[0, 1]", "1",
            "the probability of each class; the largest is the confidence",
        ],
    ]  # fmt: skip


@row("section 1: logit(p) = log(p / (1 - p)), from statistics", "sigmoid", p="0.8")
def logit_function(at: AppTest) -> None:
    assert "logit(p) = log(p / (1 − p)) maps a probability to a real number" in prose_of(at)
    assert "comes from statistics" in prose_of(at)
    x, y = drawn(at, "logit", 0, "x"), drawn(at, "logit")
    inside = [(p, z) for p, z in zip(x, y, strict=True) if z is not None and abs(z) < 5]
    assert len(inside) > 90
    assert_allclose([z for _, z in inside], np.log([p / (1 - p) for p, _ in inside]), atol=1e-9)


@row("section 1: logit(0.5) = 0, below negative, above positive", "sigmoid", p="0.5")
def sign_of_logit(at: AppTest) -> None:
    assert words(at, "live_logit_words").startswith("logit(0.500) = 0,")
    assert "negative below one half, zero at one half and positive above" in prose_of(at)
    for p, sign in ((0.2, "−"), (0.8, "")):
        shown = words(seen("sigmoid", p=str(p)), "live_logit_words")
        assert shown.startswith(f"logit({p:.3f}) = {sign}{logit(abs(np.log(p / (1 - p))))},")


@row("section 1: logit(0) and logit(1) are infinite", "sigmoid", p="0")
def ends_of_logit(at: AppTest) -> None:
    for shown, p, z in ((at, "0", "−∞"), (seen("sigmoid", p="1"), "1", "∞")):
        expected = f"logit({p}) = {z}, and sigmoid({z}) = {p}"
        assert words(shown, "live_logit_words") == expected


@row("section 1: the sigmoid is the inverse of the logit", "sigmoid", p="0.8")
def inverse(at: AppTest) -> None:
    back = probability(1 / (1 + np.exp(-np.log(4))))
    assert words(at, "live_logit_words").endswith(f"sigmoid({logit(np.log(4))}) = {back}")
    assert drawn(at, "inverse", 1, "x") == drawn(at, "logit", 1, "y")
    assert_allclose(drawn(at, "inverse", 1, "y"), drawn(at, "logit", 1, "x"), rtol=1e-14)


@row("section 1: the difference of two logits is the logit", "sigmoid", u="2.4", v="-0.7")
def difference_of_two(at: AppTest) -> None:
    first = np.exp(2.4) / (np.exp(2.4) + np.exp(-0.7))
    assert f"sigmoid({logit(np.log(first / (1 - first)))})" in words(at, "live_pair_words")
    assert f"softmax gives {probability(first)}" in words(at, "live_pair_words")
    assert "this difference *is* the logit of that probability" in prose_of(at)


@row("section 1: z = log p + c for any c, the name was kept", "examples", ex="Logit", at="6")
def no_unique_inverse(at: AppTest) -> None:
    assert "so softmax has no unique inverse. The outputs are called logits" in prose_of(at)
    page = prose_of(seen("sigmoid"))
    assert "Softmax has no unique inverse, with two classes or with more" in page
    assert "z = log p + c gives the same p for every constant c" in page
    assert "The name logit was kept nevertheless." in page
    for logits in (Z[:2], Z):
        p = lv.softmax(logits)
        for c in (-2.0, 3.0):
            assert_allclose(lv.softmax(np.log(p) + c), p, rtol=1e-13)
    shown = seen("playground", **as_keys(np.log(p) + 3))
    assert_allclose(drawn(shown, "probabilities"), p, rtol=1e-13)


# ---- section 2: from features to logits ----

F = np.array([0.5, 0.8, 1.2])
W = np.array([[1.0, -1.0, 0.5], [0.8, 0.5, -0.3], [-0.5, 1.2, 1.0]])
B = np.array([0.2, -0.1, 0.5])


def worked(at: AppTest, heading: str) -> list[str]:
    return column(table(at, "live_worked"), heading, 3)


@row("section 2: z = W f + b with 3 features and 3 classes", "features")
def linear_layer(at: AppTest) -> None:
    assert "z = W f + b" in prose_of(at)
    keys = [f"w{c}{d}" for c in (1, 2, 3) for d in (1, 2, 3)]
    numbers = {box.key: box.value for box in (*at.slider, *at.number_input)}
    assert [numbers[key] for key in keys] == W.ravel().tolist()
    assert [numbers[f"f{d}"] for d in (1, 2, 3)] == F.tolist()
    assert [numbers[f"b{c}"] for c in (1, 2, 3)] == B.tolist()


@row("section 2: products 0.3, 0.44, 1.91 and logits 0.5, 0.34, 2.41", "features")
def products_and_logits(at: AppTest) -> None:
    for d, heading in enumerate(("w₁ · f₁", "w₂ · f₂", "w₃ · f₃")):
        products = [f"{logit(w)} · {logit(F[d])} = {logit(w * F[d])}" for w in W[:, d]]
        assert worked(at, heading) == products
    assert worked(at, "sum") == [logit(z) for z in W @ F] == ["0.3", "0.44", "1.91"]
    assert worked(at, "+ bias") == [logit(b) for b in B]
    assert worked(at, "logit z") == [logit(z) for z in W @ F + B] == ["0.5", "0.34", "2.41"]


@row("section 2: exponentials 1.65, 1.40, 11.13, their sum 14.2", "features")
def exponentials(at: AppTest) -> None:
    e = np.exp(W @ F + B)
    assert worked(at, "exp z") == [stage(v) for v in e]
    assert column(table(at, "live_worked"), "exp z", 4)[-1] == stage(e.sum())
    assert f"rounded correctly they are {e[0]:.2f}, {e[1]:.2f} and {e[2]:.2f}" in prose_of(at)
    assert "They print the exponentials of these logits as 1.65, 1.41 and 11.14" in prose_of(at)
    assert f"the sum {e.sum():.1f}" in prose_of(at)


@row("section 2: p = 0.116, 0.099, 0.785, class C is predicted", "features")
def layer_predicts(at: AppTest) -> None:
    e = np.exp(W @ F + B)
    p = e / e.sum()
    assert worked(at, "p") == [probability(v) for v in p] == ["0.116", "0.099", "0.785"]
    said = f"Prediction: class {'ABC'[int(p.argmax())]}, with probability {p.max():.3f}."
    assert words(at, "live_worked_words") == said


@row("section 2: any other features and weights", "features", f3="-2", w23="1.5", b1="-3")
def other_layer(at: AppTest) -> None:
    w, b = W.copy(), np.array([-3, *B[1:]])
    w[1, 2] = 1.5
    assert worked(at, "logit z") == [logit(z) for z in w @ [0.5, 0.8, -2] + b]


@row("section 2: the example step by step", "examples", ex="Features", at="6")
def features_by_hand(at: AppTest) -> None:
    z = W @ F + B
    e = np.exp(z)
    answers = [*z, e[2], e[2] / e.sum()]
    shown = column(table(at, "live_walked"), "answer", 6)
    assert [shown[i] for i in (0, 1, 2, 4, 5)] == [exact(v) for v in answers]
    assert shown[3] == "class C"
    assert column(table(at, "live_walked"), "printed", 6)[4] == "11.14 (slip)"
    predicted = words(seen("examples", ex="Features", at="4"), "live_remark")
    assert "The second and the third feature vote for it more than for any other" in predicted
    assert [*(W * F).argmax(axis=0)[1:], B.argmax()] == [2, 2, 2]


@row("section 2: a real classifier's logits are W f + b exactly", "features", digit="7", k="2")
def real_layer(at: AppTest) -> None:
    digits = load_digits()
    f, w = digits.images[7].ravel() / 16, 16 * digits.student_weights
    z = w @ f + digits.student_biases
    assert metrics(at)["Original logit"] == signed(z[2])
    assert_allclose(drawn(at, "logits", 0), z, rtol=1e-9)


@row("section 2: TensorFlow's 784, Dense(128, relu), Dense(10)", "features")
def network(at: AppTest) -> None:
    assert "784 pixels, 128 hidden units with ReLU and 10 outputs" in prose_of(at)
    assert "its last layer has no activation" in prose_of(at)
    assert "`tf.nn.softmax(logits)` turns the ten together into probabilities" in prose_of(at)


@row("section 2: the output of that network is called logits", "examples", ex="Image", at="6")
def network_by_hand(at: AppTest) -> None:
    shown = column(table(at, "live_walked"), "answer", 6)
    assert shown[:4] == [str(28 * 28), "10", str(128 * 10 + 10), "Yes"]
    assert drawn(at, "walk_layers") == [28 * 28, 128, 10]
    named = seen("examples", ex="Image", at="2")
    assert "In TensorFlow's example this output is called logits" in prose_of(named)
    z = np.array(drawn(at, "walk_logits"))
    assert_allclose(drawn(at, "walk_probabilities"), lv.softmax(z), rtol=1e-13)


@row("section 2: tf.nn.softmax(logits) gives probabilities", "playground", show="Code")
def tensorflow(at: AppTest) -> None:
    softmax, network = [block.value for block in at.code if "tensorflow" in block.value]
    assert "tf.nn.softmax(z / T)" in softmax
    assert "tf.nn.softmax(logits)" in network


@pytest.mark.parametrize("shown", MATERIAL, ids=lambda shown: shown.says)
def test_the_material_is_shown(shown: Row) -> None:
    shown.check()


def test_every_section_has_rows() -> None:
    assert MATERIAL.sections == {1, 2}

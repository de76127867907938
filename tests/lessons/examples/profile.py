"""The facts of the worked examples, worked out from the sources' numbers and the core alone."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.datasets import sources as examples
from logitviz.lessons.examples.answers import read_number
from logitviz.lessons.examples.example import exact
from logitviz.lessons.examples.worked import example
from tests.lessons.profile import Profile


def softmax_of(t: float) -> float:
    return float(lv.softmax(examples.TEN_CLASSES, temperature=t)[0])


def kl_to(student: int, step: int, *, standardize: bool = False) -> bool:
    """Whether a step of the toy case has the KL divergence from the teacher to a student."""
    z = examples.TOY_STUDENTS[student]
    loss = lv.distillation_loss(examples.TOY_TEACHER, z, temperature=1.0, standardize=standardize)
    return bool(np.isclose(example("distillation").steps[step].value, loss, rtol=1e-12, atol=1e-15))


def numbers_are_read() -> bool:
    return [read_number(text) for text in ("7.39", "0.66", "66 %")] == [7.39, 0.66, 0.66]


CLAIMS: dict[str, Callable[[], bool]] = {
    "three_predicted: class 0": lambda: int(lv.predict(examples.TEN_CLASSES)) == 0,
    "three_predicted: class 1": lambda: len(examples.THREE_LOGITS) == 3,
    "three_predicted: class 2": lambda: len(examples.THREE_LOGITS) == 3,
    "three_shifted: p of class 0, z + 5": lambda: bool(
        np.isclose(
            example("three").steps[4].value,
            lv.softmax(np.array(examples.THREE_LOGITS) + 5)[0],
            rtol=1e-14,
            atol=0,
        )
    ),
    "three_doubled: p of class 0, 2z": lambda: bool(
        np.isclose(
            example("three").steps[5].value,
            lv.softmax(examples.THREE_LOGITS, temperature=0.5)[0],
            rtol=1e-14,
            atol=0,
        )
    ),
    "features_exponential: prints 1.41": lambda: f"{np.exp(0.34):.2f}" == "1.40",
    "ten_one: p of class 0, T = 1": lambda: example("ten").steps[0].value == softmax_of(1),
    "ten_half: p of class 0, T = ½": lambda: example("ten").steps[1].value == softmax_of(0.5),
    "ten_two: p of class 0, T = 2": lambda: example("ten").steps[2].value == softmax_of(2),
    "ten_five: p of class 0, T = 5": lambda: example("ten").steps[3].value == softmax_of(5),
    "logit_half: logit(0.5)": lambda: example("logit").steps[0].value == lv.logit(0.5) == 0,
    "logit_value: logit(0.8)": lambda: example("logit").steps[2].value == lv.logit(0.8),
    "logit_certain: logit(1)": lambda: bool(np.isinf(lv.logit(1.0))),
    "overflow_exponential: exp(1000)": lambda: examples.OVERFLOW_LOGITS[0] == 1000,
    "overflow_demo: ±200": lambda: float(lv.exp_limits("float64").largest) > 200,
    "distillation_right: S1 predicts bird": lambda: int(lv.predict(examples.TOY_STUDENTS[0])) == 2,
    "distillation_right: S2 has exactly the teacher's order of classes": lambda: (
        int(lv.predict(examples.TOY_STUDENTS[1])) == int(lv.predict(examples.TOY_TEACHER)) == 1
    ),
    "distillation_other: C − 1": lambda: bool(
        np.isclose(
            example("distillation").steps[5].value,
            lv.distillation_loss(
                examples.TOY_TEACHER, examples.TOY_STUDENTS[0], temperature=1.0, standardize=True,
                ddof=1,
            ),
            rtol=1e-14, atol=0,
        )
    ),
    # Numbers in words.
    "ten_one: only a little more than one unit above that of class {second}": lambda: (
        1 < np.diff(np.sort(examples.TEN_CLASSES)[-2:])[0] < 1.2 and 0.5 < softmax_of(1) < 0.55
    ),
    "three_first: Here a lead of 1.4 gives class 0 about three quarters": lambda: bool(
        np.isclose(np.diff(np.sort(examples.THREE_LOGITS))[-1], 1.4, rtol=1e-12, atol=0) and
        abs(lv.softmax(examples.THREE_LOGITS)[0] - 0.75) < 0.01
        and np.diff(np.sort(examples.THREE_LOGITS)[-2:])[0] < 2
    ),
    "ten_one: class 0 has more than half of all probability": lambda: softmax_of(1) > 0.5,
    "three_doubled: Doubling all logits does the same as halving the temperature": lambda: bool(
        np.allclose(
            lv.softmax(2 * np.array(examples.THREE_LOGITS)),
            lv.softmax(examples.THREE_LOGITS, temperature=0.5),
            rtol=1e-14, atol=0,
        )
    ),
    "overflow_exponential: The largest number in double precision": lambda: (
        len(str(int(np.finfo(np.float64).max))) == 309
    ),
    "overflow_exponential: more than four hundred digits": lambda: 1000 / np.log(10) > 400,
    "overflow_softmax: The right answer is one, to more than four hundred decimals": lambda: (
        float(lv.log_softmax(examples.OVERFLOW_LOGITS)[1]) / np.log(10) < -400
    ),
    "features_predicted: The second and the third feature vote for it": lambda: bool(
        (np.argmax(np.multiply(examples.WEIGHTS, examples.FEATURES)[:, 1:], axis=0) == 2).all()
    ),
    "features_predicted: its bias is the largest": lambda: int(np.argmax(examples.BIASES)) == 2,
    "features_share: too small to change the three decimals": lambda: bool(
        np.allclose(
            np.array([1.65, 1.41, 11.14]) / (1.65 + 1.41 + 11.14), [0.116, 0.099, 0.785],
            rtol=0, atol=0.0005,
        )
    ),
    "ten_five: the ten probabilities now lie between {least} and {lead}": lambda: (
        example("ten").facts["lead"] == f"{softmax_of(5):.3f}" == "0.166"
        and example("ten").facts["least"] == "0.053"
        and np.round(lv.softmax(examples.TEN_CLASSES, temperature=5.0).min(), 3) == 0.053
    ),
    "ten_leads: Class 0 leads at every temperature": lambda: all(
        int(lv.predict(lv.softmax(examples.TEN_CLASSES, temperature=t))) == 0
        for t in (0, 0.05, 0.5, 1, 5, 100)
    ),
    "ten_leads: Every class keeps its rank": lambda: bool(
        (np.argsort(lv.softmax(examples.TEN_CLASSES, temperature=5.0))
         == np.argsort(examples.TEN_CLASSES)).all()
    ),
    "distillation_right_loss: logits of the wrong size cost more here": lambda: (
        example("distillation").steps[3].value > example("distillation").steps[2].value
    ),
    "overflow_log: The true probability is not zero, but too small for double precision": lambda: (
        np.isfinite(float(lv.log_softmax(examples.OVERFLOW_LOGITS)[1]))
        and float(np.exp(lv.log_softmax(examples.OVERFLOW_LOGITS)[1])) == 0
    ),
    "distillation_right: order of classes; its logits are a tenth": lambda: bool(
        np.allclose(
            np.array(examples.TOY_STUDENTS[1]) * 10, examples.TOY_TEACHER, rtol=1e-12, atol=0
        )
    ),
    "text_last: its three figures still add up to one": lambda: round(0.65 + 0.24 + 0.11, 10) == 1,
    "three_negative: The logit of class 1 is": lambda: (
        example("three").facts["low"] == exact(examples.THREE_LOGITS[1]) == "−0.3"
    ),
    "ten_leads: leader at T = 5": lambda: example("ten").steps[4].value == 0,
    "ten_limit: p of class 0, T → ∞": lambda: example("ten").steps[5].value == 0.1,
    "distillation_start: Student S1 gives": lambda: (
        example("distillation").facts["one"] == "[1, 2.8, 3, 2]"
    ),
    "distillation_start: student S2 gives": lambda: (
        example("distillation").facts["two"] == "[0.1, 0.4, 0.3, 0.2]"
    ),
    "distillation_wrong_loss: the KL divergence from the teacher to S1": lambda: kl_to(0, 2),
    "distillation_right_loss: from the teacher to S2": lambda: kl_to(1, 3),
    "distillation_same: the divergence to S2": lambda: kl_to(1, 4, standardize=True),
    "distillation_other: what is it to S1": lambda: kl_to(0, 5, standardize=True),
    "typed_nothing: such as 7.39, 0.66 or 66 %": numbers_are_read,
    "typed_comma: such as 7.39, 0.66 or 66 %": numbers_are_read,
    "typed_large: within ±1.8e308": lambda: f"{np.finfo(np.float64).max:.1e}" == "1.8e+308",
    "typed_large: such as 7.39, 0.66 or 66 %": numbers_are_read,
    "typed_other: such as 7.39, 0.66 or 66 %": numbers_are_read,
}  # fmt: skip

PROFILE = Profile(
    chart="walk_logits",
    above=frozenset({"walk_logits"}),
    sliders=["at"],
    act=(
        "ex at remark question choice_0 reveal walked walk_logits walk_exponentials "
        "walk_probabilities"
    ),
    stops=["ex", "at", "choice_0", "choice_2", "reveal"],
    claims=CLAIMS,
    files=["steps.csv"],
    deep={"T": "2", "z3": "4", "ex": "Overflow", "at": "3"},
    # A drag passes 0, 2 and 6 and begins elsewhere.
    drags={"ex=Ten&at=5": ("at",), "ex=Overflow&at=1": ("at",)},
    links=[
        "at=6",
        "ex=Ten&at=2.5",
        "ex=Overflow&at=6",
    ],
    tried=("at",),
)

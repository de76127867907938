"""The worked examples: the numbers of the material, and the sources' slips."""

import numpy as np
from numpy.testing import assert_allclose

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.lessons.examples import worked
from logitviz.lessons.examples.controls import BY_LINK
from logitviz.lessons.examples.example import Example, Step
from logitviz.lessons.examples.step_texts import answer, printed
from tests.cases import for_each

WORDS = words_of("examples")
names = for_each("name", EXAMPLES)


def steps(name: str) -> dict[str, Step]:
    return {step.name: step for step in worked.example(name).steps}


def test_the_examples_are_those_that_a_link_can_name() -> None:
    assert tuple(worked.MAKERS) == tuple(BY_LINK.values()) == EXAMPLES


@names
def test_every_example_has_as_many_steps_as_the_slider(name: str) -> None:
    assert len(worked.example(name).steps) == STEPS
    assert len(steps(name)) == STEPS


# Material, section by section: the exact values to five significant digits, worked out by hand.
EXACT = {
    # 3: z = [2.0, 1.0, 0.1]
    ("text", "exponential"): 7.38905609893065,
    ("text", "sum"): 11.212508845465345,
    ("text", "first"): 0.65900,
    ("text", "last"): 0.09857,
    # 3: z = [2.1, -0.3, 0.7]
    ("three", "sum"): 8.16616991 + 0.74081822 + 2.01375271,
    ("three", "first"): 0.74777,
    ("three", "shifted"): 0.74777,
    ("three", "doubled"): 0.93542,
    # 2: the 3 × 3 layer, and the network 784 → 128 → 10
    ("features", "first"): 0.5,
    ("features", "second"): 0.34,
    ("features", "third"): 2.41,
    ("features", "exponential"): 11.13396,
    ("features", "share"): 0.78477,
    ("image", "inputs"): 784,
    ("image", "outputs"): 10,
    ("image", "weights"): 128 * 10 + 10,
    # 5: ten classes at T = 1, 0.5, 2, 5 and without end
    ("ten", "one"): 0.53062,
    ("ten", "half"): 0.84016,
    ("ten", "two"): 0.29529,
    ("ten", "five"): 0.16602,
    ("ten", "limit"): 0.1,
    # 7: the pair of confidences
    ("confidence", "hesitant"): 0.25,
    ("confidence", "margin"): 0.85 - 0.03,
    ("confidence", "close"): 0.25 - 0.22,
    ("confidence", "gap"): np.log(0.85 / 0.03),
    ("confidence", "effective"): 6.27993,
    # 1 and 6: the logit function, and two classes
    ("logit", "half"): 0.0,
    ("logit", "value"): np.log(4),
    ("logit", "pair"): 1 / (1 + np.exp(-2.0)),
    # 4: [1000, 1]
    ("overflow", "fused"): -999.0,
    ("overflow", "limit"): 709.78271,
    # 10: the toy case
    ("distillation", "wrong_loss"): 0.17491,
    ("distillation", "right_loss"): 0.34573,
    ("distillation", "other"): 0.09951,
    ("distillation", "same"): 0.0,
}


@for_each(("name", "step"), EXACT)
def test_an_answer_is_that_of_the_material(name: str, step: str) -> None:
    """Material 1 to 7 and 10, as the comments of `EXACT` say."""
    assert_allclose(steps(name)[step].value, EXACT[name, step], rtol=1e-5, atol=5e-6)


CHOSEN = {
    ("text", "predicted"): 0,  # News, although the sentence is about technology (3)
    ("text", "truth"): 1,
    ("three", "predicted"): 0,
    ("three", "negative"): 1,
    ("features", "predicted"): 2,  # class C (2)
    ("image", "negative"): 0,
    ("image", "predicted"): 2,
    ("ten", "leads"): 0,  # T never changes which is largest (5)
    ("confidence", "same"): 0,  # both predict class 0 (7)
    ("logit", "sign"): 0,  # p < 0.5 gives a negative logit (1)
    ("logit", "certain"): 2,  # logit(1) = ∞ (1)
    ("logit", "inverse"): 1,  # z = log p + c (1)
    ("overflow", "exponential"): 1,
    ("overflow", "softmax"): 2,  # inf/inf = NaN (4)
    ("overflow", "log"): 0,  # −∞ (4)
    ("overflow", "demo"): 1,  # ±200 cannot break it in double precision (4)
    ("distillation", "teacher"): 1,  # dog (10)
    ("distillation", "right"): 1,  # S2 (10)
}


@for_each(("name", "step"), CHOSEN)
def test_the_right_choice_is_that_of_the_material(name: str, step: str) -> None:
    """Material 1 to 7 and 10."""
    assert steps(name)[step].value == CHOSEN[name, step]


@names
def test_every_answer_is_held_by_a_value_of_this_file(name: str) -> None:
    held = {step for example, step in (*EXACT, *CHOSEN) if example == name}
    assert set(steps(name)) - held == ({"confidence"} if name == "image" else set())


def test_the_image_is_read_with_little_confidence() -> None:
    z = np.array(worked.example("image").logits)
    assert steps("image")["confidence"].value == float(lv.softmax(z).max())


SLIPS = {
    ("text", "sum"): ("11.22",),  # 7.39 + 2.72 + 1.11, rounded too early (3)
    ("text", "first"): ("0.65",),  # the erratum (3)
    ("text", "last"): ("0.11",),
    ("features", "exponential"): ("11.14",),  # (2)
}


@names
def test_the_slips_of_the_sources_are_found_and_no_others(name: str) -> None:
    """Material 2 and 3: 11.22, 0.65, 0.11 and 11.14; all other figures are roundings."""
    found = {(name, step.name): step.slips for step in worked.example(name).steps if step.slips}
    assert found == {where: slip for where, slip in SLIPS.items() if where[0] == name}


def test_the_figures_of_the_sources_are_there() -> None:
    printed = {(n, s.name): s.printed for n in EXAMPLES for s in worked.example(n).steps}
    assert {where: figures for where, figures in printed.items() if figures} == {
        ("text", "predicted"): ("0",),  # News
        ("text", "exponential"): ("7.39",),
        ("text", "sum"): ("11.22",),
        ("text", "first"): ("0.66", "0.65"),
        ("text", "last"): ("0.10", "0.11"),
        ("features", "first"): ("0.5",),
        ("features", "second"): ("0.34",),
        ("features", "third"): ("2.41",),
        ("features", "predicted"): ("2",),  # class C
        ("features", "exponential"): ("11.14",),
        ("features", "share"): ("0.785",),
        ("image", "inputs"): ("784",),
        ("image", "outputs"): ("10",),
        ("confidence", "hesitant"): ("0.25",),
        ("confidence", "same"): ("0",),
        ("logit", "half"): ("0",),
        ("logit", "sign"): ("0",),  # negative
        ("distillation", "wrong_loss"): ("0.1749",),
        ("distillation", "right_loss"): ("0.3457",),
        ("distillation", "same"): ("0",),
        ("distillation", "other"): ("0.0995",),
    }


def test_what_the_sources_choose_is_the_right_choice() -> None:
    for name in EXAMPLES:
        for step in worked.example(name).steps:
            if step.tolerance is None and step.printed:
                assert step.printed == (str(int(step.value)),)
                assert printed(WORDS, name, step) == answer(WORDS, name, step)
                assert step.slips == ()


def test_the_erratum_s_figures_still_add_up_to_one() -> None:
    """Material 3: [0.65, 0.24, 0.11] is wrong and sums to 1 all the same."""
    assert_allclose(0.65 + 0.24 + 0.11, 1, rtol=1e-15, atol=0)


@names
def test_no_tolerance_lets_a_slip_pass_but_where_rounding_alone_made_it(name: str) -> None:
    for step in worked.example(name).steps:
        for slip in step.slips:
            passes = step.right(float(slip))
            assert passes == (step.name in ("sum", "exponential")), slip


def test_an_example_is_worked_out_once() -> None:
    assert isinstance(worked.example("text"), Example)
    assert worked.example("text") is worked.example("text")

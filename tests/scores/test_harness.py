import json
from typing import Any

import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import NAMES, example, harness

Z, Y = example()


def samples(**changes: Any) -> bytes:
    """Two samples with three choices, some keys replaced."""
    pairs = [["-3.5", "True"], ["-1.25", "False"], ["-2.0", "False"]]
    sample = {"doc": {}, "target": "1", "resps": [[pair] for pair in pairs], **changes}
    return "\n".join([json.dumps(sample)] * 2).encode()


def test_the_true_or_false_of_greedy_decoding_is_not_correctness() -> None:
    scores = lv.read_scores(harness(Z - 9, Y))
    assert_array_equal(scores.logits, Z - 9)
    assert_array_equal(scores.labels, Y)
    assert any("not whether it is correct, and is not used" in note for note in scores.notes)


def test_numbers_and_texts_of_log_likelihoods_are_read() -> None:
    numbers = [[[-3.5, True]], [[-1.25, False]], [[-2.0, False]]]
    for data in (
        samples(),
        samples(resps=numbers),
        samples(filtered_resps=[n[0] for n in numbers]),
    ):
        assert_array_equal(lv.read_scores(data).logits, [[-3.5, -1.25, -2.0]] * 2)


TARGETS: dict[str, dict[str, Any]] = {
    "a place": {"target": 1},
    "a place as text": {"target": "1"},
    "the text of a choice": {"target": "dog", "doc": {"choices": list(NAMES)}},
    "choices with labels": {"target": " dog", "doc": {"choices": {"text": list(NAMES)}}},
    "a continuation": {"target": "dog", "arguments": [["Q", f" {name}"] for name in NAMES]},
    "named continuations": {
        "target": "dog",
        "arguments": {
            f"gen_args_{i}": {"arg_0": "Q", "arg_1": f" {n}"} for i, n in enumerate(NAMES)
        },
    },
}


def test_the_target_is_a_place_or_the_text_of_a_choice(subtests: pytest.Subtests) -> None:
    for name, changes in TARGETS.items():
        with subtests.test(name):
            assert_array_equal(lv.read_scores(samples(**changes)).labels, [1, 1])


def choices_of(*texts: str) -> dict[str, Any]:
    return {"doc": {"choices": list(texts)}}


def test_the_text_of_a_choice_is_compared_before_the_place() -> None:
    assert_array_equal(lv.read_scores(samples(target="3", **choices_of(*"123"))).labels, [2, 2])
    agreeing = samples(target="1", **choices_of(*"012"))
    assert_array_equal(lv.read_scores(agreeing).labels, [1, 1])


UNCLEAR = {
    "a text and another place": ("1", *"123"),
    "a text that stands twice": ("dog", "dog", "cat", "dog"),
    "a number as a text and a place": (1, *"123"),
}


@for_each("case", UNCLEAR.values())
def test_a_target_that_may_be_several_choices_is_not_guessed(case: tuple[Any, ...]) -> None:
    target, *texts = case
    data = samples(target=target, **choices_of(*texts))
    with pytest.raises(lv.UnreadableScores, match="must not be guessed") as caught:
        lv.read_scores(data)
    assert caught.value.remedy == "labels"
    assert_array_equal(lv.read_scores(data, b"0\n2\n").labels, [0, 2])


def test_a_target_that_is_no_choice_is_refused() -> None:
    for target in ("cow", 3, None, "", ["a"]):
        data = samples(target=target)
        with pytest.raises(lv.UnreadableScores, match="none of its 3 choices") as caught:
            lv.read_scores(data)
        assert caught.value.remedy == "labels"
        assert_array_equal(lv.read_scores(data, [1, 1]).labels, [1, 1])


def test_generated_text_has_no_scores() -> None:
    generated: list[Any] = [[["some text"]], [["-1", "maybe"]], [["x", "True"]], [[]], [], None]
    for resps in generated:
        with pytest.raises(lv.UnreadableScores):
            lv.read_scores(samples(resps=resps))


def test_questions_with_unequal_numbers_of_choices_are_refused() -> None:
    two = samples(resps=[[["-1", "True"]], [["-2", "False"]]])
    with pytest.raises(lv.UnreadableScores, match="has 2 numbers, and row 0 has 3"):
        lv.read_scores(samples() + b"\n" + two)

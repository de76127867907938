"""Answers to the questions: reading what was typed, and judging it."""

import re

from logitviz.core import parse_logits
from logitviz.core.parse import NUMBER, QUOTED_CHARACTERS

from .example import exact
from .step_texts import step_texts
from .worked import example

DECIMAL_COMMA = re.compile(r"[+−-]?[0-9]+,[0-9]+ ?%?")
SUCH_AS = "such as 7.39, 0.66 or 66 %"
Question = tuple[str, int]  # an example, and the index of one of its steps


def read_number(text: str) -> float:
    """Read a typed number, also a percentage.

    Raises
    ------
    ValueError
        If it is no number; the message says what is wrong and what is allowed.
    """
    plain = text.strip().replace("∞", "inf")
    try:
        (value,) = parse_logits(plain.removesuffix("%").rstrip(), count=1)
    except ValueError:
        raise ValueError(_refusal(plain)) from None
    return float(value) / 100 if plain.endswith("%") else float(value)


def _refusal(text: str) -> str:
    """Say why a text is no number, and what is allowed."""
    if not text:
        return f"Nothing was typed: type a number, {SUCH_AS}"
    long = len(text) > QUOTED_CHARACTERS
    quoted = repr(text[: QUOTED_CHARACTERS - 1] + "…" if long else text)
    if DECIMAL_COMMA.fullmatch(text):
        return f"{quoted} has a comma: write decimals with a point, {SUCH_AS}, and no other mark"
    if NUMBER.fullmatch(text.replace("−", "-").removesuffix("%").rstrip()):
        return f"{quoted} is too large: type a number within ±1.8e308, {SUCH_AS}"
    return f"{quoted} is not a number: type one, {SUCH_AS}"


def as_said(question: Question, given: str) -> str:
    """Write an answer again; nothing if a number was asked for, and none was typed."""
    name, index = question
    step = example(name).steps[index]
    if step.tolerance is None:
        return f"“{step_texts(name, step.name).choices[int(given)]}”"
    try:
        return exact(read_number(given))
    except ValueError:
        return ""


def judge(question: Question, given: str) -> tuple[bool, str]:
    """Judge an answer in words that do not give the right one away.

    Parameters
    ----------
    question
        Which question was answered.
    given
        What was typed, or the number of a choice.

    Raises
    ------
    ValueError
        If a number was asked for, and none was typed.
    """
    name, index = question
    step = example(name).steps[index]
    if step.tolerance is None:
        choice, right = step_texts(name, step.name).choices[int(given)], step.right(float(given))
        return right, choice if right else f"“{choice}” is not it"
    guess = read_number(given)
    if step.right(guess):
        return True, exact(guess)
    slip = ", although a source prints it" if given.strip() in step.slips else ""
    return False, f"{exact(guess)} is too {'high' if guess > step.value else 'low'}{slip}"

"""Answers to the questions: reading what was typed, and judging it."""

import re
from typing import NamedTuple

from logitviz.charts.words import Words
from logitviz.core import parse_logits
from logitviz.core.parse import NUMBER, QUOTED_CHARACTERS

from .example import exact
from .step_texts import step_texts
from .worked import example

DECIMAL_COMMA = re.compile(r"[+−-]?[0-9]+,[0-9]+ ?%?")
Question = tuple[str, int]  # an example, and the index of one of its steps


class NotANumberError(ValueError):
    """What was typed is no number.

    Parameters
    ----------
    piece
        The piece of words that says what is wrong and what is allowed.
    text
        What was typed, quoted and perhaps shortened; the piece names it ``text``.
    """

    def __init__(self, piece: str, text: str) -> None:
        super().__init__(piece, text)
        self.piece, self.text = piece, text


class Verdict(NamedTuple):
    """What is to be said of an answer.

    Parameters
    ----------
    right
        Whether it is right.
    piece
        The piece of words that says so, and does not give the right answer away.
    said
        The answer as it was understood; the piece names it ``said``.
    """

    right: bool
    piece: str
    said: str


def read_number(text: str) -> float:
    """Read a typed number, also a percentage.

    Raises
    ------
    NotANumberError
        If it is none.
    """
    plain = text.strip().replace("∞", "inf")
    try:
        (value,) = parse_logits(plain.removesuffix("%").rstrip(), count=1)
    except ValueError:
        raise NotANumberError(_trouble(plain), _quoted(plain)) from None
    return float(value) / 100 if plain.endswith("%") else float(value)


def _trouble(text: str) -> str:
    """Name the piece that says why a text is no number."""
    if not text:
        return "typed_nothing"
    if DECIMAL_COMMA.fullmatch(text):
        return "typed_comma"
    is_number = NUMBER.fullmatch(text.replace("−", "-").removesuffix("%").rstrip())
    return "typed_large" if is_number else "typed_other"


def _quoted(text: str) -> str:
    long = len(text) > QUOTED_CHARACTERS
    return repr(text[: QUOTED_CHARACTERS - 1] + "…" if long else text)


def as_said(words: Words, question: Question, given: str) -> str:
    """Write an answer again; nothing if a number was asked for, and none was typed."""
    name, index = question
    step = example(name).steps[index]
    if step.tolerance is None:
        return step_texts(words, name, step.name).choices[int(given)]
    try:
        return exact(read_number(given))
    except NotANumberError:
        return ""


def judge(words: Words, question: Question, given: str) -> Verdict:
    """Judge an answer.

    Parameters
    ----------
    words
        Of the lesson.
    question
        Which question was answered.
    given
        What was typed, or the number of a choice.

    Raises
    ------
    NotANumberError
        If a number was asked for, and none was typed.
    """
    name, index = question
    step = example(name).steps[index]
    if step.tolerance is None:
        right, piece = step.right(float(given)), "verdict_not"
    else:
        guess = read_number(given)
        right, piece = step.right(guess), f"verdict_{'high' if guess > step.value else 'low'}"
        if given.strip() in step.slips:
            piece += "_printed"
    said = as_said(words, question, given)
    return Verdict(right, "verdict_right" if right else piece, said)

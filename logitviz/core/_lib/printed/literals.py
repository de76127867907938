"""The numbers of a text, and what is wrong with those that are none."""

import re
from typing import NoReturn

import numpy as np

from logitviz.core._lib.checks import Float64Array

QUOTED_CHARACTERS = 40

# Every pattern is linear in the text: no two neighbouring repeats can match the same character.
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
INFINITY = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
MISSING = re.compile(r"[+-]?(?:nan|n/?a|null|none)", re.IGNORECASE)


def numbers(items: list[str], expected: int | None) -> Float64Array:
    """Read the items, or say what is wrong with the first that is no number."""
    wrong = [(place, item) for place, item in enumerate(items, 1) if not is_number(item)]
    problems = [f"item {wrong[0][0]}{_problem(wrong[0][1])}"] if wrong else []
    got = len(items) - len(wrong)
    if expected is not None and got != expected:
        problems.append(f"expected {expected} numbers, got {got}")
    if not items:
        problems.append("text must hold numbers, got an empty list")
    if problems:
        raise ValueError("; ".join(problems))
    return np.array([float(item) for item in items], dtype=np.float64)


def is_number(item: str) -> bool:
    """Whether an item is a number, perhaps infinite."""
    if NUMBER.fullmatch(item):
        return bool(np.isfinite(float(item)))
    return INFINITY.fullmatch(item) is not None


def is_name(item: str) -> bool:
    """Whether an item of the first line names a column; a mistyped number does not."""
    is_word = item.lstrip("\"'")[:1].isalpha() and item.count("(") == item.count(")")
    return is_word and not MISSING.fullmatch(item) and not INFINITY.fullmatch(item)


def _problem(item: str) -> str:
    if not item:
        return " is empty: two separators follow each other"
    if MISSING.fullmatch(item):
        return f", {quote(item)}, is not a number: a logit must not be missing or NaN"
    if NUMBER.fullmatch(item):
        return f", {quote(item)}, is too large for float64 (at most 1.8e308)"
    return f", {quote(item)}, is not a number"


def refuse_rows(rows: int) -> NoReturn:
    """Refuse a text of several rows."""
    raise ValueError(f"text must hold one vector of logits, got {rows} rows: paste one row")


def quote(text: str) -> str:
    """Quote a text, cut to a length that fits a message."""
    return repr(text if len(text) <= QUOTED_CHARACTERS else text[: QUOTED_CHARACTERS - 1] + "…")

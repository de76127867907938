"""Read logits from the text people paste; the text is never evaluated as code."""

import json
import re
from typing import NoReturn

import numpy as np

from logitviz.core._lib.checks import Float64Array, whole_number

MAX_CHARACTERS = 10_000
QUOTED_CHARACTERS = 40

# Every pattern is linear in the text: no two neighbouring repeats can match the same character.
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
INFINITY = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
MISSING = re.compile(r"[+-]?(?:nan|n/?a|null|none)", re.IGNORECASE)
NUMPY_SCALAR = re.compile(
    r"(?<![\w.])(?:np\.|numpy\.)?(?:float|int)[0-9]{1,3}\(([^()\s]+)\)(?![\w.])"
)
CALL = r"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:array|asarray|Array|tensor|Tensor|constant)\("
PREFIX = re.compile(
    r"(?:[A-Za-z_][A-Za-z0-9_.]{0,99} ?[=:])? ?(?:Parameter containing: ?)?"
    rf"(?:<?tf\.(?:Tensor|Variable)[^<>\[]*numpy=)? ?(?:{CALL})? ?"
)
OPTION = r"[a-z_]+=(?:'[^']*'|\"[^\"]*\"|<[^<>]*>|\([^()]*\)|[A-Za-z0-9_.]+)"
SUFFIX = re.compile(rf"(?: ?, ?{OPTION})*(?: ?,)?(?: ?\))?(?: ?>)?(?: ?,)?")
DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")
THOUSANDS = re.compile(r"0[0-9][0-9]")


class _Literal(str):
    """A number as it is written in JSON, so that its text is checked like any other item."""

    __slots__ = ()


def parse_logits(text: str, *, count: int | None = None) -> Float64Array:
    """Read one vector of logits from pasted text.

    Parameters
    ----------
    text : str
        At most 10,000 characters: numbers separated by spaces, commas, semicolons, tabs or
        lines; a list; a NumPy, PyTorch, JAX or TensorFlow repr, also of a batch of one; JSON,
        also ``{"logits": [...]}``; a line of names above a line of numbers. ``−`` (U+2212),
        ``inf`` and ``-inf`` are read.
    count : int, optional
        How many numbers there must be.

    Returns
    -------
    ndarray of float64, shape [C]
        The numbers, never NaN.

    Raises
    ------
    ValueError
        If the text is anything else; the message names the first wrong item. A comma that
        could be a decimal comma is refused, not guessed; so are several rows and a shortened
        repr.

    Notes
    -----
    Nothing is evaluated: the text is cut into items and each must be a decimal literal.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.parse_logits("tensor([[2.0, 1.0, 0.1]], device='cuda:0')")
    array([2. , 1. , 0.1])
    """
    expected = None if count is None else whole_number(count, "count")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"text must have at most {MAX_CHARACTERS:,} characters, got {len(text):,}")
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\ufeff", "").strip().removesuffix(";")
    if not plain:
        raise ValueError("text must hold numbers, got nothing")
    if "..." in plain or "…" in plain:
        raise ValueError("text holds '...', so the numbers are shortened: paste all of them")
    return _numbers(_items(NUMPY_SCALAR.sub(r"\1", plain)), expected)


def _items(text: str) -> list[str]:
    if text.startswith("{"):
        return _json_items(text)
    if "[" not in text and text.startswith("(") and text.endswith(")"):
        text = f"[{text[1:-1]}]"
    if "[" in text or "]" in text:
        return _bracketed_items(text)
    return _line_items([line for line in text.splitlines() if line.strip()])


def _json_items(text: str) -> list[str]:
    try:
        data = json.loads(text, parse_float=_Literal, parse_int=_Literal, parse_constant=_Literal)
    except (ValueError, RecursionError):
        raise ValueError(f"text is not valid JSON: {_quote(text)}") from None
    row = data.get("logits")
    if not isinstance(row, list):
        raise ValueError(  # noqa: TRY004 - the text is wrong, not its type
            'JSON must hold a list named "logits", as in {"logits": [2.0, 1.0, 0.1]}'
        )
    while len(row) == 1 and isinstance(row[0], list):
        row = row[0]
    if any(isinstance(item, list) for item in row):
        _refuse_rows(len(row))
    return [item if isinstance(item, _Literal) else json.dumps(item) for item in row]


def _bracketed_items(text: str) -> list[str]:
    start, stop = text.find("["), text.rfind("]") + 1
    unpaired = any(text.count(left) != text.count(right) for left, right in ("[]", "()", "<>"))
    if start < 0 or stop <= start or unpaired:
        raise ValueError(f"text has brackets that do not match: {_quote(text)}")
    for part, allowed in ((text[:start], PREFIX), (text[stop:], SUFFIX)):
        if not allowed.fullmatch(" ".join(part.split())):
            raise ValueError(f"text around the brackets is not known: {_quote(part.strip())}")
    inner = text[start:stop].lstrip("[ \t\r\n").rstrip("] \t\r\n")
    if "[" in inner or "]" in inner:
        _refuse_rows(inner.count("[") + 1)
    _refuse_decimal_comma(inner, bracketed=True)
    return _split(inner)


def _line_items(lines: list[str]) -> list[str]:
    rows = [_split(line) for line in lines]
    header, body = rows[0], rows[1:]
    if body and all(_is_name(item) for item in header):
        if len(header) != len(body[0]):
            raise ValueError(
                f"the line of names has {len(header)} items, the line below it {len(body[0])}"
            )
        lines, rows = lines[1:], body
    _refuse_decimal_comma("\n".join(lines), bracketed=False)
    if len(rows) > 1 and any(len(row) > 1 for row in rows):
        _refuse_rows(len(rows))
    return [item for row in rows for item in row]


def _split(line: str) -> list[str]:
    separator = next((mark for mark in ",;\t" if mark in line.strip()), None)
    items = [item.strip() for item in line.strip(" \r\n").split(separator)]
    return items[:-1] if separator and items[-1] == "" else items


def _refuse_decimal_comma(text: str, *, bracketed: bool) -> None:
    """Raise where a comma may be a decimal comma and cannot safely be read as a separator."""
    mixed = ";" in text or ("\t" in text and not bracketed)
    if "," in text and not mixed and not bracketed and "." not in text:
        mixed = bool(DECIMAL_COMMA.search(text)) and len(text.split()) > 1
    thousands = not bracketed and any(THOUSANDS.fullmatch(item) for item in text.split(","))
    if "," in text and (mixed or thousands):
        raise ValueError(
            "text uses commas that may belong to the numbers (1,5 or 1,000): "
            "write decimals with a point and thousands without a mark"
        )


def _numbers(items: list[str], expected: int | None) -> Float64Array:
    wrong = [(place, item) for place, item in enumerate(items, 1) if not _is_number(item)]
    problems = [f"item {wrong[0][0]}{_problem(wrong[0][1])}"] if wrong else []
    got = len(items) - len(wrong)
    if expected is not None and got != expected:
        problems.append(f"expected {expected} numbers, got {got}")
    if not items:
        problems.append("text must hold numbers, got an empty list")
    if problems:
        raise ValueError("; ".join(problems))
    return np.array([float(item) for item in items], dtype=np.float64)


def _is_number(item: str) -> bool:
    if NUMBER.fullmatch(item):
        return bool(np.isfinite(float(item)))
    return INFINITY.fullmatch(item) is not None


def _is_name(item: str) -> bool:
    """Whether an item of the first line names a column; a mistyped number does not."""
    is_word = item.lstrip("\"'")[:1].isalpha() and item.count("(") == item.count(")")
    return is_word and not MISSING.fullmatch(item) and not INFINITY.fullmatch(item)


def _problem(item: str) -> str:
    if not item:
        return " is empty: two separators follow each other"
    if MISSING.fullmatch(item):
        return f", {_quote(item)}, is not a number: a logit must not be missing or NaN"
    if NUMBER.fullmatch(item):
        return f", {_quote(item)}, is too large for float64 (at most 1.8e308)"
    return f", {_quote(item)}, is not a number"


def _refuse_rows(rows: int) -> NoReturn:
    raise ValueError(f"text must hold one vector of logits, got {rows} rows: paste one row")


def _quote(text: str) -> str:
    return repr(text if len(text) <= QUOTED_CHARACTERS else text[: QUOTED_CHARACTERS - 1] + "…")

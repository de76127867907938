"""Numbers in brackets, with what libraries print around them."""

import re

from .frames import JULIA_EXPONENT
from .literals import quote, refuse_rows
from .separators import refuse_decimal_comma, split

# Every pattern is linear in the text: no two neighbouring repeats can match the same character.
CALL = r"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:array|asarray|Array|tensor|Tensor|constant)\("
TYPED = r"Float(?:16|32|64)(?:Array\([0-9]{1,6}\))?"  # Julia and JavaScript
ARRAY = re.compile(rf"{CALL}|<tf\.|{TYPED} ?\[")
PREFIX = re.compile(
    r"(?:[A-Za-z_][A-Za-z0-9_.]{0,99} ?[=:])? ?(?:Parameter containing: ?)?"
    rf"(?:<?tf\.(?:Tensor|Variable)[^<>\[]*numpy=)? ?(?:{CALL}|{TYPED})? ?"
)
EMPTY_ROW = re.compile(r"\],\s*\]")  # TensorFlow.js writes a comma behind the last row
OPTION = r"[a-z_]+=(?:'[^']*'|\"[^\"]*\"|<[^<>]*>|\([^()]*\)|[A-Za-z0-9_.]+)"
SUFFIX = re.compile(rf"(?: ?, ?{OPTION})*(?: ?,)?(?: ?\))?(?: ?>)?(?: ?,)?")


def bracketed_items(text: str) -> list[str]:
    """Cut a list or an array of one row."""
    start, stop = text.find("["), text.rfind("]") + 1
    unpaired = any(text.count(left) != text.count(right) for left, right in ("[]", "()", "<>"))
    if start < 0 or stop <= start or unpaired:
        raise ValueError(f"text has brackets that do not match: {quote(text)}")
    for part, allowed in ((text[:start], PREFIX), (text[stop:], SUFFIX)):
        if not allowed.fullmatch(" ".join(part.split())):
            raise ValueError(f"text around the brackets is not known: {quote(part.strip())}")
    row = EMPTY_ROW.sub("]]", text[start:stop])
    inner = row.lstrip("[ \t\r\n").rstrip("] \t\r\n")
    if "[" in inner or "]" in inner:
        refuse_rows(inner.count("[") + 1)
    if text.startswith("Float"):
        inner = JULIA_EXPONENT.sub("e", inner)
    refuse_decimal_comma(inner, bracketed=True)
    return split(inner)

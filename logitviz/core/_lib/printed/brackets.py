"""Numbers in brackets, with what Python libraries print around them."""

import re

from .literals import quote, refuse_rows
from .separators import refuse_decimal_comma, split

# Every pattern is linear in the text: no two neighbouring repeats can match the same character.
CALL = r"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:array|asarray|Array|tensor|Tensor|constant)\("
PREFIX = re.compile(
    r"(?:[A-Za-z_][A-Za-z0-9_.]{0,99} ?[=:])? ?(?:Parameter containing: ?)?"
    rf"(?:<?tf\.(?:Tensor|Variable)[^<>\[]*numpy=)? ?(?:{CALL})? ?"
)
OPTION = r"[a-z_]+=(?:'[^']*'|\"[^\"]*\"|<[^<>]*>|\([^()]*\)|[A-Za-z0-9_.]+)"
SUFFIX = re.compile(rf"(?: ?, ?{OPTION})*(?: ?,)?(?: ?\))?(?: ?>)?(?: ?,)?")


def bracketed_items(text: str) -> list[str]:
    start, stop = text.find("["), text.rfind("]") + 1
    unpaired = any(text.count(left) != text.count(right) for left, right in ("[]", "()", "<>"))
    if start < 0 or stop <= start or unpaired:
        raise ValueError(f"text has brackets that do not match: {quote(text)}")
    for part, allowed in ((text[:start], PREFIX), (text[stop:], SUFFIX)):
        if not allowed.fullmatch(" ".join(part.split())):
            raise ValueError(f"text around the brackets is not known: {quote(part.strip())}")
    inner = text[start:stop].lstrip("[ \t\r\n").rstrip("] \t\r\n")
    if "[" in inner or "]" in inner:
        refuse_rows(inner.count("[") + 1)
    refuse_decimal_comma(inner, bracketed=True)
    return split(inner)

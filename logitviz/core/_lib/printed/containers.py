"""Objects that hold logits among other things, and lists of one array."""

import re

from .brackets import ARRAY
from .literals import quote, refuse_rows

OUTPUT = re.compile(r"[A-Za-z]{0,60}Output[A-Za-z]{0,40}\(")
LOGITS = re.compile(r"(['\"]?)logits\1 ?[=:,]")
PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def logits_of_object(text: str) -> str | None:
    """Give the text of the field ``logits`` of a printed object; None if the text is none.

    These are the outputs of Hugging Face, dicts of Python and objects of JavaScript.
    """
    opened = OUTPUT.match(text)
    if not opened and not (text.startswith("{") and "logits" in text):
        return None
    fields = _fields(_inside(text[opened.end() - 1 :] if opened else text))
    if len(fields) == 1 and fields[0].startswith("["):  # OrderedDict's list of pairs
        fields = [_inside(pair) for pair in _fields(_inside(fields[0]))]
    found = [field[start.end() :] for field in fields if (start := LOGITS.match(field))]
    if len(found) != 1:
        raise ValueError(f"text must hold one field named logits, got {len(found)}")
    return found[0].strip()


def only_array(text: str) -> str:
    """Take an array or a tensor out of a list or a tuple that holds it alone."""
    if text[:1] in ("[", "(") and ARRAY.match(text[1:].lstrip()):
        fields = _fields(_inside(text))
        if len(fields) > 1:
            refuse_rows(len(fields))
        return fields[0]
    return text


def _inside(text: str) -> str:
    if len(text) < 2 or PAIRS.get(text[0]) != text[-1]:
        raise ValueError(f"text has brackets that do not match: {quote(text)}")
    return text[1:-1]


def _fields(text: str) -> list[str]:
    """Cut a text at the commas outside of brackets."""
    fields, start, closing = [], 0, ""
    for place, mark in enumerate(text):
        if mark in PAIRS:
            closing += PAIRS[mark]
        elif closing and mark == closing[-1]:
            closing = closing[:-1]
        elif mark in ")]}>":
            raise ValueError(f"text has brackets that do not match: {quote(text)}")
        elif mark == "," and not closing:
            fields.append(text[start:place].strip())
            start = place + 1
    last = text[start:].strip()
    return [*fields, last] if last else fields

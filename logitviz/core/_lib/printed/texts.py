"""The items of a text of any notation."""

import re

from .brackets import bracketed_items
from .containers import logits_of_object, only_array
from .frames import without_frame
from .json_items import json_items
from .lines import line_items
from .literals import quote
from .r_vectors import combined_items, indexed_items

NUMPY_SCALAR = re.compile(
    r"(?<![\w.])(?:np\.|numpy\.)?(?:float|int)[0-9]{1,3}\(([^()\s]+)\)(?![\w.])"
)
JSON = re.compile(r"[\[\s]*\{\s*[\"}]")
NUMBERS_IN_BRACES = re.compile(r"[{\s]+[-+.0-9]")
BRACES_AS_BRACKETS = str.maketrans("{}", "[]")


def items(text: str, expected: int | None) -> list[str]:
    """Cut a text into its items, each of which should be a number."""
    if JSON.match(text) and (found := json_items(text)) is not None:
        return found
    text = text if (field := logits_of_object(text)) is None else field
    if any(mark in text for mark in ("...", "…", "⋮")):
        raise ValueError("text holds '...', so the numbers are shortened: paste all of them")
    text, announced = without_frame(only_array(NUMPY_SCALAR.sub(r"\1", text)))
    cut = _cut(text.strip(), expected)
    if announced is not None and len(cut) != announced:
        raise ValueError(f"text announces {announced} numbers, got {len(cut)}: paste all of them")
    return cut


def _cut(text: str, expected: int | None) -> list[str]:
    if text.startswith("{"):  # a list of Mathematica
        if not NUMBERS_IN_BRACES.match(text) or "[" in text or "]" in text:
            raise ValueError(f"text in braces is not known: {quote(text)}")
        text = text.translate(BRACES_AS_BRACKETS).replace("*^", "e")
    for cut in (combined_items, indexed_items):
        if (found := cut(text)) is not None:
            return found
    if "[" not in text and text.startswith("(") and text.endswith(")"):
        text = f"[{text[1:-1]}]"
    if "[" in text or "]" in text:
        return bracketed_items(text)
    return line_items([line for line in text.splitlines() if line.strip()], expected)

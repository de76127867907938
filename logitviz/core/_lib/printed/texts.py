"""The items of a text of any notation."""

import re

from .brackets import bracketed_items
from .json_items import json_items
from .lines import line_items

NUMPY_SCALAR = re.compile(
    r"(?<![\w.])(?:np\.|numpy\.)?(?:float|int)[0-9]{1,3}\(([^()\s]+)\)(?![\w.])"
)


def items(text: str) -> list[str]:
    text = NUMPY_SCALAR.sub(r"\1", text)
    if text.startswith("{"):
        return json_items(text)
    if "[" not in text and text.startswith("(") and text.endswith(")"):
        text = f"[{text[1:-1]}]"
    if "[" in text or "]" in text:
        return bracketed_items(text)
    return line_items([line for line in text.splitlines() if line.strip()])

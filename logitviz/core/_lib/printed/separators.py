"""The marks between the numbers of a text."""

import re

DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")
THOUSANDS = re.compile(r"0[0-9][0-9]")


def split(line: str) -> list[str]:
    """Cut a line at its commas, semicolons or tabs, or else at its spaces."""
    separator = next((mark for mark in ",;\t" if mark in line.strip()), None)
    items = [item.strip() for item in line.strip(" \r\n").split(separator)]
    return items[:-1] if separator and items[-1] == "" else items


def refuse_decimal_comma(text: str, *, bracketed: bool) -> None:
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

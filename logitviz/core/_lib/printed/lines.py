"""Numbers on one line or on several, without brackets."""

from .literals import is_name, refuse_rows
from .separators import refuse_decimal_comma, split


def line_items(lines: list[str]) -> list[str]:
    rows = [split(line) for line in lines]
    header, body = rows[0], rows[1:]
    if body and all(is_name(item) for item in header):
        if len(header) != len(body[0]):
            raise ValueError(
                f"the line of names has {len(header)} items, the line below it {len(body[0])}"
            )
        lines, rows = lines[1:], body
    refuse_decimal_comma("\n".join(lines), bracketed=False)
    if len(rows) > 1 and any(len(row) > 1 for row in rows):
        refuse_rows(len(rows))
    return [item for row in rows for item in row]

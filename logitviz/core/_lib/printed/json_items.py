"""Logits in JSON."""

import json

from .literals import quote, refuse_rows


class _Literal(str):
    """A number as it is written in JSON, so that its text is checked like any other item."""

    __slots__ = ()


def json_items(text: str) -> list[str]:
    try:
        data = json.loads(text, parse_float=_Literal, parse_int=_Literal, parse_constant=_Literal)
    except (ValueError, RecursionError):
        raise ValueError(f"text is not valid JSON: {quote(text)}") from None
    row = data.get("logits")
    if not isinstance(row, list):
        raise ValueError(  # noqa: TRY004 - the text is wrong, not its type
            'JSON must hold a list named "logits", as in {"logits": [2.0, 1.0, 0.1]}'
        )
    while len(row) == 1 and isinstance(row[0], list):
        row = row[0]
    if any(isinstance(item, list) for item in row):
        refuse_rows(len(row))
    return [item if isinstance(item, _Literal) else json.dumps(item) for item in row]

"""Logits and log-probabilities in JSON."""

import json
from typing import Any, NoReturn

from .literals import quote, refuse_rows

# What leads to the numbers, the first that is there: ours, then those of OpenAI's responses.
KEYS = ("logits", "top_logprobs", "logprobs", "content", "choices")


class _Literal(str):
    """A number as it is written in JSON, so that its text is checked like any other item."""

    __slots__ = ()


def json_items(text: str) -> list[str]:
    """Give the numbers of JSON in their order, without the names of tokens."""
    try:
        data = json.loads(text, parse_float=_Literal, parse_int=_Literal, parse_constant=_Literal)
    except (ValueError, RecursionError):
        raise ValueError(f"text is not valid JSON: {quote(text)}") from None
    row = _row(data)
    if any(isinstance(item, list) for item in row):
        refuse_rows(len(row))
    return [item if isinstance(item, _Literal) else json.dumps(item) for item in row]


def _row(data: Any) -> list[Any]:
    """Follow the keys, and lists of one, to a list of numbers."""
    key = ""
    while isinstance(data, dict) or _is_one_container(data):
        if isinstance(data, list):
            data = data[0]
        elif key == "top_logprobs" and all(isinstance(v, _Literal) for v in data.values()):
            return list(data.values())  # of older completions: {" yes": -0.1, " no": -2.3}
        else:
            key = next((k for k in KEYS if isinstance(data.get(k), (list, dict))), "")
            data = data[key] if key else _refuse()
    if any(isinstance(item, dict) for item in data):
        return _of_tokens(data)
    if data and key != "logits":  # the log-probabilities of tokens that follow each other
        _refuse()
    return list(data)


def _is_one_container(data: Any) -> bool:
    """Whether a list holds one list, or one object that is not a token of a distribution."""
    if len(data) != 1 or not isinstance(data[0], (list, dict)):
        return False
    return isinstance(data[0], list) or "top_logprobs" in data[0] or "logprob" not in data[0]


def _of_tokens(tokens: list[Any]) -> list[Any]:
    """Give the log-probabilities of the tokens that could stand at one place."""
    if not all(isinstance(token, dict) for token in tokens):
        _refuse()
    if any("top_logprobs" in token for token in tokens):  # tokens that follow each other
        refuse_rows(len(tokens))
    if not all("logprob" in token for token in tokens):
        _refuse()
    return [token["logprob"] for token in tokens]


def _refuse() -> NoReturn:
    raise ValueError(
        'JSON must hold a list named "logits", as in {"logits": [2.0, 1.0, 0.1]}, '
        'or "top_logprobs" of one token'
    )

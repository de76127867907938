"""A common factor and blocks of columns, as MATLAB, Octave and PyTorch print them."""

import math
import re

from .literals import NUMBER, quote, refuse_rows

FACTOR = re.compile(rf"({NUMBER.pattern}) ?\*")
COLUMNS = re.compile(
    r"Columns? ([0-9]{1,6})(?: (?:through|to|and) ([0-9]{1,6}))?:?(?:(?: |(?=-))(.*))?"
)
MOST_DIGITS = 9  # of an exponent; a longer one makes a number 0 or too large, factor or not


def block_items(lines: list[str]) -> list[str] | None:
    """Cut numbers below a factor or below headings of columns; None if there are neither."""
    plain = [" ".join(line.split()) for line in lines]
    heads = [COLUMNS.fullmatch(line) for line in plain]
    factors = [place for place, line in enumerate(plain) if FACTOR.fullmatch(line)]
    if not any(heads) and not factors:
        return None
    # PyTorch repeats the factor below every heading, MATLAB prints it once at the top.
    below = [place + 1 for place, head in enumerate(heads) if head]
    if factors and (factors not in ([0], below) or len({plain[place] for place in factors}) > 1):
        raise ValueError(f"text has a factor at an unknown place: {quote(plain[factors[-1]])}")
    rows = [line for place, line in enumerate(plain) if place not in set(factors)]
    items = _joined(rows) if any(heads) else _row_or_column(rows)
    power = _power(plain[factors[0]]) if factors else 0
    return [_scaled(item, power) for item in items]


def _joined(lines: list[str]) -> list[str]:
    """Join blocks of columns; their headings say which columns they must hold."""
    items: list[str] = []
    first = stop = 0
    for line in lines:
        head = COLUMNS.fullmatch(line)
        if not head:
            items += line.split()
            continue
        start = int(head[1])
        if not stop and not items and start in (0, 1):  # PyTorch counted from 0
            first = stop = start
        if start != stop:
            raise ValueError(f"the heading {quote(line)} does not follow the columns before it")
        _check_count(len(items), stop - first)
        stop = int(head[2] or head[1]) + 1
        items += (head[3] or "").split()
    _check_count(len(items), stop - first)
    return items


def _check_count(got: int, expected: int) -> None:
    if 0 < expected < got and got % expected == 0:
        refuse_rows(got // expected)
    if got != expected:
        raise ValueError(f"the headings announce {expected} columns, got {got} numbers")


def _row_or_column(lines: list[str]) -> list[str]:
    rows = [line.split() for line in lines]
    if len(rows) > 1 and any(len(row) > 1 for row in rows):
        refuse_rows(len(rows))
    return [item for row in rows for item in row]


def _power(line: str) -> int:
    """Give k of the factor 10^k."""
    factor = float(line.rstrip("* "))
    power = round(math.log10(factor)) if 0 < factor < math.inf else 0
    if float(f"1e{power}") != factor:
        raise ValueError(f"the factor {quote(line)} must be a power of ten")
    return power


def _scaled(item: str, power: int) -> str:
    """Write an item times 10^power, so that only one rounding happens, when it is read."""
    number, _, exponent = item.lower().partition("e")
    digits = exponent.lstrip("+-").lstrip("0")
    if not NUMBER.fullmatch(item) or len(digits) > MOST_DIGITS:
        return item
    sign = -1 if exponent.startswith("-") else 1
    return f"{number}e{sign * int(digits or 0) + power}"

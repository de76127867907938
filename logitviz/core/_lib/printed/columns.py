"""Columns with names: which of them hold logits."""

from collections.abc import Sequence

from logitviz.core._lib.column_names import class_columns, is_other

from .literals import is_name, is_number, quote

QUOTES = "\"'`"


def names_columns(items: Sequence[str]) -> bool:
    """Whether a line names columns, as in ``id,Class_1,Class_2`` or ``id,0,1,2``.

    Numbers are names only beside a column that is no class, and only if they count by one.
    """
    other = [is_other(item.strip(QUOTES)) for item in items]
    rest = [item for item, each in zip(items[1:], other[1:], strict=True) if not each]
    if not other[0]:  # pandas leaves the name of its index empty
        rest.insert(0, items[0])
    if all(is_name(item) for item in rest):
        return bool(rest) or bool(items[0])
    small = all(item.isascii() and item.isdigit() and len(item) < 7 for item in rest)
    counts = small and [*map(int, rest)] == [*range(int(rest[0]), int(rest[0]) + len(rest))]
    return counts and len(rest) < len(items)


def require_equal(names: Sequence[str], values: Sequence[str]) -> None:
    """Raise unless every name has a value."""
    if len(names) != len(values):
        raise ValueError(
            f"the line of names has {len(names)} items, the line below it {len(values)}"
        )


def of_classes(names: Sequence[str], values: Sequence[str]) -> list[str]:
    """Give the values of the columns that are classes; one may be no number, and is kept."""
    require_equal(names, values)
    plain = [name.strip(QUOTES) or name for name in names]
    numeric = [is_number(value) for value in values]
    places, label, _ = class_columns(plain, numeric, [{value.strip(QUOTES)} for value in values])
    classes = set(places)
    kept = [
        value
        for place, value in enumerate(values)
        if place in classes or not (numeric[place] or place == label or is_other(plain[place]))
    ]
    if not kept:
        raise ValueError(f"no column holds logits: found only {quote(', '.join(names))}")
    return kept

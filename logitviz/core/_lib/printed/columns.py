"""Columns with names: which of them hold logits."""

from collections.abc import Sequence

from .literals import is_name, quote

# Columns that tables of predictions have beside their classes, in lower case.
NOT_CLASSES = frozenset(
    {"id", "index", "unnamed:0", "filename", "image", "path", "split"}
    | {"label", "labels", "target", "targets", "ground_truth", "label_ids", "y_true"}
)


def names_columns(items: Sequence[str]) -> bool:
    """Whether a line names columns, as in ``id,Class_1,Class_2`` or ``id,0,1,2``.

    Numbers are names only beside a column that is no class, and only if they count by one.
    """
    rest = [item for item in items[1:] if not is_other(item)]
    if not is_other(items[0]) and items[0]:  # pandas leaves the name of its index empty
        rest.insert(0, items[0])
    if all(is_name(item) for item in rest):
        return bool(rest) or is_other(items[0])
    small = all(item.isascii() and item.isdigit() and len(item) < 7 for item in rest)
    counts = small and [*map(int, rest)] == [*range(int(rest[0]), int(rest[0]) + len(rest))]
    return counts and len(rest) < len(items)


def is_other(name: str) -> bool:
    """Whether a column of this name holds an identifier, a label or the like."""
    return "".join(name.strip("\"'`").lower().split()) in NOT_CLASSES


def of_classes(names: Sequence[str], values: Sequence[str]) -> list[str]:
    """Give the values of the columns that are classes."""
    if len(names) != len(values):
        raise ValueError(
            f"the line of names has {len(names)} items, the line below it {len(values)}"
        )
    kept = [value for name, value in zip(names, values, strict=True) if name and not is_other(name)]
    if not kept:
        raise ValueError(f"no column holds logits: found only {quote(', '.join(names))}")
    return kept

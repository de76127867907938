"""Write the tables of the benchmark, in Markdown."""

from collections.abc import Sequence
from statistics import median


def spread(figures: Sequence[float], digits: int = 1) -> str:
    """Write the median of some figures, with the lowest and the highest."""
    low, high = min(figures), max(figures)
    return f"{median(figures):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Write the ratio of two medians."""
    return f"**{median(ours) / median(theirs):.2f}**"


def row(*cells: object) -> None:
    """Print one row of a table, at once: the next may take minutes."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def head(title: str, *cells: str) -> None:
    """Print the title and the head of a table."""
    print(f"\n### {title}\n", flush=True)
    row(*cells)
    row(*["---"] * len(cells))

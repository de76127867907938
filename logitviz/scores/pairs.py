"""Name the pairs of scores and labels in a file that holds several, such as val and test."""

from collections.abc import Iterable

from logitviz.core._lib.column_names import LABEL_NAMES, SCORE_NAMES, plain_name

from .scores import UnreadableScores

MOST_LISTED = 5
PARTS = ("y_test", "y_val")  # known names that say of which part they are


def refuse_pairs(scores: Iterable[str], labels: Iterable[str]) -> None:
    """Raise if several arrays of scores have labels of their own, such as ``val_labels``."""
    scores_of = _by_stem(scores, SCORE_NAMES)
    labels_of = _by_stem(labels, LABEL_NAMES)
    pairs = [(scores_of[stem], labels_of[stem]) for stem in scores_of if stem in labels_of]
    if len(pairs) < 2 or "" in scores_of:  # plain ``logits`` come first
        return
    shown = ", ".join(f"'{one[:40]}' with '{other[:40]}'" for one, other in pairs[:MOST_LISTED])
    more = f" and {len(pairs) - MOST_LISTED:,} more" if len(pairs) > MOST_LISTED else ""
    one, other = (name[:40] for name in pairs[0])
    raise UnreadableScores(
        f"The file holds several pairs of scores and labels: {shown}{more}. Save one pair, in your "
        f'Python: d = np.load("scores.npz"); np.savez("pair.npz", logits=d["{one}"], '
        f'labels=d["{other}"]).'
    )


def _by_stem(names: Iterable[str], known: tuple[str, ...]) -> dict[str, str]:
    """Return the first name of every stem."""
    stems = [(stem, name) for name in names if (stem := _stem(name, known)) is not None]
    first: dict[str, str] = {}
    for stem, name in stems:
        first.setdefault(stem, name)
    return first


def _stem(name: str, known: tuple[str, ...]) -> str | None:
    """Return what a name says beside a known name: ``val`` for ``val_logits`` or ``logits_val``."""
    plain = plain_name(name)
    if plain in known and plain not in PARTS:
        return ""
    for each in sorted(known, key=len, reverse=True):
        if len(each) > 2 or each == "y":
            if plain.endswith(f"_{each}"):
                return plain.removesuffix(f"_{each}")
            if plain.startswith(f"{each}_"):
                return plain.removeprefix(f"{each}_")
    return None

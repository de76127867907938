"""Decide which columns of a table hold the classes and which the label."""

from collections.abc import Sequence
from dataclasses import dataclass

from logitviz.core._lib.column_names import (
    LONGEST_NAME,
    NUMBERED,
    SCORE_NAMES,
    are_whole,
    class_columns,
    score_stem,
)

from .found import Ids, rank
from .scores import UnreadableScores

MOST_LISTED = 6
CLASS_STEMS = ("class", "cls", "c", "category", "label", "target", "y")


@dataclass(frozen=True)
class Roles:
    """Places of the class columns in their order, of the label, and the names of the classes."""

    classes: tuple[int, ...]
    label: int | None
    names: tuple[str, ...] | None
    numbers: tuple[int, ...] | None
    source: str


def choose(names: Sequence[str], numeric: Sequence[bool], words: Sequence[set[str]]) -> Roles:
    """Choose columns by their names.

    Parameters
    ----------
    names
        The names of all columns.
    numeric
        Whether the first fields of a column are numbers.
    words
        The first fields of every column. Those of a column of numbers may be missing, unless its
        name is unclear.
    """
    candidates, label, unclear = class_columns(names, numeric, words)
    _refuse_whole(names, [*set(candidates) - set(unclear)], unclear, words)
    roles = _numbered(names, candidates, label) or _named(names, candidates, label)
    if label is not None:
        return roles
    return _with_label_of_words(roles, numeric, words)


def _refuse_whole(
    names: Sequence[str], certain: list[int], unclear: list[int], words: Sequence[set[str]]
) -> None:
    """Raise if a column with an unclear name holds whole numbers beside fractions."""
    whole = next((place for place in unclear if are_whole(words[place])), None)
    if whole is not None and not all(are_whole(words[place]) for place in certain):
        raise UnreadableScores(
            f"Column '{names[whole][:40]}' may be a class or not: it holds whole numbers, and "
            "others hold fractions. Leave it out, or name the classes logit_0, logit_1, …."
        )


def _numbered(names: Sequence[str], candidates: list[int], label: int | None) -> Roles | None:
    """Choose columns that share a stem and differ by a number."""
    groups: dict[str, dict[int, int]] = {}
    for place in candidates:
        if match := NUMBERED.fullmatch(names[place].strip()[:LONGEST_NAME]):
            group = groups.setdefault(match["stem"].strip().casefold(), {})
            if int(match["number"]) in group:
                raise UnreadableScores(f"Two columns have the number of '{names[place][:40]}'.")
            group[int(match["number"])] = place
    groups = {stem: group for stem, group in groups.items() if len(group) > 1}
    if not groups:
        return None
    stem = _best_stem(groups)
    numbers = tuple(sorted(groups[stem]))
    places = tuple(groups[stem][number] for number in numbers)
    scores = not stem or rank(stem, SCORE_NAMES) is not None
    if not stem or not (scores or rank(stem, CLASS_STEMS) is not None):
        _require_no_others(names, candidates, places)
    shown = tuple(map(str, numbers)) if scores else tuple(names[p].strip() for p in places)
    return Roles(places, label, shown, numbers, _between(names, places))


def _best_stem(groups: dict[str, dict[int, int]]) -> str:
    ranks = {stem: 0 if not stem else rank(stem, SCORE_NAMES) for stem in groups}
    known = {stem: place for stem, place in ranks.items() if place is not None}
    best = [s for s in known if known[s] == min(known.values())] if known else list(groups)
    if len(best) > 1:
        listed = ", ".join(f"'{stem[:30]}…'" for stem in best[:5])
        raise UnreadableScores(
            f"Several groups of columns could be the classes: {listed}. Keep one of them, "
            "with names such as logit_0, logit_1, …."
        )
    return best[0]


def _require_no_others(
    names: Sequence[str], candidates: list[int], places: tuple[int, ...]
) -> None:
    """Raise if there are columns of numbers that may be classes as well."""
    chosen = set(places)
    others = [names[p] for p in candidates if p not in chosen]
    if others:
        raise UnreadableScores(
            f"Column '{others[0][:40]}' may be a class or not, beside {_between(names, places)}: "
            "leave it out, or name the classes logit_0, logit_1, …."
        )


def _named(names: Sequence[str], candidates: list[int], label: int | None) -> Roles:
    """Choose columns that have the names of classes, perhaps behind ``logit_`` or the like."""
    stems: dict[str, list[int]] = {}
    for place in candidates:
        if stem := score_stem(names[place]):
            stems.setdefault(stem, []).append(place)
    stems = {stem: group for stem, group in stems.items() if len(group) > 1}
    stem = min(stems, key=lambda s: SCORE_NAMES.index(s.casefold()), default="")
    places = stems.get(stem, candidates)
    shown = (
        [names[p].strip()[len(stem) :].lstrip("_ .-:") for p in places]
        if stem
        else [names[p].strip() for p in places]
    )
    return Roles(tuple(places), label, tuple(shown), None, _between(names, places))


def _between(names: Sequence[str], places: Sequence[int]) -> str:
    if not places:
        return "no columns"
    return f"columns '{names[places[0]][:40]}' to '{names[places[-1]][:40]}'"


def unused(names: Sequence[str], roles: Roles, ids: Sequence[Ids]) -> tuple[str, ...]:
    """Say which column names the rows and which columns are not used, a sentence each, if any."""
    used = {*roles.classes, roles.label}
    named = ids[0].name if ids else None
    left = [
        f"'{name[:40]}'"
        for place, name in enumerate(names)
        if place not in used and name and name.strip()[:40] != named
    ]
    remarks = [] if named is None else [f"The rows have their names from '{named}'."]
    if left:
        more = f" and {len(left) - MOST_LISTED:,} more" if len(left) > MOST_LISTED else ""
        remarks.append(f"Not used: {', '.join(left[:MOST_LISTED])}{more}.")
    return tuple(remarks)


def _with_label_of_words(roles: Roles, numeric: Sequence[bool], words: Sequence[set[str]]) -> Roles:
    """Take a column of words as the label if all its first words are names of classes."""
    known = set(roles.names or ())
    fitting = [p for p, fields in enumerate(words) if not numeric[p] and fields and fields <= known]
    if len(fitting) != 1:
        return roles
    return Roles(roles.classes, fitting[0], roles.names, roles.numbers, roles.source)

"""Tables of the prose, whose rows or columns are repeated."""

import re
from collections.abc import Sequence


def rows(text: str, labels: Sequence[str] = ()) -> list[list[str]]:
    r"""Read the cells of a Markdown table, the head first, without the rule below it.

    Parameters
    ----------
    text
        The table. A row with ``[c]`` in its fields is repeated for every label: ``c`` becomes
        0, 1, …, and ``{c}`` the label. If the head has a cell ``{c}``, it is the cells that are
        repeated, in every row.
    labels
        Of the repeated rows or columns.

    Examples
    --------
    >>> rows("| class | {c} |\n|---|---|\n| z | {z[c]:logit} |", ["cat", "dog"])
    [['class', 'cat', 'dog'], ['z', '{z[0]:logit}', '{z[1]:logit}']]
    """
    head, _, *lines = text.splitlines()
    if "{c}" in head:
        return [
            [each for cell in _cells(line) for each in _repeated(cell, labels)]
            for line in (head, *lines)
        ]
    return [_cells(head), *(_cells(each) for line in lines for each in _repeated(line, labels))]


def _cells(line: str) -> list[str]:
    found = re.findall(r"((?:[^|{]|\{[^}]*\})*)\|", line.strip().removeprefix("|"))
    return [cell.strip() for cell in found]


def _repeated(text: str, labels: Sequence[str]) -> list[str]:
    if not re.search(r"\[c\]|\{c\}", text):
        return [text]
    return [
        text.replace("{c}", label).replace("[c", f"[{c}").replace("c]", f"{c}]")
        for c, label in enumerate(labels)
    ]

"""HTML from templates: whatever is put into one is escaped, unless it is `Html` itself."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from string import Template

NAME = ' class="name"'
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def visible(text: str) -> str:
    r"""Replace control characters, marks of direction and the like by a sign, all space by spaces.

    Examples
    --------
    >>> visible("a\x1b[2Jb\tc")
    'a�[2Jb c'
    """
    text = re.sub(r"\s", " ", text)
    return "".join(each if each.isprintable() else UNPRINTABLE for each in text)


def escaped(text: str) -> Html:
    """Give the HTML of a text; HTML stays as it is.

    Examples
    --------
    >>> escaped("<b> & Co"), escaped(Html("<b>"))
    ('&lt;b&gt; &amp; Co', '<b>')
    """
    return text if isinstance(text, Html) else Html(escape(visible(text)))


def put(template: str, values: Mapping[str, str]) -> Html:
    """Put values into a template of HTML, each in place of its ``$name``."""
    return Html(Template(template).substitute({k: escaped(v) for k, v in values.items()}))


def joined(parts: Iterable[Html]) -> Html:
    """Write pieces of HTML below each other."""
    return Html("\n".join(parts))


def listed(items: Iterable[str]) -> Html:
    """Write the items of a list."""
    return joined(Html(f"<li>{escaped(item)}</li>") for item in items)


def table(
    label: str,
    heads: Sequence[Sequence[str | tuple[str, int]]],
    rows: Iterable[Sequence[str]],
    words: Collection[int] = (),
) -> Html:
    """Write a table of numbers, whose first column names its rows.

    Parameters
    ----------
    label
        What it shows, for those who cannot see it.
    heads
        One or more rows of headings; a heading over several columns is a pair of it and their
        number.
    rows
        The name and the values of each row.
    words
        The places of further columns that hold words.
    """
    top = joined(_row("".join(_heading(each) for each in head)) for head in heads)
    body = joined(_row(_cells(row, words)) for row in rows)
    return put(
        '<div class="wide" role="region" tabindex="0" aria-label="$label">\n'
        '<table class="numbers">\n<thead>\n$top\n</thead>\n<tbody>\n$body\n</tbody>\n'
        "</table>\n</div>",
        {"label": label, "top": top, "body": body},
    )


def _row(cells: str) -> Html:
    return Html(f"<tr>{cells}</tr>")


def _heading(head: str | tuple[str, int]) -> str:
    if isinstance(head, tuple):
        return f'<th scope="colgroup" colspan="{head[1]}">{escaped(head[0])}</th>'
    return f'<th scope="col">{escaped(head)}</th>' if head else "<td></td>"


def _cells(row: Sequence[str], words: Collection[int]) -> str:
    cells = (
        f"<td{NAME * (place in words)}>{escaped(each)}</td>"
        for place, each in enumerate(row)
        if place > 0
    )
    return f'<th scope="row">{escaped(row[0])}</th>' + "".join(cells)

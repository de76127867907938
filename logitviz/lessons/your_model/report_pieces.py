"""Pieces of the report: HTML without words from ``report.html``, filled with words and numbers."""

from pathlib import Path
from string import Template

from logitviz.charts.formats import stage
from logitviz.charts.words import Words, pieces
from logitviz.live.html_text import Html, escaped, put

from .state import YourModelState

HERE = Path(__file__).parent


def piece(words: Words, name: str, /, **values: str) -> Html:
    """Fill a piece of the template: with these values, and else with pieces of the words."""
    text = pieces(HERE / "report.html")[name]
    spoken = {each: words[each] for each in Template(text).get_identifiers() if each not in values}
    return put(text, spoken | values)


def paragraph(words: Words, text: str) -> Html:
    """Write a paragraph."""
    return piece(words, "paragraph", text=text)


def with_html(words: Words, name: str, /, **values: object) -> Html:
    """Write a piece of the words into which HTML is put; what is none is escaped."""
    html = {key: escaped(v) if isinstance(v, str) else v for key, v in values.items()}
    return Html(words.said(name, **html))


def at_fitted(words: Words, name: str, state: YourModelState, /, **values: str) -> str:
    """Write a piece about the T at which the judged rows are shown.

    It is the ``…_best`` one: with two folds ``…_other``, as each half is judged at the T of the
    other.
    """
    found = state.assessment
    chosen = f"{name}_other" if len(found.fits) > 1 else f"{name}_best"
    return words.said(chosen, t=stage(found.best.temperature), **values)

"""Figures on the page: drawn once for each visit of a page, and once per process."""

from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st

from logitviz.charts.words import Words

from .cache import ByteCache
from .elements import FIGURE_BYTES, ChartElement
from .session import Session

_template = pio.templates["streamlit"]  # of which most is for kinds of charts that are not here
PLAIN = go.layout.Template(
    layout={"colorway": _template.layout.colorway}, data={"scatter": _template.data.scatter}
)
# How much larger charts are, by what the browser says of its screen; and those that stay in sight
# above the controls where a page has one column.
GROWTH = {"desk": 1.0, "projector": 1.5, "frame": 0.75, "phone": 1.0}
GROWTH_PINNED = GROWTH | {"phone": 0.7}
ENLARGED = ("desk", "projector")  # where presenting enlarges charts further
LEAST_HEIGHT = 170  # pixels: no chart shrinks below this
CONFIG: dict[str, Any] = {"displaylogo": False, "modeBarButtons": [["toImage"]]}


# Plotly takes longer to build a figure than to fill it with numbers, so all visitors share those
# that are built: one fills and draws them at a time.
FIGURES = ByteCache(2_000_000, lambda figure: FIGURE_BYTES)
_filling = Lock()


class DrawnAs(NamedTuple):
    """What a figure on the page was drawn for.

    Parameters
    ----------
    chart
        The digest of the chart.
    growth
        How much larger it is drawn.
    themes
        How often the theme had changed; after that Streamlit leaves colours as they were.
    language
        Of the words around it.
    numbers
        The digest of the numbers.
    alt
        What it showed, in words.
    digits
        To how many digits its numbers were rounded. Once the link runs nobody sees them: the plan
        brings others.
    """

    chart: str
    growth: float
    themes: str
    language: str
    numbers: str
    alt: str
    digits: int | None

    @property
    def look(self) -> tuple[str, float, str, str]:
        """Give what needs another drawing when it changes."""
        return self.chart, self.growth, self.themes, self.language


class Forgotten(Exception):  # noqa: N818 # no error: the caller draws the present instead
    """A figure with older numbers is wanted, but has left the cache."""


def draw(element: ChartElement, visitor: Session, *, pinned: bool = False) -> None:
    """Draw a chart as it was first drawn on this page; `pinned`: one that stays in sight.

    Streamlit builds a chart anew, with a blank moment, whenever its figure differs. Once the live
    link runs, the first figure stays (until the theme changes), and the link, which is sent the
    numbers of every run, brings it up to date.
    """
    screen, _, themes = visitor.linked.partition(" ")
    screen = screen or _likely_screen()
    growth = (GROWTH_PINNED if pinned else GROWTH)[screen]
    if screen in ENLARGED:
        growth *= visitor.enlarged
    digits = 5 if visitor.linked else None
    language, look = visitor.words.language, (element.chart.digest, growth, themes)
    now = DrawnAs(*look, language, element.digest, element.alt, digits)
    kept = visitor.charts.get(element.owner, now)
    if kept.look != now.look or not visitor.linked:
        kept = now
    try:
        _show(element, kept, visitor.words)
    except Forgotten:
        kept = now
        _show(element, kept, visitor.words)
    visitor.charts[element.owner] = kept


def _likely_screen() -> str:
    """Guess the screen before the browser says it: a wrong guess draws charts twice."""
    if st.context.is_embedded:
        return "frame"
    return "phone" if "Mobi" in st.context.headers.get("User-Agent", "") else "desk"


def _show(element: ChartElement, drawn: DrawnAs, words: Words) -> None:
    def figure() -> go.Figure:
        if drawn.numbers != element.digest:
            raise Forgotten
        return numbered(element, drawn.growth, drawn.themes, drawn.digits)

    _plotly_chart(element.owner, drawn, _figure=figure, _config=config(element.owner, words))


@st.cache_resource(max_entries=500, show_spinner=False)
def _plotly_chart(
    key: str, drawn: DrawnAs, _figure: Callable[[], go.Figure], _config: dict[str, Any]
) -> None:
    """Draw a figure; Streamlit draws an equal one again without asking Plotly."""
    with _filling:
        st.plotly_chart(_figure(), key=key, alt=drawn.alt, config=_config)


def config(key: str, words: Words) -> dict[str, Any]:
    """Let a chart be saved as a drawing of its own name, by a button with these words."""
    titles = {"dictionary": {"Download plot": words["save_chart"]}}
    options = {"format": "svg", "filename": key}
    locale = {"locale": words.language, "locales": {words.language: titles}}
    return CONFIG | locale | {"toImageButtonOptions": options}


def numbered(element: ChartElement, growth: float, themes: str, digits: int | None) -> go.Figure:
    """Fill the figure of a chart with its present numbers; the next call fills it anew."""
    # Some charts are made anew for every state; equal ones have one figure.
    built = element.chart.key, element.chart.digest, growth, *element.names
    figure: go.Figure = FIGURES.get(built, lambda: _built(element.chart.figure, growth))
    places = {trace: index for index, trace in enumerate(element.chart.traces)}
    for (trace, name), reading in zip(element.names, element.readings, strict=True):
        figure.data[places[trace]].update({name: reading.plain(digits)})
    # Streamlit leaves an equal figure as it is, in its old colours too when the theme has changed.
    figure.layout.meta = {"chart": element.chart.digest, "themes": themes}
    return figure


def _built(figure: go.Figure, growth: float) -> go.Figure:
    figure = grown(figure, growth)
    if not any(trace.type == "heatmap" for trace in figure.data):
        figure.layout.template = PLAIN
    return figure


def grown(figure: go.Figure, growth: float) -> go.Figure:
    """Enlarge a figure for a projector: its height, its margins and its words.

    In a small frame and on a phone only its height shrinks, so that words stay readable.
    """
    if growth == 1:
        return figure
    if growth < 1:
        height = figure.layout.height
        return figure.update_layout(height=min(height, max(round(height * growth), LEAST_HEIGHT)))
    for size in ("height", "font.size", "title.font.size", *(f"margin.{side}" for side in "tblr")):
        figure.layout[size] = round(figure.layout[size] * growth)
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        if axis.tickfont.size:
            axis.tickfont.size = round(axis.tickfont.size * growth)
    if figure.layout.title.pad.t:
        figure.layout.title.pad.t = round(figure.layout.title.pad.t * growth)
    if figure.layout.legend.font.size:
        figure.layout.legend.font.size = round(figure.layout.legend.font.size * growth)
    for trace in figure.select_traces(lambda t: "textfont" in t and t.textfont.size):
        trace.textfont.size = round(trace.textfont.size * growth)
    return figure

"""A page: its menu, its controls, its live charts and texts, and the panels around them."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Literal

import streamlit as st

from logitviz.charts.words import Words
from logitviz.lessons import PAGES, controls_of
from logitviz.live.controls import Control, Moving, NamedChoice, WholeNumber
from logitviz.live.link import Live, MakeChart
from logitviz.live.play import play_button
from logitviz.live.session import session
from logitviz.live.shared import EVERYWHERE, LANGUAGE
from logitviz.live.unseen import note_seen, note_unseen, restore_unseen
from logitviz.live.widgets import named_choice, shorten, take_pressed, widget

from .data_panel import data_panel, downloads
from .frame import Panels, head, menu
from .language import chosen_words, language_control
from .present_panel import present_panel
from .questions import draw_questions
from .stage import forget_pending_stop, open_pending_stop, set_stage, show_all_parts

TEMPERATURES = ("T", "tau")  # keys of sliders that play
Gap = Literal["small", "medium", "large"]  # between columns


class Values(dict[str, Any]):
    """The values of the controls; one that is read before it is drawn is drawn unseen."""

    def __init__(self, draw_unseen: Callable[[str], Any]) -> None:
        super().__init__()
        self.draw_unseen: Callable[[str], Any] | None = draw_unseen

    def __missing__(self, key: str) -> Any:
        """Draw the control unseen."""
        if self.draw_unseen is None:
            raise KeyError(key)
        return self.draw_unseen(key)

    def end(self) -> None:
        """Draw nothing any more, and let go of the page, so that Python frees it at once."""
        self.draw_unseen = None


class Page(Live):
    """A page being drawn, from top to bottom.

    Parameters
    ----------
    name
        The name of the lesson.
    controls
        What its link carries.
    state
        Makes its state of the values of the controls.
    words
        What it says.
    """

    values: Values
    panels: Panels

    def __init__(
        self,
        name: str,
        controls: Mapping[str, Control],
        state: Callable[[Mapping[str, Any]], Any],
        words: Words,
    ) -> None:
        with st.container(key="carried"):  # hidden; the browser draws nothing of a closed panel
            self.unseen = st.popover("carried")
        super().__init__(name, controls, Values(self._draw_unseen), state, words)

    def control(self, key: str, label: str = "", *, early: bool = False, **options: Any) -> Any:
        """Draw a control of the lesson; give its value.

        Parameters
        ----------
        key
            Its key in the link.
        label
            Another label than its own.
        early
            Whether the first run of a visit draws it unseen: that run needs only its value, and a
            box for a number takes the browser as long as a chart.
        **options
            Further options of Streamlit's widget.
        """
        if early and not self.session.opened:
            return self.values[key]
        control = self.controls[key]
        label = label or self.words.label(key)
        if isinstance(control, NamedChoice):
            self.values[key]  # reading the value draws what the link carries
            named_choice(control, label, self.words, **options)
        elif key in self.values:
            raise ValueError(f"control {key} is drawn after its value was read")
        else:
            self.values[key] = widget(control, self._named(control, label), **options)
            note_seen(key)
        if isinstance(control, Moving):
            self.sliders[key] = control
            self.outline.add("slider", key, control.range(label, st.session_state[key]))
        else:
            self.outline.add("control", key, label)
        return self.values[key]

    def _named(self, control: Control, label: str) -> str:
        """Say in the label of a box for a whole number which numbers it takes."""
        if isinstance(control, WholeNumber):
            return self.words.said("number_box", label=label, low=control.low, high=control.high)
        return label

    def controls_in_row(
        self, *keys: str, widths: Sequence[float] = (), gap: Gap = "medium", early: bool = False
    ) -> None:
        """Draw controls side by side, by their keys.

        Parameters
        ----------
        *keys
            Their keys in the link; an empty one leaves its place free.
        widths
            How wide the places are in proportion; all alike without any.
        gap
            Between two places, as Streamlit names it.
        early
            As `control` takes it.
        """
        for place, key in zip(st.columns(widths or len(keys), gap=gap), keys, strict=True):
            with place:
                if key in TEMPERATURES:
                    self.temperature(key)
                elif key:
                    self.control(key, early=early)

    def charts_in_row(
        self, *charts: MakeChart, widths: Sequence[float] = (), gap: Gap = "medium"
    ) -> None:
        """Draw charts side by side, in places as those of `controls_in_row`."""
        for place, chart in zip(st.columns(widths or len(charts), gap=gap), charts, strict=True):
            with place:
                self.chart(chart)

    def prose(self, name: str, *, width: Literal["stretch", "content"] = "stretch") -> None:
        """Show a piece of the prose that follows no slider."""
        self.outline.add("prose", name, self.words[name])
        with st.container(key=f"prose_{name}", width=width):
            st.markdown(self.words[name], width=width)

    def text_box(self, key: str, tidy: Callable[[str], str] = str) -> str:
        """Draw a box for the text of a control, in a panel; give the text.

        The browser forgets a box when its panel closes, but goes on to send what was in it. So the
        control that the link carries is drawn unseen, and the box has a new key whenever it has to
        show another text than it has.

        Parameters
        ----------
        key
            The key of the control in the link.
        tidy
            Rewrites a text that was typed.
        """
        boxes = self.session.boxes
        text, number = boxes.get(key, ("", 0))
        typed = st.session_state.get(f"{key}-{number}")
        if typed not in (None, text):
            st.session_state[key] = tidy(typed)
        now = str(self.values[key])
        boxes[key] = now, number + (typed != now)
        st.text_input(self.words.label(key), now, key=f"{key}-{boxes[key][1]}")
        return now

    def temperature(self, key: str = "T", lead: str = "") -> None:
        """Draw the slider of a temperature, say what its ends do, and let it play.

        Parameters
        ----------
        key
            Its key in the link.
        lead
            What the button says instead of *Play*, if it is to be noticed.
        """
        with st.container(key=f"play_{key}"):
            self.control(key, help=self.words["ends"])
            play_button(key, self.words, "play_temperature", lead)

    def onward(self, key: str) -> None:
        """Draw the slider of what goes on by itself, as training does, and let it play.

        Parameters
        ----------
        key
            Its key in the link; the piece ``play_`` with this key says what goes on.
        """
        with st.container(key=f"play_{key}"):
            self.control(key)
            play_button(key, self.words, f"play_{key}", onward=True)

    def class_and_logit(self) -> None:
        """Draw the choice of class k, and beside it the slider of its logit."""
        choice, slider = st.columns([2, 3], vertical_alignment="bottom")
        with choice:
            k = self.control("k")
        with slider:
            self.control(f"z{k}")

    def _draw_unseen(self, key: str) -> Any:
        """Draw a control where nobody sees it, so that its value stays in the link."""
        if key not in self.controls:
            raise KeyError(key)
        control = self.controls[key]
        if isinstance(control, NamedChoice):
            take_pressed(control)
        with self.unseen:
            self.values[key] = widget(control, self._named(control, self.words.label(key)))
        note_unseen(key)
        return self.values[key]

    def fold(self) -> None:
        """End the first run of a visit here, so that the browser shows everything above first.

        The live link asks for the second run as soon as the charts above are drawn, or after a
        second; without a live link the server starts it itself a few seconds later. A page that
        connects again to a restarted server is complete already, and its first run continues.
        """
        complete = self.session.opened or self.session.linked
        self.session.opened = True
        if complete:
            return
        for control in EVERYWHERE:  # they stay if the reader leaves before the second run
            self.values[control.key]
        self.mount()
        self.values.end()
        _run_the_rest()
        st.stop()

    def questions(self) -> None:
        """Ask the questions of the lesson, below the fold."""
        draw_questions(self)

    def downloads(self, files: Mapping[str, Callable[[Any], str]], panel: str) -> None:
        """Offer files of the present state, as `data_panel.downloads` does."""
        downloads(self, files, panel)

    def close(self, **files: Callable[[Any], str]) -> None:
        """Draw the end of the page: the link to the next lesson, the panels, the live link.

        Parameters
        ----------
        **files
            Those of the data panel, as `downloads` takes them.
        """
        if self.panels.present.open and not self.values["stage"]:
            with self.panels.present:
                present_panel(self)
        for key in self.controls:  # Streamlit forgets a control that a page does not draw
            self.values[key]
        names = list(PAGES)
        following = PAGES[names[(names.index(self.page) + 1) % len(names)]]
        st.page_link(following, label=self.words["next"], icon=":material/arrow_forward:")
        if self.panels.glossary.open:  # most visits do without its 10 kB
            self.panels.glossary.markdown(self.words["glossary"])
        with self.panels.data, self.snapshot("data"):
            data_panel(self, files)
        self.mount()
        self.values.end()
        forget_pending_stop()


@st.fragment(run_every=5.0)
def _run_the_rest() -> None:
    """Run the page again after a while; the first call belongs to the run that ends here."""
    if session().asks_again:
        st.rerun()
    session().asks_again = True


def open_page(name: str) -> Page:
    """Start the page of a lesson with its menu and its lead.

    Every page calls this itself, because the first visitor of a cold server may open any page.
    """
    controls = {**controls_of(name), LANGUAGE.key: language_control()}
    restore_unseen(name)
    open_pending_stop(name, controls)
    take_pressed(LANGUAGE)
    words = chosen_words(name)
    if session().page != name:
        show_all_parts()
        shorten(controls.values())
    state = import_module(f"logitviz.lessons.{name}").State
    head(words)
    page = Page(name, controls, state, words)
    if page.values[LANGUAGE.key] != words.language:
        st.rerun()  # the back button has changed it
    set_stage(page)
    page.panels = menu(page)
    with st.container(key="lead"):
        st.markdown(page.words["lead"], anchors=False)
    return page

"""The walk through a worked example: its words, the question, the verdict, the score."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st

from logitviz.charts.old_chart import Numbers
from logitviz.core import parse_logits
from logitviz.core.parse import NUMBER, QUOTED_CHARACTERS
from logitviz.datasets.sources import STEPS
from logitviz.lessons.examples.walk_charts import Step, exact, walk_chart
from logitviz.lessons.examples.worked import example
from logitviz.live.old_controls import choice, slider, whole
from logitviz.live.old_inputs import literal, load_button, picture
from logitviz.live.old_link import Link, Parts, still
from logitviz.live.prose import prose

SWEEP = {"at": np.arange(STEPS + 1.0)}
TO_COME, NONE = "·", "–"
HEIGHTS = {1: 468, 2: 234, 3: 156}  # of the panels above each other
DECIMAL_COMMA = re.compile(r"[+−-]?[0-9]+,[0-9]+ ?%?")
SUCH_AS = "such as 7.39, 0.66 or 66 %"


@dataclass(frozen=True)
class Words:
    """What the prose says of a step."""

    label: str
    question: str
    choices: tuple[str, ...]
    remark: str


@cache
def words(name: str, step: str) -> Words:
    """Read a piece of the prose: a label, a question, perhaps choices, a remark."""
    text = prose("examples", "walk")[f"{name.lower()}_{step}"].format(**example(name).facts)
    label, question, *listed, remark = text.split("\n\n")
    choices = [line.removeprefix("- ") for block in listed for line in block.split("\n")]
    return Words(label, question, tuple(choices), remark)


def answer(name: str, step: Step) -> str:
    """Write the exact answer of a step."""
    if step.tolerance is None:
        return words(name, step.name).choices[int(step.value)]
    return exact(step.value)


def printed(step: Step) -> str:
    """Write the sources' figures, and which of them are slips."""
    figures = [f"{text} (slip)" if text in step.slips else text for text in step.printed]
    return ", ".join(figures) or NONE


def read(text: str) -> float:
    """Read a typed number, also a percentage; a ValueError says what is wrong."""
    plain = text.strip().replace("∞", "inf")
    try:
        (value,) = parse_logits(plain.removesuffix("%").rstrip(), count=1)
    except ValueError:
        raise ValueError(_refusal(plain)) from None
    return float(value) / 100 if plain.endswith("%") else float(value)


def _refusal(text: str) -> str:
    """Say of a text that is no number what it is, and what is allowed."""
    if not text:
        return f"Nothing was typed: type a number, {SUCH_AS}"
    long = len(text) > QUOTED_CHARACTERS
    quoted = repr(text[: QUOTED_CHARACTERS - 1] + "…" if long else text)
    if DECIMAL_COMMA.fullmatch(text):
        return f"{quoted} has a comma: write decimals with a point, {SUCH_AS}, and no other mark"
    if NUMBER.fullmatch(text.replace("−", "-").removesuffix("%").rstrip()):
        return f"{quoted} is too large: type a number within ±1.8e308, {SUCH_AS}"
    return f"{quoted} is not a number: type one, {SUCH_AS}"


def _begin() -> None:
    st.session_state["at"] = 0.0


def choose() -> str:
    """Draw the choice of an example, and what it teaches; another one begins at its beginning."""
    with st.container(gap="xsmall"):
        name = str(choice("ex", on_change=_begin))
        st.caption(prose("examples", "walk")[f"{name.lower()}_title"])
    return name


def stepper() -> int:
    """Draw the slider that reveals step by step."""
    return whole(slider("at", help="How many steps are revealed. The arrow keys walk."))


def panels(link: Link, name: str, at: int, which: slice) -> None:
    """Draw some of an example's charts, which show no more than what is revealed."""
    every = example(name).panels
    for panel in every[which]:
        link.chart(walk_chart(panel, height=HEIGHTS[len(every)]), np.array(float(at)), SWEEP)


def _pick(lines: tuple[str, ...]) -> Parts:
    return lambda at: [(at, lines)]


def story(link: Link, name: str, at: int) -> None:
    """Say what the last step showed, and ask the next question."""
    steps = [words(name, step.name) for step in example(name).steps]
    start = prose("examples", "walk")[f"{name.lower()}_start"].format(**example(name).facts)
    told = (start, *(step.remark for step in steps))
    asked = (*(step.question for step in steps), prose("examples", "walk")["end"])
    now = np.array(float(at))
    link.sentence("remark", "{}", _pick(told), now, SWEEP)
    link.sentence("question", "{}", _pick(asked), now, SWEEP)


def _once(index: int, text: str) -> tuple[str, Parts]:
    def parts(at: Numbers) -> list[tuple[Numbers, tuple[str, str]]]:
        return [((at > index).astype(float), (TO_COME, text))]

    return "{}", parts


def table(link: Link, name: str, at: int) -> None:
    """Show what is revealed: the exact answers, and beside them the sources' figures."""
    rows = [
        (
            f"{i + 1}. {words(name, step.name).label}",
            [_once(i, answer(name, step)), _once(i, printed(step))],
        )
        for i, step in enumerate(example(name).steps)
    ]
    link.table("walked", ["step", "exact", "printed"], rows, np.array(float(at)), SWEEP)


# ---- predicting; what was predicted lives in this visit only ----


def _kept(kind: str) -> dict[tuple[str, int], str]:
    kept: dict[tuple[str, int], str] = st.session_state.setdefault(kind, {})
    return kept


def _judge(name: str, index: int, text: str) -> tuple[bool, str]:
    """Judge an answer, as typed or as the number of a choice, in words that do not give it away."""
    step = example(name).steps[index]
    if step.tolerance is None:
        said, right = words(name, step.name).choices[int(text)], step.right(float(text))
        return right, said if right else f"“{said}” is not it"
    guess = read(text)
    if step.right(guess):
        return True, exact(guess)
    slip = ", although a source prints it" if text.strip() in step.slips else ""
    return False, f"{exact(guess)} is too {'high' if guess > step.value else 'low'}{slip}"


def _answered(name: str, index: int, text: str | None = None) -> None:
    """Keep an answer; the same one again reveals the step."""
    given = str(st.session_state["_guess"]) if text is None else text
    answers, tries = _kept("_answers"), _kept("_tries")
    again = answers.get((name, index)) == given
    answers[name, index] = given
    try:
        right, _ = _judge(name, index, given)
    except ValueError:
        return  # `_verdict` says so, below the box, which keeps what was typed
    if again:
        reveal(index)
    else:
        tries.setdefault((name, index), "right" if right else "wrong")


def reveal(index: int) -> None:
    """Reveal one more step; for callbacks."""
    st.session_state["at"] = float(index + 1)


def _verdict(name: str, index: int) -> bool:
    """Judge the last answer to a question, if any, below it; say whether it was right."""
    given = _kept("_answers").get((name, index))
    if given is None:
        return False
    try:
        right, said = _judge(name, index, given)
    except ValueError as error:
        st.error(f"{literal(error)}.")
        return False
    if right:
        st.success(f"Right: {literal(said)}.")
    else:
        st.warning(f"{literal(said)}. Try again, or reveal.")
    return right


def _number_box(name: str, index: int) -> None:
    place = (name, index)
    if st.session_state.get("_asked") != place or "_guess" not in st.session_state:
        st.session_state.update(_asked=place, _guess=_kept("_answers").get(place, ""))
    with (
        st.form("predict", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Your prediction", key="_guess")
        st.form_submit_button("Check", on_click=_answered, args=place)


def predict_first(name: str, at: int, note: str) -> None:
    """Take a prediction, judge it, offer to reveal."""
    shown = _kept("_tries")
    for index in range(at):  # what has been seen is no prediction any more
        shown.setdefault((name, index), "seen")
    onward = "Reveal"
    with still("answer"):
        if at < STEPS:
            step = example(name).steps[at]
            if step.tolerance is None:
                with st.container(horizontal=True, gap="small"):
                    for i, text in enumerate(words(name, step.name).choices):
                        key = f"choice_{i}"
                        st.button(text, key=key, on_click=_answered, args=(name, at, str(i)))
            else:
                _number_box(name, at)
            if _verdict(name, at):
                onward = "Next step"
        with st.container(horizontal=True, gap="small"):
            if at < STEPS:
                st.button(onward, key="reveal", on_click=reveal, args=(at,))
            if logits := example(name).logits:
                load_button(np.array(logits))
        st.caption(f"{_score()} {note}")


def _score() -> str:
    tries = list(_kept("_tries").values())
    right, counted = tries.count("right"), tries.count("right") + tries.count("wrong")
    return f"Predicted right at the first try: {right} of {counted}."


def image(name: str) -> None:
    """Show the image of an example."""
    if (index := example(name).image) is not None:
        st.image(picture(index), width=96, alt="A handwritten digit")


def revealed_csv(name: str, at: int) -> str:
    """Write the revealed steps as CSV, exact to the last digit."""
    lines = ["example,step,question,exact,printed"]
    for i, step in enumerate(example(name).steps[:at]):
        value = answer(name, step) if step.tolerance is None else repr(float(step.value))
        cells = [words(name, step.name).label, value, " ".join(step.printed)]
        quoted = [f'"{cell}"' if "," in cell else cell for cell in cells]
        lines.append(",".join([name, str(i + 1), *quoted]))
    return "\n".join(lines) + "\n"

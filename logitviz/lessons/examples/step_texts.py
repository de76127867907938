"""The texts of the steps of an example: questions, remarks, answers."""

from dataclasses import dataclass
from functools import cache

from logitviz.datasets.sources import EXAMPLES
from logitviz.live.prose import prose

from .example import Step, exact
from .state import ExamplesState
from .worked import example

TO_COME, NONE = "·", "–"


@dataclass(frozen=True)
class StepTexts:
    """The texts of a step; the remark is shown when the step is revealed."""

    label: str
    question: str
    choices: tuple[str, ...]
    remark: str


@cache
def step_texts(name: str, step: str) -> StepTexts:
    """Read a piece of the prose: a label, a question, perhaps choices, a remark."""
    label, question, *listed, remark = _quoting_facts(name, step).split("\n\n")
    choices = [line.removeprefix("- ") for block in listed for line in block.split("\n")]
    return StepTexts(label, question, tuple(choices), remark)


def _quoting_facts(name: str, piece: str) -> str:
    return prose("examples", "steps")[f"{name.lower()}_{piece}"].format(**example(name).facts)


def title(name: str) -> str:
    """Say what an example teaches."""
    return _quoting_facts(name, "title")


def topic(name: str) -> str:
    """Name what an example is about, in a word or two."""
    return _quoting_facts(name, "topic")


def topic_labels() -> str:
    """Write the rules of style that put the topics in place of the names of the examples.

    Streamlit writes the label of a choice into the link, and the names there are public.
    """
    box, words = ".st-key-ex button", "[data-testid=stMarkdownContainer]"
    rules = [f"{box} p {{display: none}}"]
    for place, name in enumerate(EXAMPLES, 1):
        rules.append(f'{box}:nth-of-type({place}) {words}::after {{content: "{topic(name)}"}}')
    return "".join(rules)


def answer(name: str, step: Step) -> str:
    """Write the exact answer of a step."""
    if step.tolerance is None:
        return step_texts(name, step.name).choices[int(step.value)]
    return exact(step.value)


def printed(step: Step) -> str:
    """Write what the sources print, and which of the figures are slips."""
    figures = [f"{text} (slip)" if text in step.slips else text for text in step.printed]
    return ", ".join(figures) or NONE


# Texts with fields, for the page.


def remark(state: ExamplesState) -> str:
    """Give the remark on the last revealed step, before the first the start."""
    remarks = [step_texts(state.ex, step.name).remark for step in state.example.steps]
    return f"{{revealed:{'|'.join([_quoting_facts(state.ex, 'start'), *remarks])}}}"


def question(state: ExamplesState) -> str:
    """Give the question of the next step, or the closing text."""
    questions = [step_texts(state.ex, step.name).question for step in state.example.steps]
    return f"{{revealed:{'|'.join([*questions, prose('examples', 'steps')['end']])}}}"


def steps_table(state: ExamplesState) -> str:
    """Write the table of the steps: exact answers, and beside them the sources' figures."""
    lines = ["| step | answer | printed |", "|---|---|---|"]
    for i, step in enumerate(state.example.steps):
        label = f"{i + 1}. {step_texts(state.ex, step.name).label}"
        cells = [
            f"{{step_is_revealed[{i}]:{TO_COME}|{text}}}"
            for text in (answer(state.ex, step), printed(step))
        ]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)

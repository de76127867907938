"""What the page says of the steps of an example: questions, remarks, answers."""

from dataclasses import dataclass
from functools import cache

from logitviz.live.prose import prose

from .example import Step, exact
from .state import ExamplesState
from .worked import example

TO_COME, NONE = "·", "–"


@dataclass(frozen=True)
class StepTexts:
    """What the prose says of a step: the remark follows when it is revealed."""

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


def answer(name: str, step: Step) -> str:
    """Write the exact answer of a step."""
    if step.tolerance is None:
        return step_texts(name, step.name).choices[int(step.value)]
    return exact(step.value)


def printed(step: Step) -> str:
    """Write the sources' figures, and which of them are slips."""
    figures = [f"{text} (slip)" if text in step.slips else text for text in step.printed]
    return ", ".join(figures) or NONE


# Texts with fields, for the page.


def remark(state: ExamplesState) -> str:
    """Say what the last step has shown, at first what is given."""
    remarks = [step_texts(state.ex, step.name).remark for step in state.example.steps]
    return f"{{revealed:{'|'.join([_quoting_facts(state.ex, 'start'), *remarks])}}}"


def question(state: ExamplesState) -> str:
    """Ask for the next step; say at the end that there is none."""
    questions = [step_texts(state.ex, step.name).question for step in state.example.steps]
    return f"{{revealed:{'|'.join([*questions, prose('examples', 'steps')['end']])}}}"


def steps_table(state: ExamplesState) -> str:
    """Write the table of the steps: exact answers, and beside them the sources' figures."""
    lines = ["| step | exact | printed |", "|---|---|---|"]
    for i, step in enumerate(state.example.steps):
        label = f"{i + 1}. {step_texts(state.ex, step.name).label}"
        cells = [
            f"{{step_is_revealed[{i}]:{TO_COME}|{text}}}"
            for text in (answer(state.ex, step), printed(step))
        ]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)

"""The texts of the steps of an example: questions, remarks, answers."""

from dataclasses import dataclass
from functools import cache

from logitviz.charts.words import Words

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
def step_texts(words: Words, name: str, step: str) -> StepTexts:
    """Read a piece of words: a label, a question, perhaps choices, a remark."""
    label, question, *listed, remark = _quoting_facts(words, name, step).split("\n\n")
    choices = [line.removeprefix("- ") for block in listed for line in block.split("\n")]
    return StepTexts(label, question, tuple(choices), remark)


def _quoting_facts(words: Words, name: str, piece: str) -> str:
    quoted = example(name).facts.items()
    facts = {key: fact if isinstance(fact, str) else words.listed(fact) for key, fact in quoted}
    return words.said(f"{name}_{piece}", **facts)


def answer(words: Words, name: str, step: Step) -> str:
    """Write the exact answer of a step."""
    if step.tolerance is None:
        return step_texts(words, name, step.name).choices[int(step.value)]
    return exact(step.value)


def printed_texts(words: Words, name: str, step: Step) -> tuple[str, ...]:
    """Write what the sources print: figures, or a choice in words."""
    if step.tolerance is None:
        choices = step_texts(words, name, step.name).choices
        return tuple(choices[int(index)] for index in step.printed)
    return step.printed


def printed(words: Words, name: str, step: Step) -> str:
    """Write what the sources print, and which of the figures are slips."""
    texts = [
        words.said("slip", figure=text) if text in step.slips else text
        for text in printed_texts(words, name, step)
    ]
    return words.listed(texts) if texts else NONE


# Texts with fields, for the page.


def remark(words: Words, state: ExamplesState) -> str:
    """Give the remark on the last revealed step, before the first the start."""
    remarks = [step_texts(words, state.ex, step.name).remark for step in state.example.steps]
    return f"{{revealed:{'|'.join([_quoting_facts(words, state.ex, 'start'), *remarks])}}}"


def question(words: Words, state: ExamplesState) -> str:
    """Give the question of the next step, or the closing text."""
    questions = [step_texts(words, state.ex, step.name).question for step in state.example.steps]
    return f"{{revealed:{'|'.join([*questions, words['end']])}}}"


def steps_table(words: Words, state: ExamplesState) -> str:
    """Write the table of the steps: exact answers, and beside them the sources' figures."""
    head = [words[f"walked_{column}"] for column in ("step", "answer", "printed")]
    lines = [f"| {' | '.join(head)} |", "|---|---|---|"]
    for i, step in enumerate(state.example.steps):
        label = step_texts(words, state.ex, step.name).label
        cells = [
            f"{{step_is_revealed[{i}]:{TO_COME}|{text}}}"
            for text in (answer(words, state.ex, step), printed(words, state.ex, step))
        ]
        row = [words.said("walked_row", n=i + 1, label=label), *cells]
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines)

"""Questions whose answer is hidden until the reader has chosen one.

A question is about a scene: the lesson with the default values of its controls, before and after
some of them are moved. The scene is fixed, so an answer stays true whatever the page shows. A
button moves the controls to the scene, where the page shows the same numbers.

The prose has a piece for each question: the question, a list of choices, and what is said when one
has chosen. Its fields are those of the two states, as in ``{after.record.confidence:probability}``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from logitviz.charts.fields import filled

from .controls import Control, Moving
from .state import State


class Scene(NamedTuple):
    """The states of a lesson before and after what a question is about."""

    before: Any
    after: Any


@dataclass(frozen=True, eq=False)
class Question:
    """A question of a lesson.

    Parameters
    ----------
    piece
        The name of its piece of prose.
    look
        The key of the element that shows the answer.
    right
        Gives the index of the right choice, computed from the scene.
    moved
        The values of the controls that are moved, as their widgets hold them.
    start
        Values before, where they are not the defaults; they stay after.
    """

    piece: str
    look: str
    right: Callable[[Scene], int]
    moved: Mapping[str, Any]
    start: Mapping[str, Any] = field(default_factory=dict)


def only_true(*holds: Any) -> int:
    """Give the index of the one choice that holds.

    Raises
    ------
    ValueError
        If none holds, or more than one: the question is not well put.
    """
    true = [index for index, here in enumerate(holds) if here]
    if len(true) != 1:
        raise ValueError(f"one choice must be right, got {len(true)} of {len(holds)}")
    return true[0]


class _Answer(NamedTuple):
    """What `Asked` gives when it is needed, under the same names."""

    right: int
    explanation: str
    values: Mapping[str, Any]


class Asked:
    """A question with its words, and with its answer when that is needed.

    Parameters
    ----------
    question
        The question.
    text
        Its piece of prose.
    state
        Makes the state of the lesson of the values of its controls.
    controls
        The controls of the lesson by their keys.
    """

    def __init__(
        self,
        question: Question,
        text: str,
        state: Callable[[Mapping[str, Any]], State],
        controls: Mapping[str, Control],
    ) -> None:
        self.question = question
        defaults = {key: control.default for key, control in controls.items()}
        self._values: dict[str, Any] = {**defaults, **question.start}
        self._state, self._controls = state, controls
        self._answer: _Answer | None = None
        self.scene = self._made()
        asked, listed, *said = text.split("\n\n")
        self.text = filled(asked, self.scene)
        lines = listed.splitlines()
        self.choices = [filled(line.removeprefix("- "), self.scene) for line in lines]
        self._explanation = "\n\n".join(said)

    def _made(self) -> Scene:
        before, after = (
            self._state({key: self._controls[key].number(v) for key, v in values.items()})
            for values in (self._values, {**self._values, **self.question.moved})
        )
        return Scene(before, after)

    @property
    def right(self) -> int:
        """Give the index of the right choice."""
        return self._answered().right

    @property
    def explanation(self) -> str:
        """Say why it is right."""
        return self._answered().explanation

    @property
    def values(self) -> Mapping[str, Any]:
        """Give the values that the controls have in the scene, of those that the answer reads."""
        return self._answered().values

    def _answered(self) -> _Answer:
        if self._answer is None:
            self._answer = self._computed()
        return self._answer

    def _computed(self) -> _Answer:
        # Visits share a question, and a state records for one thread only: each has its own scene.
        scene = self._made()
        with scene.after.recorded() as read:
            right = int(self.question.right(scene))
            explanation = filled(self._explanation, scene)
        values = {**self._values, **self.question.moved}
        keys = read & self._controls.keys() | self.question.moved.keys()
        drawn = {key: self._as_drawn(key, values[key]) for key in sorted(keys)}
        return _Answer(right, explanation, drawn)

    def _as_drawn(self, key: str, value: Any) -> Any:
        """Give a value of the type of its widget: Streamlit's sliders of numbers hold floats."""
        control = self._controls[key]
        if isinstance(control, Moving) and not isinstance(value, str):
            return float(value)
        return value

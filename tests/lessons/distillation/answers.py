"""What makes the right choice of each question right, by the core alone."""

import logitviz as lv
from logitviz.datasets.sources import TOY_STUDENTS, TOY_TEACHER
from tests.lessons.profile import Answers


def losses(scale: float = 1.0, **options: bool) -> list[float]:
    return [
        float(
            lv.distillation_loss(
                TOY_TEACHER, [scale * z for z in student], temperature=1.0, **options
            )
        )
        for student in TOY_STUDENTS
    ]


def standardising_turns_the_preference() -> bool:
    (wrong, right), (wrong_standard, right_standard) = losses(), losses(standardize=True)
    return wrong < right and right_standard < wrong_standard


ANSWERS: Answers = {
    "ask_standard": ("The other one", standardising_turns_the_preference),
    "ask_scale": ("It falls to zero", lambda: abs(losses(10.0)[1]) < 1e-12 < losses()[1]),
}

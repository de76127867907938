"""The table of lessons, in the order of the menu."""

from collections.abc import Mapping
from importlib import import_module

from logitviz.live.controls import Control, by_key
from logitviz.live.shared import OF_THE_FRAME

# By group and name, which never changes: the file of the page.
MENU = {
    "start": {
        "playground": "app.py",
        "temperature": "pages/1_Temperature.py",
        "sigmoid": "pages/2_Sigmoid_and_softmax.py",
        "confidence": "pages/3_Confidence.py",
    },
    "onward": {
        "features": "pages/4_Features_to_logits.py",
        "loss": "pages/5_Loss_and_gradient.py",
        "stability": "pages/6_Numerical_stability.py",
    },
    "further": {
        "distillation": "pages/7_Distillation.py",
        "why": "pages/8_Why_softmax.py",
        "contrastive": "pages/9_Contrastive_loss.py",
        "sampling": "pages/12_Sampling.py",
    },
    "practice": {
        "examples": "pages/10_Worked_examples.py",
    },
    "yours": {
        "your_model": "pages/11_Your_model.py",
    },
}
PAGES: dict[str, str] = {name: file for group in MENU.values() for name, file in group.items()}


def path(name: str) -> str:
    """Give the path of a page in the address: its file without folder, number and ending."""
    file = PAGES[name]
    if "/" not in file:
        return "/"
    return "/" + file.partition("_")[2].removesuffix(".py")


def controls_of(lesson: str) -> Mapping[str, Control]:
    """Give what the link of a lesson carries, by key."""
    lesson_controls = import_module(f"{__name__}.{lesson}").CONTROLS
    return by_key((*lesson_controls, *OF_THE_FRAME))


def every_control() -> dict[str, Control]:
    """Give what the links of all lessons carry, by key.

    Raises
    ------
    ValueError
        If two lessons have different controls under one key.
    """
    found: dict[str, Control] = {}
    for lesson in PAGES:
        for key, control in controls_of(lesson).items():
            if found.setdefault(key, control) is not control:
                raise ValueError(f"{lesson} has another control {key!r} than a lesson before it")
    return found

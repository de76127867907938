"""The table of lessons, in the order of the menu."""

from collections.abc import Mapping
from importlib import import_module

from logitviz.live.controls import Control, by_key
from logitviz.live.shared import OF_THE_FRAME

# By group and name, which never changes: the file of the page, and its label in the menu.
MENU = {
    "Start here": {
        "playground": ("app.py", "Playground"),
        "temperature": ("pages/1_Temperature.py", "Temperature"),
        "sigmoid": ("pages/2_Sigmoid_and_softmax.py", "Sigmoid and softmax"),
        "confidence": ("pages/3_Confidence.py", "Confidence"),
    },
    "From input to loss": {
        "features": ("pages/4_Features_to_logits.py", "Features to logits"),
        "loss": ("pages/5_Loss_and_gradient.py", "Loss and gradient"),
        "stability": ("pages/6_Numerical_stability.py", "Numerical stability"),
    },
    "Going further": {
        "distillation": ("pages/7_Distillation.py", "Distillation"),
        "why": ("pages/8_Why_softmax.py", "Why softmax"),
        "contrastive": ("pages/9_Contrastive_loss.py", "Contrastive loss"),
        "sampling": ("pages/12_Sampling.py", "Sampling"),
    },
    "Practice": {
        "examples": ("pages/10_Worked_examples.py", "Worked examples"),
    },
    "Your model": {
        "your_model": ("pages/11_Your_model.py", "Your model"),
    },
}
PAGES: dict[str, tuple[str, str]] = {
    name: page for group in MENU.values() for name, page in group.items()
}


def path(name: str) -> str:
    """Give the path of a page in the address: its file without folder, number and ending."""
    file, _ = PAGES[name]
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

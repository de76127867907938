"""The table of the pages, in the order of their files' numbers."""

# From what everybody needs to what goes deeper: a name that never changes, its file, its label.
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
    },
    "Practice": {
        "examples": ("pages/10_Worked_examples.py", "Worked examples"),
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

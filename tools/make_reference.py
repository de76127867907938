"""Write docs/reference.md, the reference of the library, from its docstrings.

Run by ``make docs``. Every public name must belong to a subject: a new module of the core is
added to `SUBJECTS`.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import logitviz as lv

OUT = Path(__file__).resolve().parents[1] / "docs" / "reference.md"
SUBJECTS = {
    "From input to logits": ("linear", "parse"),
    "From logits to probabilities": ("softmax", "sigmoid", "record", "sweeps"),
    "Scores in files": ("reading", "scores"),
    "Reading an answer": ("readouts", "selective"),
    "Loss and gradient": ("loss", "loss_along", "descent", "jacobian"),
    "Calibration": (
        "scoring",
        "calibration",
        "temperature_fit",
        "coverage",
        "bootstrap",
        "intervals",
    ),
    "Distillation": ("divergence", "distillation", "standardize"),
    "Contrastive learning": ("contrastive",),
    "Where softmax comes from": ("max_entropy", "metropolis"),
    "Drawing an answer": ("truncation", "sampling"),
    "Finite precision": ("precision", "naive"),
}
INTRODUCTION = """\
# Reference

The public names of `logitviz`, by subject. `make docs` writes this file from the docstrings.

    import logitviz as lv

Only NumPy is loaded. The arrays of a call are never changed; classes are on the last axis unless
`axis` says otherwise; logarithms are natural, so entropies and losses are in nats.

A masked entry of a NumPy masked array counts as −inf in logits and similarities that may be −inf:
its class is ruled out. Elsewhere it is refused. float16, float32 and float64 arrays give results
of their own type; float types that another library registers with NumPy, such as bfloat16, count
as float32, everything else as float64.
"""


def names_by_subject() -> dict[str, list[str]]:
    """Sort the public names into the subjects.

    Raises
    ------
    LookupError
        If the module of a public name belongs to no subject.
    """
    subject_of = {module: subject for subject, modules in SUBJECTS.items() for module in modules}
    found: dict[str, list[str]] = {subject: [] for subject in SUBJECTS}
    for name in sorted(lv.__all__, key=str.lower):
        module = getattr(lv, name).__module__.rpartition(".")[2]
        if module not in subject_of:
            raise LookupError(f"SUBJECTS must give the module {module!r} of {name} a subject")
        found[subject_of[module]].append(name)
    return found


def reference() -> str:
    """Write the whole reference."""
    subjects = names_by_subject()
    links = anchors([name for names in subjects.values() for name in names])
    contents = [
        f"- {subject}: {', '.join(f'[`{name}`](#{links[name]})' for name in names)}"
        for subject, names in subjects.items()
    ]
    parts = [INTRODUCTION, "\n".join(contents) + "\n"]
    for subject, names in subjects.items():
        parts += [f"## {subject}\n", *(entry(name, getattr(lv, name)) for name in names)]
    return "\n".join(parts)


def anchors(headings: Sequence[str]) -> dict[str, str]:
    """Give the anchor that GitHub gives each heading: equal ones, but for case, are numbered."""
    found: dict[str, str] = {}
    for heading in headings:
        before = sum(other.lower() == heading.lower() for other in found)
        found[heading] = heading.lower() + (f"-{before}" if before else "")
    return found


def entry(name: str, public: Any) -> str:
    """Write the entry of one public name."""
    sections = split_sections(inspect.getdoc(public) or "")
    parts = [f"### {name}\n", f"```python\n{signature(name, public)}\n```\n"]
    for title, body in sections.items():
        heading = f"**{title}**\n\n" if title else ""
        parts.append(heading + SECTIONS.get(title, prose)(body) + "\n")
        if title == "Attributes" and (more := properties(public)):
            parts.append(f"**Properties**\n\n{more}\n")
    return "\n".join(parts)


def signature(name: str, public: Any) -> str:
    """Write the signature of a name, without the types, which are listed below it."""
    if inspect.isclass(public):
        return f"class {name}"
    bare = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(public).parameters.values()
    ]
    written = str(inspect.Signature(bare))
    return name + re.sub(r"<class 'numpy\.(\w+)'>", r"np.\1", written)


def split_sections(docstring: str) -> dict[str, str]:
    """Split a numpydoc docstring at its headings; what precedes the first has no title."""
    first, *others = re.split(r"^(\w+)\n-+$", docstring, flags=re.MULTILINE)
    titled = zip(others[::2], others[1::2], strict=True)
    return {"": first.strip("\n")} | {title: body.strip("\n") for title, body in titled}


def prose(text: str) -> str:
    """Write paragraphs, with displayed formulas and quoted names as Markdown has them."""
    return "\n\n".join(map(_paragraph, re.split(r"\n{2,}", text)))


def _paragraph(text: str) -> str:
    if text.startswith(".. math::"):
        return f"```math\n{dedent(text.replace('.. math::', '         ', 1)).strip()}\n```"
    text = re.sub(r":math:(`[^`]+`)", r"$\1$", text)
    return text.replace("``", "`").replace("]_", "]")


def definitions(text: str) -> str:
    """Write parameters, results or errors as a list: name, type and what it is."""
    return "\n".join(map(_definition, re.split(r"\n(?=\S)", text)))


def _definition(text: str) -> str:
    head, _, body = text.partition("\n")
    name, colon, kind = head.partition(" : ")
    term = f"**{name}** ({kind})" if colon else f"**{name}**"
    return _item(f"{term}: {prose(dedent(body))}" if body else term)


def _item(text: str) -> str:
    return f"- {text}".replace("\n", "\n  ")


def references(text: str) -> str:
    """Write the sources as a list, under the numbers that the text names."""
    sources = re.split(r"^\.\. ", text, flags=re.MULTILINE)[1:]
    return "\n".join(_item(re.sub(r"\s+", " ", source).strip()) for source in sources)


def examples(text: str) -> str:
    """Write examples as code, and the words between them as prose."""
    return "\n\n".join(
        f"```pycon\n{block}\n```" if block.startswith(">>>") else prose(block)
        for block in re.split(r"\n{2,}", text)
    )


def properties(public: type) -> str:
    """Write the properties of a class as a list."""
    named = inspect.getmembers(public, lambda member: isinstance(member, property))
    return "\n".join(_item(f"**{name}**: {prose(inspect.getdoc(of) or '')}") for name, of in named)


SECTIONS: dict[str, Callable[[str], str]] = {
    "Parameters": definitions,
    "Attributes": definitions,
    "Returns": definitions,
    "Raises": definitions,
    "References": references,
    "Examples": examples,
}


if __name__ == "__main__":
    OUT.write_text(reference(), encoding="utf-8")

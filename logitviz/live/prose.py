"""The words of the lessons: Markdown files, in pieces that have names."""

import re
from functools import cache
from pathlib import Path

LANGUAGE = "en"
LESSONS = Path(__file__).parents[1] / "lessons"


@cache
def pieces(path: Path) -> dict[str, str]:
    """Read a Markdown file: the text after each ``<!-- name -->`` up to the next."""
    text = path.read_text(encoding="utf-8")
    parts = re.split(r"^<!-- (\w+) -->\s*$", text, flags=re.MULTILINE)[1:]
    return {name: body.strip() for name, body in zip(parts[::2], parts[1::2], strict=True)}


def prose_path(lesson: str, file: str = "prose") -> Path:
    """Give the path of a Markdown file of a lesson."""
    return LESSONS / lesson / f"{file}.{LANGUAGE}.md"


def prose(lesson: str, file: str = "prose") -> dict[str, str]:
    """Read a Markdown file of a lesson."""
    return pieces(prose_path(lesson, file))

"""Follow docs/add-a-lesson.md literally, in a copy of the project.

Run as a script, it checks format, lint and types of the files that the guide adds:
``python -m tools.guide`` is a part of ``make check``.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .browser import ROOT

GUIDE = (ROOT / "docs" / "add-a-lesson.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE))
(TABLE,) = re.findall(
    r"^In `([\w/.]+)`, in the group \*(\w+)\*:\n\n```python\n(.*?)^```$",
    GUIDE,
    re.DOTALL | re.MULTILINE,
)


def follow(copy: Path) -> None:
    """Fill a folder with the project, and with the files and the line that the guide adds."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    tracked = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    for name, text in FILES.items():
        if (copy / name).exists():
            raise FileExistsError(f"{name} is there already")
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(text, encoding="utf-8")
    name, group, line = TABLE
    table = (copy / name).read_text(encoding="utf-8")
    before = f'    "{group}": {{\n'
    if before not in table:
        raise ValueError(f"{name} has no group {group}")
    (copy / name).write_text(table.replace(before, before + line), encoding="utf-8")


def check() -> int:
    """Check the files that the guide adds as `make check` checks the project's own."""
    names = [name for name in FILES if name.endswith(".py")]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        follow(copy)
        known = ROOT / ".mypy_cache"  # what mypy knows of the project it need not read again
        if known.is_dir():
            shutil.copytree(known, copy / known.name)
        for tool in (["ruff", "format", "--check"], ["ruff", "check"], ["mypy"]):
            if code := subprocess.call([sys.executable, "-m", *tool, *names], cwd=copy):
                return code
    return 0


if __name__ == "__main__":
    sys.exit(check())

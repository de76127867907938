"""The wheel: what it holds, what it asks for, and that it works outside of the checkout."""

import email
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE")
SERVES = """
import json, logitviz as lv
from logitviz.datasets.digits import load_digits
digits = load_digits()
answer = {
    "file": lv.__file__,
    "softmax": lv.softmax([2.0, 1.0, 0.1]).round(5).tolist(),
    "right": int((digits.teacher_logits.argmax(axis=1) == digits.labels).sum()),
    "screen": [name for name in ("streamlit", "plotly") if name in sys.modules],
}
print(json.dumps(answer))
"""
IMPORTS_EVERYTHING = """
import json, pkgutil, logitviz
found = [m.name for m in pkgutil.walk_packages(logitviz.__path__, "logitviz.", onerror=print)]
files = [__import__(name, fromlist=["*"]).__file__ for name in found]
print(json.dumps({"files": files}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of a copy, since a build writes into the folder it is called in."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(
        ROOT / "logitviz", source / "logitviz", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, source)
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--check-build-dependencies"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", out, "."],
        cwd=source,
        check=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed").resolve()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def metadata(unpacked: Path) -> Message:
    (found,) = unpacked.glob("*.dist-info/METADATA")
    return email.message_from_string(found.read_text(encoding="utf-8"))


def files(folder: Path) -> set[str]:
    """Every file below a folder, without hidden ones and what Python has compiled."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("[!.]*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


def answer(code: str, unpacked: Path, elsewhere: Path) -> dict[str, Any]:
    """What a fresh interpreter prints that has the unpacked wheel, and not the checkout."""
    start = f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
    fresh = subprocess.run(
        [sys.executable, "-I", "-c", start + code],
        cwd=elsewhere,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    printed: dict[str, Any] = json.loads(fresh.stdout)
    return printed


def test_the_wheel_holds_every_file_of_the_package(unpacked: Path) -> None:
    assert files(unpacked / "logitviz") == files(ROOT / "logitviz")


@pytest.mark.parametrize("name", ["py.typed", "datasets/data/digits.npz", "shell/styles/page.css"])
def test_the_wheel_holds_what_is_not_python(unpacked: Path, name: str) -> None:
    assert (unpacked / "logitviz" / name).is_file()


def test_the_wheel_brings_no_other_package(unpacked: Path) -> None:
    folders = {path.name.split("-")[0] for path in unpacked.iterdir()}
    assert folders == {"logitviz"}


def test_the_wheel_serves_the_library_outside_of_the_checkout(
    unpacked: Path, tmp_path: Path
) -> None:
    assert answer(SERVES, unpacked, tmp_path) == {
        "file": str(unpacked / "logitviz" / "__init__.py"),
        "softmax": [0.659, 0.24243, 0.09857],
        "right": 867,
        "screen": [],
    }


def test_every_module_of_the_wheel_can_be_imported(unpacked: Path, tmp_path: Path) -> None:
    imported = answer(IMPORTS_EVERYTHING, unpacked, tmp_path)["files"]
    package = unpacked / "logitviz"
    assert {Path(file) for file in imported} == {*package.rglob("*.py")} - {package / "__init__.py"}


def test_the_wheel_names_its_licence(unpacked: Path, metadata: Message) -> None:
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]
    (licence,) = unpacked.glob("*.dist-info/licenses/LICENSE")
    assert licence.read_text(encoding="utf-8").startswith("MIT License\n\nCopyright (c) 2026")


def test_the_library_needs_numpy_alone(metadata: Message) -> None:
    needed = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    assert [each.name for each in needed if each.marker is None] == ["numpy"]
    assert {each.name for each in needed if each.marker} == {"streamlit", "plotly"}


@pytest.mark.parametrize(
    "pin", (ROOT / "requirements.txt").read_text(encoding="utf-8").split(), ids=str
)
def test_a_pinned_version_lies_in_the_range_of_the_package(pin: str) -> None:
    name, version = pin.split("==")
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["app"]]
    (allowed,) = [each for each in map(Requirement, asked) if each.name == name]
    assert allowed.specifier.contains(version)


@pytest.mark.parametrize(
    ("file", "line"),
    [("CITATION.cff", "version: {version}"), ("CHANGELOG.md", "## {version} - ")],
)
def test_the_version_is_the_same_everywhere(file: str, line: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert line.format(version=PROJECT["version"]) in text

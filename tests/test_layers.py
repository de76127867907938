"""Imports point one way: core ← scores ← datasets ← charts ← live ← lessons ← shell ← pages."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import for_each

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "logitviz"
STANDARD = set(sys.stdlib_module_names)
LAYERS = ("core", "scores", "datasets", "charts", "live", "lessons", "shell")
BELOW = {layer: {f"logitviz.{name}" for name in LAYERS[: i + 1]} for i, layer in enumerate(LAYERS)}
SCREEN = {"numpy", "plotly", "streamlit"}
ALLOWED = {
    "core": {"numpy"} | BELOW["core"],
    "scores": {"numpy", "pyarrow"} | BELOW["scores"],  # pyarrow is optional, and loaded late
    "datasets": {"numpy"} | BELOW["datasets"],
    "charts": {"numpy", "plotly"} | BELOW["charts"],
    **{layer: SCREEN | BELOW[layer] for layer in ("live", "lessons", "shell")},
    "lessons": SCREEN | BELOW["lessons"] | {"starlette"},  # of Streamlit: it takes files in
}
FILES = [path for layer in ALLOWED for path in sorted((PACKAGE / layer).rglob("*.py"))]
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]


def imported(path: Path) -> set[str]:
    """Every module a file imports, by its full name, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            names |= {base} | {f"{base}.{alias.name}" for alias in node.names if node.level}
    return names


def within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


@for_each("path", FILES)
def test_a_file_imports_nothing_above_its_layer(path: Path) -> None:
    layer = path.relative_to(PACKAGE).parts[0]
    foreign = {
        name
        for name in imported(path)
        if name.split(".")[0] not in STANDARD and not within(name, ALLOWED[layer])
    }
    assert foreign - {"logitviz"} == set()


@for_each("path", [PACKAGE / "__init__.py"])
def test_the_package_itself_imports_the_core_and_the_reader_alone(path: Path) -> None:
    assert all(within(name, BELOW["scores"]) for name in imported(path) - {"logitviz"})


@for_each("path", [PACKAGE / "__main__.py"])
def test_the_command_line_imports_its_lesson_and_the_reader(path: Path) -> None:
    own = {
        "logitviz.lessons.your_model",
        "logitviz.live.html_text",
        "logitviz.live.shared",
        "logitviz.scores",
    }
    foreign = {name for name in imported(path) if not within(name, own)}
    assert {name.split(".")[0] for name in foreign} <= STANDARD


@for_each("path", PAGES)
def test_a_page_imports_the_package_and_what_it_draws_with(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots - STANDARD <= {"numpy", "streamlit", "logitviz"}


@for_each("path", FILES)
def test_nothing_in_the_package_imports_a_page_a_tool_or_a_test(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"app", "pages", "tools", "tests"}


STATES = sorted((PACKAGE / "lessons").glob("*/state.py"))
NUMPY_ALONE = [
    "logitviz",
    "logitviz.datasets.digits",
    "logitviz.__main__",
    "logitviz.live.controls",
    "logitviz.charts.fields",
    "logitviz.live.state",
    *(f"logitviz.lessons.{path.parent.name}.state" for path in STATES),
]
NO_STREAMLIT = [
    "logitviz.charts.export",
    "logitviz.charts.class_bars",
    "logitviz.live.plan",
    "logitviz.live.elements",
    "logitviz.live.standalone",
    "logitviz.lessons.your_model.report",
]


@pytest.mark.parametrize(
    ("modules", "absent"),
    [(NUMPY_ALONE, ["streamlit", "plotly", "pyarrow"]), (NO_STREAMLIT, ["streamlit"])],
    ids=["numpy alone", "no streamlit"],
)
def test_a_fresh_interpreter_loads_no_more_than_the_layer(
    modules: list[str], absent: list[str]
) -> None:
    code = f"import sys, {', '.join(modules)}; print([a for a in {absent} if a in sys.modules])"
    fresh = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert fresh.stdout.strip() == "[]"


@for_each("path", PAGES)
def test_a_page_is_a_short_script_without_functions(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if line.strip()]
    assert len(lines) < 80
    assert not any(
        isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(source))
    )


LESSON_FILES = sorted((PACKAGE / "lessons").glob("*/*.py"))


@for_each("path", LESSON_FILES)
def test_no_lesson_imports_another(path: Path) -> None:
    own = f"logitviz.lessons.{path.parent.name}"
    others = {name for name in imported(path) if name.startswith("logitviz.lessons")}
    assert all(within(name, {own}) for name in others)

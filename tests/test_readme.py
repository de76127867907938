"""The README's claims that a machine can check."""

import doctest
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from logitviz.charts.words import languages, words_of
from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.lessons import PAGES, path
from tools import make_links

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NUMBERS = {"Thirteen": 13, "nine": 9, "six": 6}
LIBRARY_ONLY = {"0.4", "0.688", "0.9", "1.2"}  # of the examples in English alone
EMBEDDING = {"embed", "embed_options"}


def code_of(text: str) -> set[str]:
    """List the commands and the code of a paper, without their comments."""
    blocks = re.findall(r"^    (\S[^#\n]*)|`([^`\n]+)`", text, re.MULTILINE)
    return {(block or code).strip() for block, code in blocks}


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_a_readme_in_another_language_describes_the_same(language: str) -> None:
    text = (ROOT / f"README.{language}.md").read_text(encoding="utf-8")
    assert f"README.{language}.md" in README
    for name in PAGES:
        assert f"| {words_of(name, language)['page_name']} |" in text
    shared = {each for each in code_of(README) if "iframe" not in each and "report" not in each}
    assert shared - code_of(text) == set()
    numbers = [set(re.findall(r"\d[\d.]*\d|\d", each)) for each in (README, text)]
    assert {n for n in numbers[0] if len(n) > 1 and n not in numbers[1]} == LIBRARY_ONLY


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 90


@pytest.mark.parametrize("label", [words_of(name)["page_name"] for name in PAGES])
def test_the_readme_describes_every_page(label: str) -> None:
    assert f"| {label} |" in README


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("{} pages follow logits", len(PAGES)),
        ("{} of them in six steps", len(EXAMPLES)),
        ("nine of them in {} steps", STEPS),
    ],
)
def test_the_readme_counts_right(words: str, count: int) -> None:
    (word,) = re.findall(words.format(r"(\w+)"), README)
    assert NUMBERS[word] == count


def test_the_readme_counts_the_digits() -> None:
    counts = re.findall(r"(\d+) (?:handwritten digits|test images)", README)
    assert {int(count) for count in counts} == {len(load_digits().labels)}


def test_the_readme_asks_for_the_python_of_the_package() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (version,) = set(re.findall(r"Python (\d\.\d+) or newer", README))
    assert asked["requires-python"] == f">={version}"


@pytest.mark.parametrize("name", ["requirements.txt", "app.py"])
def test_a_command_of_the_readme_names_a_file_that_exists(name: str) -> None:
    assert re.search(rf"^    \.venv/bin/.* {name}$", README, re.MULTILINE)
    assert (ROOT / name).is_file()


def test_the_examples_of_the_library_are_true() -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README", None, None)
    assert len(examples.examples) >= 5
    assert doctest.DocTestRunner().run(examples).failed == 0


@pytest.mark.parametrize("link", re.findall(r"(?<=[`p])/[A-Z]\w+\?[^`\"]+", README))
def test_a_link_of_the_readme_names_keys_of_its_page(link: str) -> None:
    parts = urlsplit(link)
    (page,) = [name for name in PAGES if path(name) == parts.path]
    known = {row.key for row in make_links.rows() if page in row.pages}
    assert dict(parse_qsl(parts.query, strict_parsing=True)).keys() <= known | EMBEDDING

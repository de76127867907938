"""The language of a page: of the link, or of the browser; switching it keeps the state."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from logitviz.charts.words import PACKAGE, Words, languages, words_of
from logitviz.lessons import PAGES
from logitviz.live.controls import NamedChoice
from logitviz.shell.language import preferred
from tests.cases import for_each
from tests.lessons.table import KEYS, TABLE
from tests.shell.visits import pick, press, seen, slide, troubles, turn, visit

pages = pytest.mark.parametrize("page", PAGES)
NAMED = {key: control for key, control in TABLE.items() if isinstance(control, NamedChoice)}


@for_each(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh-CN;q=0.8", "en"),
        ("fr-FR,zh-TW;q=0.3,en;q=0.2", "zh"),
        ("de,fr;q=0.5", "en"),
        ("ZH", "zh"),
        ("zh;q=0", "en"),
        ("zh;q=much, en;q=0.1", "en"),
        ("*", "en"),
        ("", "en"),
        (";;,,=", "en"),
        ("x" * 100_000, "en"),
    ],
)
def test_a_browser_asks_for_a_language(header: str, language: str) -> None:
    assert preferred(header) == language


def said(at: AppTest) -> str:
    return "\n".join(m.value for m in at.markdown)


@pages
def test_a_link_names_the_language(page: str) -> None:
    for language in languages():
        at = seen(page, lang=language)
        assert troubles(at) == []
        assert words_of(page, language)["lead"] in said(at)
    assert words_of(page, "zh")["lead"] not in said(seen(page, lang="fr"))  # as without any


def values(at: AppTest) -> dict[str, Any]:
    """What the controls of a page hold, but for the language."""
    return {
        key: at.session_state[key]
        for key in TABLE
        if key in at.session_state and key not in ("lang", "ask")
    }


@pages
def test_switching_the_language_keeps_the_state(page: str) -> None:
    moved = {"T": "2", "z3": "4"} | {
        key: [*control.options][-1]
        for key, control in NAMED.items()
        if key in KEYS[page] and key != "lang"
    }
    at = visit(page, **moved)
    before = values(at)
    for language in ("zh", "en"):
        pick(at, "lang", language)
        assert troubles(at) == []
        assert words_of(page, language)["lead"] in said(at)
        assert values(at) == before
    assert {key: at.query_params[key] for key in moved} == moved


def test_the_language_goes_with_the_reader_from_page_to_page() -> None:
    at = pick(visit("temperature"), "lang", "zh")
    at = turn(at, "sigmoid").run()
    assert words_of("sigmoid", "zh")["lead"] in said(at)
    assert at.query_params["lang"] == "zh"


def test_switching_in_mid_lesson_keeps_moved_sliders_answers_and_what_can_be_undone() -> None:
    at = press(visit("playground"), "Near tie")
    slide(at, "T", "0.5")
    at.button_group(key="ask_playground_0").set_value(1).run()
    before = values(at)
    pick(at, "lang", "zh")
    assert values(at) == before
    assert at.button_group(key="ask_playground_0").value == 1
    press(at, "undo")
    assert at.slider(key="z1").value == TABLE["z1"].default


choices = [
    (page, key, value)
    for page in PAGES
    for key in NAMED
    if key in KEYS[page] and key != "lang"
    for value in NAMED[key].options
]


@for_each(("page", "key", "value"), choices)
def test_an_old_value_of_a_link_is_valid_in_every_language(page: str, key: str, value: str) -> None:
    for language in languages():
        at = visit(page, lang=language, **{key: value})
        assert troubles(at) == []
        assert at.session_state[key] == value
        shown = [group.value for group in at.button_group if group.key == f"{key}-shown"]
        assert shown == [value]
        if value != NAMED[key].default:
            assert at.query_params[key] == value


@for_each("key", NAMED)
def test_every_option_has_a_word_of_its_own_in_every_language(key: str) -> None:
    control = NAMED[key]
    if key == "lang":
        return
    page = next(page for page in PAGES if key in KEYS[page])
    for language in languages():
        shown = [words_of(page, language)[control.word(value)] for value in control.options]
        assert len(set(shown)) == len(shown)


def test_the_back_button_brings_the_language_back() -> None:
    at = pick(visit("temperature"), "lang", "zh")
    at.query_params.clear()
    at.run()
    language = at.session_state["lang"]
    assert words_of("temperature", language)["lead"] in said(at)


def test_pressing_an_option_sets_the_link() -> None:
    at = visit("playground", lang="zh")
    at.button_group(key="show-shown").set_value("Code").run()
    assert at.session_state["show"] == "Code"
    assert at.query_params["show"] == "Code"
    pick(at, "show", "Numbers")  # as a link or a button sets it
    (row,) = (group for group in at.button_group if str(group.key).startswith("show-shown"))
    assert row.value == "Numbers"


def test_a_translator_who_follows_the_guide_has_a_language(tmp_path: Path) -> None:
    """docs/translate.md: its command copies the files; what is not translated yet is English."""
    shutil.copytree(PACKAGE, tmp_path / "logitviz")
    guide = (PACKAGE.parent / "docs" / "translate.md").read_text("utf-8")
    (command,) = re.findall(r"^    (find logitviz .*)$", guide, re.MULTILINE)
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True)
    copied = sorted(path.name for path in (tmp_path / "logitviz").rglob("*.fr.md"))
    (count,) = re.findall(r"^There are (\d+):", guide, re.MULTILINE)
    assert len(copied) == int(count) == len([*PACKAGE.rglob("*.en.md")])
    shared = tmp_path / "logitviz" / "shell" / "words.fr.md"
    named = re.sub(r"(?<=<!-- language_name --> ).*", "Français", shared.read_text("utf-8"))
    shared.write_text(named, "utf-8")
    (tmp_path / "logitviz" / "lessons" / "loss" / "words.fr.md").unlink()
    code = (
        "from logitviz.charts.words import languages, words_of; print(*languages()); "
        "print(words_of('loss', 'fr')['language_name']); print(words_of('loss', 'fr')['lead'])"
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=tmp_path, capture_output=True, check=True
    )
    known, name, lead = run.stdout.decode().split("\n", 2)
    assert (known.split(), name) == (["en", "fr", "zh"], "Français")
    assert lead.strip() == words_of("loss")["lead"]


# What it puts together from more than one of its texts.
JOINED = {
    "native_enter": ("Press Enter to ", "apply"),
    "native_enter_form": ("Press Enter to ", "submit form"),
    "native_submit": ("+Enter to ", "apply"),
    "native_submit_form": ("+Enter to ", "submit form"),
    "native_fullscreen_of": ("Fullscreen",),
}


def test_what_streamlit_says_is_still_what_we_translate() -> None:
    """A new version may say it otherwise, and then it would stay English."""
    scripts = Path(streamlit.__file__).parent.glob("static/static/js/*.js")
    code = "\n".join(path.read_text("utf-8") for path in scripts)
    english = words_of("")
    for name in (name for name in english if name.startswith("native_")):
        said = re.sub("^(Error)?: ", "", english[name])
        parts = JOINED.get(name) or re.split(r"\{\w+\}|(?<=exist)\. ", said)
        assert [part for part in parts if part.strip(" .") not in code] == [], name


def test_words_are_equal_by_lesson_and_language() -> None:
    assert words_of("loss", "zh") == Words("loss", "zh") != words_of("loss")
    assert len({words_of("loss"), Words("loss", "en"), words_of("why")}) == 2


def wrong_paste() -> list[str]:
    at = visit("playground", lang="zh")
    at.text_area(key="_paste").set_value("1 2 x")
    return troubles(press(at, words_of("playground", "zh")["paste_use"]))


def too_large_paste() -> list[str]:
    at = visit("playground", lang="zh")
    at.text_area(key="_paste").set_value("99 0 0 0 0 0 0 0 0 0")
    return troubles(press(at, words_of("playground", "zh")["paste_use"]))


MESSAGES: dict[str, Callable[[], list[str]]] = {
    "a paste that is no numbers": wrong_paste,
    "a paste that no slider can hold": too_large_paste,
    "logits of a case": lambda: troubles(visit("confidence", lang="zh", a="1 2")),
    "strokes": lambda: troubles(visit("features", lang="zh", drawn="9")),
    "a list of a lecture": lambda: [
        caption.value for caption in visit("why", lang="zh", stage="true", talk="?").caption
    ][:1],
}


@for_each("message", MESSAGES)
def test_a_message_is_in_the_language_of_the_page(message: str) -> None:
    (text,) = MESSAGES[message]()
    assert re.search("[\u4e00-\u9fff]", text)
    assert set(re.findall("[A-Za-z]{2,}", text)) <= {"logit", "logits", "logitviz"}

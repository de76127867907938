"""Whatever is typed: a sentence, the state kept, the text kept."""

import re

import pytest
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

from tests.lessons.table import TABLE
from tests.shell.visits import Z, charts, logits_of, press, seen, slide, troubles, unescaped, visit

HOSTILE = {
    "null bytes": "\0" * 100,
    "a null byte among numbers": "1 2 3\0 4 5 6 7 8 9 10",
    "100,000 characters": "1 " * 50_000,
    "one number of 100,000 digits": "9" * 100_000,
    "a script": "<script>alert(document.cookie)</script>",
    "an image that fails": "<img src=x onerror=alert(1)>",
    "numbers in HTML": "<b>1</b> 2 3 4 5 6 7 8 9 10",
    "too large for float64": "1e999 0 0 0 0 0 0 0 0 0",
    "infinities": "inf -inf inf -inf inf -inf inf -inf inf -inf",
    "only minus infinity": "-inf " * 10,
    "not a number": "nan " * 10,
    "digits of another script": "١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩ ١٠",
    "digits of mathematics": "𝟏 𝟐 𝟑 𝟒 𝟓 𝟔 𝟕 𝟖 𝟗 𝟏𝟎",
    "text from right to left": "\u202e1 2 3 4 5 6 7 8 9 10",
    "pictograms": "🙂 " * 10,
    "a JSON bomb": '{"a":' * 1900,
    "a bracket bomb": "[" * 4000 + "]" * 4000,
    "JSON of rows": '{"logits": [[1, 2], [3, 4]]}',
    "JSON that names other things": '{"__proto__": {"logits": 1}}',
    "code": "__import__('os').system('true')",
    "a format string": "{0.__class__} %s %n {z}",
    "LaTeX": r"$\frac{1}{0}$ \input{/etc/passwd}",
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "a fence": "```\n1 2 3\n```",
    "decimal commas": "1,5 2,5 3,5 4,5 5,5 6,5 7,5 8,5 9,5 0,5",
    "nothing": "",
    "only space": " \t\n\r ",
    "nine numbers": "1 2 3 4 5 6 7 8 9",
    "eleven numbers": "1 2 3 4 5 6 7 8 9 10 11",
    "three dots": "1 2 3 ... 9 10",
    "half a pair": "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "a large number": "1e300 0 0 0 0 0 0 0 0 0",
    "the largest number": "-1.7976931348623157e308 0 0 0 0 0 0 0 0 0",
}
texts = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
ONE_LINE = {name: text for name, text in HOSTILE.items() if "\n" not in text}
lines = pytest.mark.parametrize("text", ONE_LINE.values(), ids=ONE_LINE.keys())


@pytest.fixture(scope="module")
def playground() -> AppTest:
    return visit("playground")


@pytest.fixture(scope="module")
def confidence() -> AppTest:
    return visit("confidence")


@texts
def test_a_hostile_paste_is_answered_by_a_sentence_and_changes_nothing(
    playground: AppTest, text: str
) -> None:
    playground.text_area(key="_paste").set_value(text)
    press(playground, "Use these logits")
    assert not list(playground.exception)
    (complaint,) = troubles(playground)
    assert complaint.startswith("Nothing was changed: ")
    assert complaint.endswith(".")
    assert len(complaint) < 500
    assert_array_equal(logits_of(playground), Z)
    assert playground.text_area(key="_paste").value == text


@lines
def test_a_hostile_case_is_answered_by_a_sentence_and_keeps_its_bars(
    confidence: AppTest, text: str
) -> None:
    confidence.text_input(key="a").set_value(text).run()
    assert not list(confidence.exception)
    (complaint,) = troubles(confidence)
    assert complaint.startswith("Logits of A: ")
    assert len(complaint) < 500
    assert confidence.text_input(key="a").value == text
    assert charts(confidence) == charts(seen("confidence"))


ACTIVE = {
    "a link": "[Sign in](//evil.io)<",
    "a link after a brace": "{[Sign in](//evil.io)",
    "a picture": "{![](https://e.co/x.png)",
    "a bare address": "https://evil.io",
    "an address in angles": "<https://evil.io>",
    "a directive": ":material/e:",
    "code and a formula": "`a`$b$~~c~~**d**",
}


def says_literally(complaint: str, text: str) -> None:
    """No mark of Markdown is left without a backslash, and the reader sees what was typed."""
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", complaint.partition(": ")[2])
    assert not re.search(r"[\[\]()<>!*`$~{}|]|://", bare)
    assert repr(text) in unescaped(complaint)


@pytest.mark.parametrize("text", ACTIVE.values(), ids=ACTIVE.keys())
def test_a_text_from_a_link_is_quoted_and_does_nothing(text: str) -> None:
    at = visit("confidence", a=text)
    (complaint,) = troubles(at)
    says_literally(complaint, text)


@pytest.mark.parametrize("text", ACTIVE.values(), ids=ACTIVE.keys())
def test_a_pasted_text_is_quoted_and_does_nothing(playground: AppTest, text: str) -> None:
    playground.text_area(key="_paste").set_value(text)
    (complaint,) = troubles(press(playground, "Use these logits"))
    says_literally(complaint, text)


def test_two_hostile_cases_are_answered_one_by_one() -> None:
    at = visit("confidence")
    for side in ("a", "b"):
        at.text_input(key=side).set_value("<b>")
    at.run()
    assert [text[:12] for text in troubles(at)] == ["Logits of A:", "Logits of B:"]
    for side in ("a", "b"):
        at.text_input(key=side).set_value(TABLE[side].default)
    at.run()
    assert troubles(at) == []


def test_a_page_works_on_after_a_hostile_paste(playground: AppTest) -> None:
    playground.text_area(key="_paste").set_value("<script>")
    press(playground, "Use these logits")
    slide(playground, "z0", 1.0)
    assert troubles(playground) == []
    assert playground.slider(key="z0").value == 1.0

"""Every language says the same: the same pieces, with the same fields, numbers and structure."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from logitviz.charts.fields import PLACEHOLDER
from logitviz.charts.words import DEFAULT_LANGUAGE, PACKAGE, languages, pieces
from tests.cases import for_each

OTHERS = [language for language in languages() if language != DEFAULT_LANGUAGE]
ENGLISH = sorted(PACKAGE.rglob(f"*.{DEFAULT_LANGUAGE}.md"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in ENGLISH]
PLAIN = re.compile(r"\{[A-Za-z_]\w*\}|\{[0-9]\}")
FORMULA = re.compile(r"\$[^$\n]+\$")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def translations(name: str) -> Iterator[tuple[str, str, str]]:
    """Give each translated piece of a file: where it stands, its English text, its own."""
    english = pieces(PACKAGE / name)
    for language in OTHERS:
        file = file_in(name, language)
        for piece, text in pieces(file).items():
            yield f"{file.relative_to(PACKAGE)}, {piece}", english[piece], text


def differences(name: str, of: Callable[[str], Any], what: str) -> list[str]:
    """Say in which pieces something differs from English, a line each, for translators."""
    return [
        f"{where}: {what} {of(translated)}, in English {of(english)}"
        for where, english, translated in translations(name)
        if of(translated) != of(english)
    ]


def file_in(name: str, language: str) -> Path:
    return PACKAGE / name.replace(f".{DEFAULT_LANGUAGE}.", f".{language}.")


def fields_of(text: str) -> list[str]:
    """List the fields of a text; of words to choose from, only how many there are counts."""
    fields = [
        f"{{{match['path']}:{'|' * match['format'].count('|') or match['format']}}}"
        for match in PLACEHOLDER.finditer(text)
    ]
    return sorted([*fields, *PLAIN.findall(text)])


def bare(text: str) -> str:
    return PLAIN.sub("", PLACEHOLDER.sub("", text))


def numbers_of(text: str) -> list[str]:
    """List the numbers that a text itself states: those of the state stand in its fields."""
    chosen = PLACEHOLDER.sub(lambda m: m["format"] if "|" in m["format"] else "", text)
    return sorted(NUMBER.findall(PLAIN.sub("", chosen)))


def readout_of(text: str) -> tuple[bool, list[str]]:
    """Say whether a text is a read-out, with a label and a meaning; list the fields between."""
    match = re.match(r"([^:：.{}\n]+)(?:: |：)([^\n]*\{[^\n]*)\n\n", text)
    return match is not None, fields_of(match[2]) if match else []


def structure_of(text: str) -> dict[str, Any]:
    """List what Markdown makes of a text, without its words."""
    text = bare(text)
    lines = text.splitlines()
    return {
        "paragraphs": len(re.split(r"\n\s*\n", text)),
        "headings": re.findall(r"^#+(?= )", text, re.MULTILINE),
        "items": re.findall(r"^\s*[-*](?= )", text, re.MULTILINE),
        "cells": [line.count("|") for line in lines if line.startswith("|")],
        "formulas": sorted(_without_words(formula) for formula in FORMULA.findall(text)),
        "links": sorted(re.findall(r"\]\(([^)]*)\)", text)),
        "code": sorted(re.findall(r"`([^`\n]+)`", text)),
        "bold": text.count("**"),
    }


def _without_words(formula: str) -> str:
    """Give a formula without what is translated in it."""
    plain = re.sub(r"\\(?:text|mathrm)\{[^}]*\}|_\{[^}]*[a-z]{4}[^}]*\}", "", formula)
    return re.sub(r"_?\{?[^\x00-\x7f]+\}?", "", plain)


@for_each("name", NAMES)
def test_every_language_has_the_same_pieces(name: str) -> None:
    english = [*pieces(PACKAGE / name)]
    for language in OTHERS:
        file = file_in(name, language)
        found = [*pieces(file)]
        assert set(found) - set(english) == set(), f"{file.name}: not in English"
        assert set(english) - set(found) == set(), f"{file.name}: missing, or its name is changed"
        assert found == english, f"{file.name}: in another order"


@for_each("name", NAMES)
def test_no_piece_is_empty(name: str) -> None:
    for language in languages():
        empty = [piece for piece, text in pieces(file_in(name, language)).items() if not text]
        assert empty == [], language


@for_each("name", NAMES)
def test_every_language_names_the_same_fields(name: str) -> None:
    assert differences(name, fields_of, "names") == []


@for_each("name", NAMES)
def test_every_language_says_the_same_numbers(name: str) -> None:
    assert differences(name, numbers_of, "says") == []


@for_each("name", NAMES)
def test_every_language_has_the_same_markdown(name: str) -> None:
    assert differences(name, structure_of, "has") == []


@for_each("name", ["shell/words.en.md"])
def test_a_read_out_has_a_label_a_colon_and_numbers(name: str) -> None:
    assert differences(name, readout_of, "label and numbers:") == []


HAN = r"[\u4e00-\u9fff]"
TOUCHING = re.compile(rf"{HAN}[A-Za-z0-9$`{{]|[A-Za-z0-9$`}}]{HAN}")
WESTERN = re.compile(
    rf"{HAN}\s?[,;:?!](?=\s|{HAN}|$)|{HAN}\.(?=\s|{HAN}|$)|(?<![A-Za-z])\((?:(?![()−=·/√]).)*{HAN}(?:(?![()−=·/√]).)*\)"
)


@for_each("name", NAMES)
@pytest.mark.skipif("zh" not in OTHERS, reason="there is no Chinese")
def test_chinese_has_its_own_punctuation_and_spaces(name: str) -> None:
    for piece, text in pieces(file_in(name, "zh")).items():
        # What is chosen by an index stands in the sentence like any other words.
        text = PLACEHOLDER.sub(
            lambda m: m["format"].split("|")[-1] if "|" in m["format"] else m[0], text
        )
        text = re.sub(r"\]\([^)]*\)|\|", "]", text)
        assert TOUCHING.findall(text) == [], piece
        assert WESTERN.findall(text) == [], piece


@for_each("name", NAMES)
def test_no_line_of_chinese_breaks_between_a_letter_and_its_value(name: str) -> None:
    for piece, text in pieces(file_in(name, "zh")).items():
        plain = re.sub(r"`[^`\n]*`|\$[^$\n]+\$|```.*?```", "", text, flags=re.DOTALL)
        assert re.findall(r"(?<![A-Za-z])[A-Za-zτηε] [=<>≤≥≈] [−\d∞{]", plain) == [], piece

"""The report in every language: it says which one it is, and the same numbers."""

import re
from functools import cache

import pytest

from logitviz.charts.words import DEFAULT_LANGUAGE, languages, words_of
from logitviz.lessons.your_model.report import report_html
from tests.lessons.your_model.made import hostile_data, of_data
from tests.lessons.your_model.test_report import Reader, figures, own, read

OTHERS = [language for language in languages() if language != DEFAULT_LANGUAGE]


@cache
def in_language(language: str) -> str:
    return report_html(words_of("your_model", language), of_data(hostile_data(80), judge="cross"))


@pytest.mark.parametrize("language", languages())
def test_a_report_says_in_which_language_it_is(language: str) -> None:
    ((_, attributes),) = [each for each in read(in_language(language)).tags if each[0] == "html"]
    assert attributes == {"lang": language}
    words = words_of("your_model", language)
    for name in ("report_kind", "report_bars", "report_gap", "report_wrong", "method_interval"):
        assert words[name] in read(in_language(language)).text


@pytest.mark.parametrize("language", OTHERS)
def test_a_report_has_the_same_tags_and_numbers_in_every_language(language: str) -> None:
    english, other = (read(in_language(each)) for each in (DEFAULT_LANGUAGE, language))

    def tags(found: Reader) -> list[tuple[str, set[str]]]:
        return [(tag, {*attributes}) for tag, attributes in found.tags]

    def numbers(found: Reader) -> list[list[str]]:
        return [re.findall(r"\d+(?:[.,]\d+)*", " ".join(row)) for row in found.rows]

    assert tags(other) == tags(english)
    assert numbers(other) == numbers(english)
    one, two = (figures(own(in_language(each))) for each in (DEFAULT_LANGUAGE, language))
    for name, traces in one.items():
        for trace, there in zip(traces, two[name], strict=True):
            assert {k: v for k, v in trace.items() if k != "name"} == {
                k: v for k, v in there.items() if k != "name"
            }


@pytest.mark.parametrize("language", OTHERS)
def test_no_piece_of_the_report_stays_english(language: str) -> None:
    english, words = (words_of("your_model", each) for each in (DEFAULT_LANGUAGE, language))
    text = read(in_language(language)).text
    names = [n for n in english if n.startswith(("report_", "method_", "measure_", "split_"))]
    changed = [n for n in names if words[n] != english[n] and "{" not in english[n]]
    assert changed
    assert [n for n in changed if len(english[n]) > 12 and english[n] in text] == []

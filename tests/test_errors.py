"""What the library says in English, Chinese says as well: its errors, and its notes on a file."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.sentences import LONGEST_SENTENCE, Sentences
from logitviz.charts.words import SHARED, pieces, words_of
from logitviz.lessons.features.strokes import read_strokes
from logitviz.shell.lecture import from_file, unpack
from tests.cases import for_each
from tests.core import test_parse, test_printed
from tests.scores import (
    test_arrays,
    test_csv_files,
    test_formats,
    test_ids,
    test_json_files,
    test_labels,
    test_mappings,
    test_safetensors,
)
from tests.scores.files import example, npy, refused_files, sample_files
from tests.sentence_samples import SAID
from tests.shell import test_lecture

ENGLISH, TRANSLATED = (pieces(SHARED / f"errors.{language}.md") for language in ("en", "zh"))
WHOLE = [name for name in ENGLISH if "__" not in name]
CHINESE = words_of("", "zh")
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z][\w.]*")
FIELD = re.compile(r"\{([A-Za-z_]\w*)\}")

# Names and code, which are the same in every language.
SAME = frozenset(
    (
        *("A", "Arrow", "Avro", "B", "C", "CSV", "Excel", "False", "Feather", "Git", "HDF5"),
        *("JSON", "Keras", "LFS", "Lines", "MATLAB", "MiB", "N", "NLL", "NaN", "NumPy", "ORC"),
        *("Office", "PDF", "PyTorch", "Python", "SQLite", "Series", "T", "True", "UTF", "ZIP"),
        *("Zip", "Zstandard", "a", "bfloat16", "bzip2", "cpu", "d", "e308", "evaluation"),
        *("float16", "float32", "float64", "g", "git", "gunzip", "gzip", "h5", "h5py", "harness"),
        *("hot", "inf", "label", "labels", "labels.astype", "labels.npy", "lecture", "lfs"),
        *("link", "links", "lm", "logit", "logit_0", "logit_1", "logits", "logits.T", "logitviz"),
        *("mat", "np.clip", "np.column_stack", "np.load", "np.save", "np.savez", "npy", "npz"),
        *("null", "numpy", "one", "p", "pair.npz", "pandas.read_parquet", "parquet", "pickle"),
        *("pkl", "pt", "pull", "pyarrow", "safetensors", "scipy.io.loadmat", "scores.npz"),
        *("sigmoid", "softmax", "str", "t", "target", "title", "to_csv", "top_logprobs"),
        *("torch.load", "xls", "xlsx", "xz", "z"),
    )
)

# What the code can say.


def test_every_sentence_of_the_code_has_a_translation_without_english_words() -> None:
    assert len(SAID) > 300
    for sentence in SAID:
        chinese = CHINESE.error(sentence)
        assert HAN.search(chinese), sentence
        assert set(LATIN.findall(chinese)) <= SAME, chinese


def test_the_code_says_every_sentence_that_is_translated() -> None:
    every = "\n".join(SAID).lower()
    for name in WHOLE:
        parts = map(re.escape, FIELD.sub("\0", ENGLISH[name]).lower().split("\0"))
        assert re.search(f"^{'.+'.join(parts)}$", every, re.MULTILINE), name


def test_a_translation_ends_as_the_sentence_does() -> None:
    for name in WHOLE:
        assert (ENGLISH[name][-1] in ".?") == (TRANSLATED[name][-1] in "。？"), name


# Each pattern.


def written(name: str, part: Callable[[list[str]], str], value: str = "7") -> tuple[str, str]:
    """Write a piece in both languages: each field is one of the parts it can have, or a value."""
    values = {}
    for field in FIELD.findall(ENGLISH[name]):
        parts = [each for each in ENGLISH if each.startswith(f"{field}__")]
        if field == "sentence":
            parts = ["empty"]
        ends = [each for each in parts if f"{{{field}}}" not in ENGLISH[each]]
        values[field] = written(part(ends), part, value) if ends else (value, value)
    english, chinese = (
        FIELD.sub(lambda match: values[match[1]][place], texts[name])  # noqa: B023
        for place, texts in enumerate((ENGLISH, TRANSLATED))
    )
    return english, chinese


@for_each("name", WHOLE)
def test_a_sentence_is_matched_by_its_own_pattern(name: str) -> None:
    for part in (min, max, lambda parts: parts[len(parts) // 2]):
        english, chinese = written(name, part)
        assert CHINESE.error(english) == chinese
        assert CHINESE.error(english[:1].upper() + english[1:]) == chinese


@for_each("name", [name for name in ENGLISH if "__" in name])
def test_every_part_is_matched_in_a_sentence(name: str) -> None:
    field = name.partition("__")[0]
    around = next(each for each in WHOLE if f"{{{field}}}" in ENGLISH[each])
    english, chinese = written(around, lambda parts: name if name in parts else parts[0])
    assert CHINESE.error(english) == chinese


def test_no_two_fields_touch() -> None:
    assert [name for name, text in ENGLISH.items() if "}{" in text] == []


# What bad input really provokes.

LABELS_OF_ARRAYS = {"ragged"}  # the reason is NumPy's, and no visitor gives arrays


def scores_refused() -> Iterator[tuple[Any, ...]]:
    """Give arguments of `read_scores` that it refuses."""
    for cases in (refused_files(), test_arrays.REFUSED, test_csv_files.REFUSED):
        yield from ((case[0],) for case in cases.values())
    yield from ((start,) for start in test_formats.MAGIC)
    yield from ((text.encode(),) for text, _ in test_json_files.REFUSED.values())
    yield from (
        (test_safetensors.of_header(header),) for header, _ in test_safetensors.REFUSED.values()
    )
    for second, _ in test_mappings.REFUSED.values():
        yield (test_mappings.lines([test_mappings.FIRST, {"logprobs": second}]),)
    for ids, _ in test_ids.MISMATCHED.values():
        yield test_ids.scores_of(test_ids.IDS), test_ids.labels_of(ids, ["cat"] * len(ids))
    for name, (labels, *_) in test_labels.REFUSED.items():
        if name not in LABELS_OF_ARRAYS:
            yield npy(example()[0]), labels
    for file, _ in refused_files().values():
        yield npy(example()[0]), file


def messages(call: Callable[..., Any], *cases: tuple[Any, ...]) -> Iterator[str]:
    """Give what a function says of bad input."""
    for case in cases:
        with suppress(TypeError):  # what no text or file can bring about
            try:
                call(*case)
            except ValueError as error:
                yield str(error)


def assert_chinese(sentence: str) -> None:
    """Hold that a sentence has a translation, of which only values and code are English."""
    chinese = CHINESE.error(sentence)
    assert HAN.search(chinese), sentence
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|\([^()]*\)", "", chinese)
    english = {"the", "is", "are", "of", "and", "or", "to", "in", "from", "row", "rows", "must"}
    assert not set(re.findall("[a-z]+", bare)) & english, chinese


def test_what_bad_scores_provoke_is_said_in_chinese() -> None:
    found = list(messages(lv.read_scores, *scores_refused()))
    assert len(set(found)) > 100
    for sentence in found:
        assert_chinese(sentence)


def test_what_bad_texts_provoke_is_said_in_chinese() -> None:
    pasted = [text for cases in (test_parse, test_printed) for text, _ in cases.REFUSED.values()]
    found = [
        *messages(lambda text: lv.parse_logits(text, count=10), *((text,) for text in pasted)),
        *messages(lv.parse_logits, *((text,) for text in pasted)),
        *messages(read_strokes, ("9",), ("34g34g",), ("0" * 200,), ("<b>",)),
        *messages(unpack, *((text,) for text in test_lecture.CODES.values())),
        *messages(from_file, *((data,) for data in test_lecture.FILES.values())),
    ]
    assert len(set(found)) > 50
    for sentence in found:
        assert_chinese(sentence)


def notes() -> Iterator[str]:
    """Give what is said of files that can be read."""
    logits, labels = example()
    files = sample_files()
    for data in files.values():
        yield from lv.read_scores(data).notes
    for second in (labels, labels.astype(str).tolist(), files["names.csv"], files["scores.json"]):
        yield from lv.read_scores(files["names.csv"], second).notes
    yield from lv.read_scores(npy(logits), labels + 1, labels_from=1).notes
    yield from lv.read_scores(
        npy(logits), np.where(labels == 1, -100, labels), leave_out_ignored=True
    ).notes
    for table in (logits, abs(logits), abs(logits) / abs(logits).sum(axis=1, keepdims=True)):
        yield from lv.read_scores(npy(table), labels).notes
        yield from lv.read_scores(npy(table * 40), kind="logits").notes
        yield from lv.read_scores(npy(abs(table)), kind="probabilities").notes
    for rows in (1, 2):
        yield from lv.read_scores(npy(np.eye(8)[:rows] - 1e9), [0] * rows).notes
    yield from lv.read_scores(
        test_ids.scores_of(test_ids.IDS),
        test_ids.labels_of(test_ids.IDS[::-1], ["cat", "dog", "bird"] * 40),
    ).notes


def test_all_notes_on_good_files_are_said_in_chinese() -> None:
    found = set(notes())
    assert len(found) > 40
    for note in found:
        assert_chinese(note)


# Hostile values.

HOSTILE = [
    *("{", "}", "{name}", "{way}{0}", "a\nb", "\0", "\\g<1>", "\\1", "(", "。", "猫", "\ud800"),
    *("<b>x</b>", "the array", "'", '"', "x" * 40),
]


@for_each(["name", "value"], product(WHOLE, HOSTILE))
def test_a_value_is_put_in_as_it_is(name: str, value: str) -> None:
    english, chinese = written(name, min, value)
    assert CHINESE.error(english) == chinese


@for_each("value", ["', '", "' and ", ": ", " of ", "7 more", ""])
def test_a_value_that_looks_like_a_sentence_breaks_nothing(value: str) -> None:
    for name in WHOLE:
        assert CHINESE.error(written(name, min, value)[0])


def test_what_cannot_be_told_stays_english() -> None:
    for sentence in ("", "x", "Some other error.", "The file of labels cannot be read. Why?"):
        assert CHINESE.error(sentence) == sentence
    long = f"text is not valid JSON: {'x' * LONGEST_SENTENCE}"
    assert CHINESE.error(long) == long


def test_english_is_what_the_library_says() -> None:
    assert [words_of("").error(sentence) for sentence in SAID] == SAID


def test_a_language_without_translations_says_it_in_english() -> None:
    assert words_of("", "xx").error("The file is empty.") == "The file is empty."


REPEATED = [
    *("'", "class 1: ", "class 1: 1, ", "'a' with 'b', ", "item 1, ", " of ", ", ", ": ", "; "),
    *("The file of labels cannot be read. ", "array 'a", "{name}", "\n", "列", "x", " is not a "),
]


def test_a_hostile_text_takes_time_in_proportion_to_its_length() -> None:
    """Each pattern looks once through a text, whatever stands in it."""
    starts = [part.partition("{")[0] for part in ENGLISH.values()]
    for repeated in REPEATED:
        for start in ("", *starts[:: len(starts) // 20]):
            counts = [looks((start + repeated * size)[:size]) for size in (1000, LONGEST_SENTENCE)]
            assert counts[1] <= counts[0] + len(ENGLISH)


class Counted(str):
    """A text that counts how often it is looked through."""

    looks = 0

    def find(self, *args: Any) -> int:
        Counted.looks += 1
        return super().find(*args)

    def rfind(self, *args: Any) -> int:
        Counted.looks += 1
        return super().rfind(*args)

    def __getitem__(self, key: Any) -> "Counted":
        return Counted(super().__getitem__(key))


def looks(text: str) -> int:
    Counted.looks = 0
    Sentences(ENGLISH, TRANSLATED).translated(Counted(text))
    return Counted.looks

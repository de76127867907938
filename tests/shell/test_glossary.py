"""The glossary: short, sorted, complete, and true where it holds numbers."""

import re
from pathlib import Path

import numpy as np

import logitviz as lv
from logitviz.charts.words import LESSONS, languages, words_of
from tests.cases import for_each

ROOT = Path(__file__).parents[2]
WORDS = words_of("")
LINES = [line for line in WORDS["glossary"].splitlines() if line]
# A term, its name in Chinese where that is another, its meaning.
ENTRY = re.compile(r"\*\*(?P<term>[^*]+)\*\*(?: \((?P<chinese>[^)]+)\))? – (?P<meaning>.+\.)")
FOUND = [match for line in LINES if (match := ENTRY.fullmatch(line))]
ENTRIES = {match["term"]: match["meaning"] for match in FOUND}
# What every label and every piece of prose says, but the glossary.
PROSE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [
        *LESSONS.glob("*/words.en.md"),
        *(ROOT / "pages").glob("*.py"),
        *(ROOT / "logitviz").rglob("*.py"),
    ]
).casefold()
READINGS = [
    WORDS.readout(name)[0]
    for name in ("prediction", "confidence", "margin", "entropy", "perplexity")
]
# Words for the same thing, or of the same family, under which a term is met.
MET_AS = {
    "float16, float32, float64": ("float16", "double precision"),
    "energy": ("energies", "energy"),
    "fused loss": ("fused form", "fused"),
    "invariance": ("unchanged",),
    "kl divergence": ("divergence",),
    "log-sum-exp": ("logsumexp",),
    "odds, log-odds": ("log-odds",),
    "standardisation": ("standardis", "z-score"),
    "symbols": ("τ",),
}
NEEDED = {
    "accuracy", "anchor", "argmax", "batch", "bias", "boltzmann distribution", "calibration",
    "classifier", "confidence", "convex", "cosine similarity", "cross-entropy", "ddof",
    "distillation", "effective classes", "energy", "entropy", "feature",
    "float16, float32, float64", "gap", "gradient", "greedy", "gumbel-max", "heat map", "infonce",
    "invariance", "jacobian", "kl divergence", "label smoothing", "layer", "learning rate",
    "log-sum-exp", "logit", "margin", "maximum entropy", "maximum likelihood", "metropolis",
    "min-p", "multi-label", "nat", "negative", "one-hot", "overflow", "perplexity", "positive",
    "probability", "range", "runner-up", "seed", "shift", "sigmoid", "soft labels", "softmax",
    "standardisation", "student", "sweep", "symbols", "teacher", "temperature", "threshold",
    "token", "top-k", "top-p", "underflow", "weight",
}  # fmt: skip


def known(term: str) -> bool:
    """Whether the glossary has a term, in the singular or as a part of an entry's name."""
    term = term.casefold().strip(" :.,")
    names = {name.casefold() for name in ENTRIES}
    return bool({term, term.removesuffix("s"), term.removesuffix("es")} & names)


def test_every_line_is_an_entry() -> None:
    assert len(ENTRIES) == len(LINES)
    assert [line for line in LINES if not ENTRY.fullmatch(line)] == []


def test_the_entries_are_in_alphabetical_order_without_repetition() -> None:
    terms = [term.casefold() for term in ENTRIES]
    assert terms == sorted(set(terms))


@for_each("term", ENTRIES)
def test_an_entry_does_not_merely_repeat_its_term(term: str) -> None:
    assert term[0].isupper()
    assert not ENTRIES[term].casefold().startswith(term.casefold())


@for_each("term", sorted(NEEDED))
def test_a_term_of_the_subject_has_an_entry(term: str) -> None:
    assert term in {name.casefold() for name in ENTRIES}


@for_each("term", ENTRIES)
def test_a_term_is_met_somewhere_in_the_app(term: str) -> None:
    met = MET_AS.get(term.casefold(), (term.casefold(),))
    assert any(word in PROSE for word in met)


# Bold words that stand for a name, not for a notion.
NAMES = {"logitviz"}


def test_a_word_that_prose_prints_in_bold_has_an_entry() -> None:
    pieces = LESSONS.glob("*/words.en.md")
    bold = {
        word
        for path in pieces
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("|")  # there it labels a row of a table
        for word in re.findall(r"\*\*([^*\n]+)\*\*", line)
    }
    # What ends with a full stop heads a paragraph, and what holds a number heads a result.
    terms = {word for word in bold if not word.endswith((".", "?")) and "{" not in word}
    assert {word for word in terms if not known(word)} <= NAMES


@for_each(
    "label",
    [
        WORDS.label("T").removesuffix(" T"),
        words_of("sigmoid").label("t").partition(" of ")[0],
        *READINGS,
    ],
)
def test_the_notion_that_a_label_names_has_an_entry(label: str) -> None:
    assert known({"Predicted class": "Prediction"}.get(label, label))


def test_the_glossary_holds_no_html_and_no_heading() -> None:
    for language in languages():
        text = words_of("", language)["glossary"]
        assert not re.search(r"</?[a-z]|^#", text, re.MULTILINE), language


@for_each("language", [each for each in languages() if each != "en"])
def test_a_glossary_in_another_language_has_the_same_entries_in_the_same_order(
    language: str,
) -> None:
    """Its terms have the English name behind them in brackets, unless it is the same."""
    lines = [line for line in words_of("", language)["glossary"].splitlines() if line]
    heads = [re.match(r"\*\*(.+?)\*\* – .+[.。]$", line) for line in lines]
    assert None not in heads
    terms = [head[1] for head in heads if head]
    english = [re.sub(r".*（(.+)）$", r"\1", term) for term in terms]
    assert [term.casefold() for term in english] == [term.casefold() for term in ENTRIES]


def test_the_english_glossary_names_the_chinese_terms() -> None:
    lines = [line for line in words_of("", "zh")["glossary"].splitlines() if line]
    for line, match in zip(lines, FOUND, strict=True):
        (chinese,) = re.findall(r"^\*\*(.+?)(?:（.+）)?\*\*", line)
        assert chinese in (match["chinese"], match["term"]), line


# ---- the numbers in it ----


def test_the_precisions_overflow_where_the_glossary_says() -> None:
    """Material 4: 11.09, 88.72 and 709.78."""
    limits = [lv.exp_limits(kind).largest for kind in ("float16", "float32", "float64")]
    said = ENTRIES["Float16, float32, float64"]
    assert all(f"{float(limit):.2f}" in said for limit in limits)
    assert [np.dtype(kind).itemsize for kind in ("float16", "float32", "float64")] == [2, 4, 8]


def test_a_nat_is_as_many_bits_as_the_glossary_says() -> None:
    assert f"{1 / np.log(2):.3f}" in ENTRIES["Nat"]


def test_log_sum_exp_lies_where_the_glossary_says() -> None:
    for z in ([0.0] * 7, [3.0, -1.0, 2.5], [1000.0, 1.0]):
        assert max(z) <= float(lv.logsumexp(z)) <= max(z) + np.log(len(z)) * (1 + 1e-15)


def test_softmax_has_the_invariance_that_the_glossary_names() -> None:
    """Material 3: unchanged by a constant, changed by a factor."""
    z = np.array([2.0, 1.0, 0.1])
    np.testing.assert_allclose(lv.softmax(z + 5), lv.softmax(z), rtol=1e-14, atol=0)
    assert not np.allclose(lv.softmax(2 * z), lv.softmax(z), rtol=0.01, atol=0)

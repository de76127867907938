"""The prose of every page, and a computation behind every number in it."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.words import LESSONS, file_of, languages, pieces, words_of
from logitviz.datasets.digits import DIGITS_PATH, load_digits
from logitviz.datasets.sources import EXAMPLES
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.lessons import PAGES
from logitviz.live.shared import CLASSES, TEMPERATURE
from tests.cases import for_each
from tests.lessons.confidence.profile import accuracy, at_each_temperature
from tests.lessons.profiles import PROFILES
from tests.lessons.table import TABLE
from tests.lessons.temperature.profile import sweep
from tests.test_languages import NUMBER, bare, numbers_of

Z = np.array(EXAMPLE)
pages = for_each("page", PAGES)
in_every_language = for_each(
    ("page", "language"), [(p, each) for p in PAGES for each in languages()]
)


# The steps of the worked examples are computed one by one (tests/lessons/examples/test_steps.py).
STEP = re.compile("|".join(f"{name.lower()}_.*" for name in EXAMPLES))


@in_every_language
def test_a_lead_says_first_what_the_page_teaches(page: str, language: str) -> None:
    heading, blank, paragraph = words_of(page, language)["lead"].split("\n")
    assert re.fullmatch(r"# \S[^#*]*", heading)
    assert blank == ""
    assert re.fullmatch(r"[^#*]+[.。]", paragraph)


@in_every_language
def test_a_section_has_a_heading_one_level_below_the_lead(page: str, language: str) -> None:
    words = pieces(file_of(page, language))
    headings = [
        (name, *match)
        for name, text in words.items()
        for match in re.findall(r"^(#+) (\S.*)$", text, flags=re.MULTILINE)
    ]
    assert [name for name, level, _ in headings if level == "#"] == ["lead"]
    assert {level for name, level, _ in headings if name != "lead"} <= {"##"}
    for name, text in words.items():
        assert all(line.startswith(("# ", "## ")) for line in re.findall(r"^#.*", text, re.M)), name


@in_every_language
def test_the_way_on_is_a_short_label(page: str, language: str) -> None:
    assert "\n" not in words_of(page, language)["next"]
    assert len(words_of(page, language)["next"]) < 80


@in_every_language
def test_words_hold_no_html(page: str, language: str) -> None:
    words = re.sub(
        r"<(/?b|br|extra)>|</extra>", "", "".join(pieces(file_of(page, language)).values())
    )
    assert not re.search(r"</?[a-z]", words)


def test_every_file_of_words_belongs_to_a_page() -> None:
    assert {path.parent.name for path in LESSONS.glob("*/*.md")} == {*PAGES}


claims = [(page, claim) for page in PAGES for claim in PROFILES[page].claims]


@for_each(("page", "claim"), claims)
def test_a_claim_of_the_prose_is_true(page: str, claim: str) -> None:
    assert PROFILES[page].claims[claim]()


@in_every_language
def test_every_number_of_the_prose_is_claimed(page: str, language: str) -> None:
    """And the other way round: words to choose from by index may state further numbers."""
    words = pieces(file_of(page, language))
    claimed: dict[str, set[str]] = {name: set() for name in words}
    for claim in PROFILES[page].claims:
        names, _, description = claim.partition(": ")
        for name in names.split(", "):
            claimed[name].update(numbers_of(description))
    found = {name: text for name, text in words.items() if not STEP.fullmatch(name)}
    for name, text in found.items():
        assert set(NUMBER.findall(bare(text))) <= claimed[name], name
        assert claimed[name] <= set(numbers_of(text)), name


def test_entropy_rises_strictly_with_t_and_confidence_falls() -> None:
    record = sweep()
    warm = record.temperature > 0.05  # below, both leave their limit by less than one last place
    assert (np.diff(record.entropy[warm]) > 0).all()
    assert (np.diff(record.confidence[warm]) < 0).all()


def test_entropy_stands_still_when_all_logits_are_equal() -> None:
    assert_allclose(sweep(np.zeros(CLASSES)).entropy, np.log(CLASSES), rtol=1e-15, atol=0)


def test_no_class_overtakes_another_at_any_temperature() -> None:
    finite = sweep().probabilities[1:-1]
    order = np.argsort(-Z)
    assert (np.diff(finite[:, order], axis=1) <= 0).all()
    assert_array_equal(sweep().prediction, np.zeros(TEMPERATURE.positions.size))


def test_boltzmann_at_energies_minus_z_is_softmax_at_t() -> None:
    energies = -Z
    weights = np.exp(-energies / 1.7)
    assert_allclose(lv.softmax(Z, temperature=1.7), weights / weights.sum(), rtol=1e-13, atol=0)


@pytest.mark.parametrize("constant", [-3.0, 0.5, 10.0])
def test_adding_a_constant_moves_every_logit_and_no_probability(constant: float) -> None:
    assert_allclose(lv.softmax(Z + constant), lv.softmax(Z), rtol=1e-13, atol=0)
    assert (lv.sigmoid(Z + constant) != lv.sigmoid(Z)).all()


@pytest.mark.parametrize("net", ["strong", "weak"])
def test_both_classifiers_are_not_sure_enough_at_t_1(net: str) -> None:
    assert at_each_temperature(net).confidence[0].mean() < accuracy(net)


@pytest.mark.parametrize("temperature", [0.25, 0.5, 0.75, 0.95])
def test_every_t_below_1_brings_confidence_nearer_to_accuracy(temperature: float) -> None:
    mean = at_each_temperature("strong", 1.0, temperature).confidence.mean(axis=-1)
    before, after = np.abs(mean - accuracy("strong"))
    assert after < before


@pytest.mark.parametrize("net", ["teacher_logits", "student_logits"])
def test_a_higher_threshold_hands_over_more_and_lets_fewer_mistakes_through(net: str) -> None:
    digits = load_digits()
    logits = getattr(digits, net)
    right = logits.argmax(axis=1) == digits.labels
    result = lv.selective_accuracy(lv.softmax(logits).max(axis=1), right, TABLE["d"].positions)
    assert (np.diff(result.decided) <= 0).all()
    assert (np.diff(result.wrong) <= 0).all()
    assert result.decided[-1] < result.decided[0]
    assert result.wrong[-1] < result.wrong[0]


@pytest.mark.parametrize(("page", "piece"), [("playground", "digits"), ("confidence", "source")])
def test_the_app_names_source_and_licence_of_the_images(page: str, piece: str) -> None:
    text = words_of(page)[piece]
    assert "Alpaydin and Kaynak" in text
    assert "UCI" in text
    assert "CC BY 4.0" in text


def test_the_readme_of_the_data_names_source_licence_and_changes() -> None:
    text = (DIGITS_PATH.parent / "README.md").read_text(encoding="utf-8")
    assert "E. Alpaydin and C. Kaynak (1998)" in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "What we changed" in text

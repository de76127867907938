"""The report: one file that holds all, says what the state says, and trusts no name."""

import doctest
import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pytest
from plotly.offline import get_plotlyjs

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.core._lib.samples import Samples
from logitviz.datasets.digits import classifier_logits, load_digits
from logitviz.lessons.your_model import chance, text_report
from logitviz.lessons.your_model.assessing import LabelledLogits
from logitviz.lessons.your_model.folds import folds
from logitviz.lessons.your_model.report import report_html
from logitviz.lessons.your_model.snippets import snippet
from logitviz.live import html_text
from tests.lessons.your_model.made import WORDS, built_in, hostile_data, of_data

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Reader(HTMLParser):
    """Reads tags, texts, ids and tables of a report; a tag that is closed wrongly is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.texts.append(data)
            if {"td", "th"} & set(self.open):
                self.rows[-1][-1] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@cache
def strong() -> str:
    return report_html(WORDS, built_in())


@cache
def hostile() -> str:
    return report_html(WORDS, of_data(hostile_data(), judge="cross"))


def own(html: str) -> str:
    """A report without Plotly."""
    assert html.count(get_plotlyjs()) == 1
    return html.replace(get_plotlyjs(), "")


@cache
def read(html: str) -> Reader:
    return Reader(own(html))


def figures(html: str) -> dict[str, list[dict[str, object]]]:
    """The traces of every chart, by its name."""
    starts = re.finditer(r'Plotly\.newPlot\(\s*"(\w+)",\s*', html)
    return {each[1]: json.JSONDecoder().raw_decode(html, each.end())[0] for each in starts}


BOTH = pytest.mark.parametrize("html", [strong, hostile], ids=["strong", "hostile"])


@BOTH
def test_every_tag_is_closed_and_every_id_is_used_once(html: Callable[[], str]) -> None:
    found = read(html())
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert found.open == []
    assert len(ids) == len(set(ids)) == 6


@BOTH
def test_nothing_is_loaded_from_anywhere(html: Callable[[], str]) -> None:
    found = read(html())
    assert not {tag for tag, _ in found.tags} & {"link", "img", "iframe", "object", "base", "a"}
    assert not [a for _, a in found.tags if {"src", "href", "srcset", "action"} & a.keys()]
    styles = own(html()).partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in styles
    assert "@import" not in styles
    (policy,) = [a["content"] for _, a in found.tags if "http-equiv" in a]
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


@BOTH
def test_charts_have_real_colours_and_no_nan(html: Callable[[], str]) -> None:
    text = own(html())
    assert not re.search(r"#0000\d\d", text)
    assert "NaN" not in text
    assert "Infinity" not in text
    assert list(figures(text)) == [
        *("reliability_one", "reliability_best", "histogram_one", "histogram_best"),
        *("losses", "coverage"),
    ]


def test_the_measures_are_those_of_the_library_on_both_halves() -> None:
    logits, labels = classifier_logits("strong"), load_digits().labels
    (fold,) = folds(len(labels), "halves", 1)
    best = lv.fit_temperature(logits[fold.fit_rows], labels[fold.fit_rows]).temperature
    cases = [(rows, t) for rows in fold for t in (1.0, best)]
    for name, measure in {
        "measure_ece": lv.expected_calibration_error,
        "measure_nll": lv.negative_log_likelihood,
        "measure_brier": lv.brier_score,
    }.items():
        wanted = [measure(logits[rows], labels[rows], temperature=t) for rows, t in cases]
        assert [WORDS[name], *(f"{value:.4f}" for value in wanted)] in read(strong()).rows
    right = [100 * (logits[rows].argmax(axis=1) == labels[rows]).mean() for rows, _ in cases]
    assert [WORDS["measure_accuracy"], *(f"{value:.1f} %" for value in right)] in read(
        strong()
    ).rows
    assert snippet("NumPy", best) in " ".join(read(strong()).texts)


def test_the_bars_at_the_best_temperature_are_those_of_the_fitted_one_itself() -> None:
    logits, labels = classifier_logits("strong"), load_digits().labels
    (fold,) = folds(len(labels), "halves", 1)
    best = lv.fit_temperature(logits[fold.fit_rows], labels[fold.fit_rows]).temperature
    z, y = logits[fold.judged_rows], labels[fold.judged_rows]
    p = lv.softmax(z, temperature=best)
    wanted = lv.reliability(p.max(axis=1), p.argmax(axis=1) == y)
    bars = figures(own(strong()))["reliability_best"][0]
    drawn = np.array(bars["y"], np.float64)
    np.testing.assert_allclose(drawn, wanted.accuracy, rtol=1e-12, atol=0)


def test_rows_have_their_numbers_in_the_file_and_the_surest_mistake_comes_first() -> None:
    judged = of_data(hostile_data(), judge="cross").assessment
    rows = read(hostile()).rows
    heads = [WORDS[f"report_head_{name}"] for name in ("row", "true", "predicted")]
    start = rows.index([*heads, "T = 1", WORDS["head_fitted"]]) + 1
    number, true, predicted, _, best = rows[start]
    place = list(judged.rows).index(int(number))
    wrong = judged.on_judged_rows.confidence[1][~judged.correct]
    assert int(number) % 10 == 0
    assert not judged.correct[place]
    assert judged.on_judged_rows.confidence[1][place] == wrong.max()
    assert best == f"{wrong.max():.3f}"
    assert (true[0], predicted[0]) == (str(judged.labels[place]), str(judged.predicted[place]))


def test_predicted_classes_come_with_the_largest_gap_first() -> None:
    rows = read(strong()).rows
    names = ["predicted", "rows", "accuracy", *["confidence", "gap"] * 2]
    start = rows.index([WORDS[f"report_head_{name}"] for name in names]) + 1
    table = rows[start : start + 10]
    gaps = [abs(float(row[6].replace("−", "-").replace("≈", ""))) for row in table]
    assert gaps == sorted(gaps, reverse=True)
    assert sum(int(row[1]) for row in table) == 450
    assert {row[0] for row in table} == set("0123456789")


def test_words_of_a_file_are_texts_and_nothing_else() -> None:
    found = read(hostile())
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in read(strong()).tags}
    assert not [a for _, attributes in found.tags for a in attributes if a.startswith("on")]
    assert "<script>document.title = 'taken'</script>" in found.text
    assert '"><img src="https://example.org/x.png" onerror="document.title=1">' in found.text
    assert "$title $few {T:logit} {{}}" in found.text
    assert "turned � round �[2J � �" in found.text
    hostile().encode("utf-8")


def test_equal_states_give_equal_files() -> None:
    assert report_html(WORDS, built_in()) == strong()


def test_the_temperature_of_the_state_is_marked_and_moves_nothing_else() -> None:
    state = built_in(T=2.0)
    other = report_html(WORDS, state)
    one, two = figures(own(strong())), figures(own(other))
    assert [name for name in one if one[name] != two[name]] == ["losses"]
    assert filled(WORDS["report_losses"], state) in read(other).text
    assert filled(WORDS["report_losses"], built_in()) in read(strong()).text
    assert [row for row in read(other).rows if row not in read(strong()).rows] == []


def test_few_rows_are_warned_of_beside_every_figure() -> None:
    html = report_html(WORDS, of_data(hostile_data(80)))
    assert read(html).text.count(WORDS.said("few", samples=40)) == 7
    assert [a for _, a in read(html).tags if a.get("class") == "warning"] == 8 * [
        {"class": "warning"}
    ]
    assert len([a for _, a in read(strong()).tags if a.get("class") == "warning"]) == 1


def test_where_no_temperature_was_fitted_no_program_divides_by_one() -> None:
    logits = 3 * np.eye(4)[np.arange(200) % 4]
    samples = Samples.of(logits, np.arange(200) % 4)
    names = ["a", "b", "c", "d"]
    data = LabelledLogits(samples, names, np.arange(200), "right.npz")
    text = read(report_html(WORDS, of_data(data, judge="same"))).text
    assert f"{WORDS.said('report_at_best', t='0')} " in text
    assert WORDS["no_temperature"] in text
    assert "import numpy" not in text
    assert WORDS["none_wrong"] in text


def test_a_loss_without_end_is_written_as_such() -> None:
    logits = np.array([[0.0, 0.0], [0.0, -np.inf], [0.0, 1.0]] * 50)
    labels = np.array([0, 1, 1] * 50)
    data = LabelledLogits(Samples.of(logits, labels), ["no", "yes"], np.arange(150), "zeros.npz")
    found = read(report_html(WORDS, of_data(data)))
    assert [WORDS["measure_nll"], "∞", "∞", "∞", "∞"] in found.rows


def test_many_classes_are_cut_and_that_is_said() -> None:
    rng = np.random.default_rng(1)
    data = LabelledLogits(
        Samples.of(rng.normal(size=(1500, 150)), rng.integers(0, 150, 1500)),
        [f"class {place}" for place in range(150)],
        np.arange(1500),
        "many.npz",
    )
    state = of_data(data)
    count = len(np.unique(state.assessment.predicted))
    assert count > 100
    html = report_html(WORDS, state)
    assert WORDS.said("report_cut", most=100, count=count) in read(html).text


def test_the_examples_are_true() -> None:
    for module in (html_text, chance, text_report):
        results = doctest.testmod(module)
        assert (results.attempted > 0, results.failed) == (True, 0)

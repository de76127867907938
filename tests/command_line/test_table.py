"""The table that `python -m logitviz report` prints, and what it refuses."""

import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import logitviz as lv
from logitviz.__main__ import main
from logitviz.charts.words import languages, words_of
from logitviz.datasets.digits import classifier_logits, load_digits
from tests.command_line.conftest import ROOT, Captured, refused

WORDS = words_of("your_model")


def table(*arguments: str) -> int:
    """Print the table without a report; give the exit code."""
    return main(["report", *arguments, "--no-report"])


def row(output: str, name: str) -> list[float]:
    """The numbers of a row of the table."""
    (line,) = [line for line in output.splitlines() if line.startswith(f"{name}  ")]
    return [float(each) for each in line.removeprefix(name).split()]


def test_the_table_is_that_of_the_library_on_both_halves(capsys: Captured) -> None:
    assert table("scores.npz", "--seed", "3") == 0
    printed = capsys.readouterr()
    logits, labels = classifier_logits("strong"), load_digits().labels
    order = np.random.default_rng(3).permutation(len(labels))
    fitted, judged = order[: len(order) // 2], order[len(order) // 2 :]
    best = lv.fit_temperature(logits[fitted], labels[fitted]).temperature
    cases = [(rows, t) for rows in (fitted, judged) for t in (1.0, best)]
    for name, measure in {
        "measure_ece": lv.expected_calibration_error,
        "measure_nll": lv.negative_log_likelihood,
        "measure_brier": lv.brier_score,
    }.items():
        wanted = [measure(logits[rows], labels[rows], temperature=t) for rows, t in cases]
        np.testing.assert_allclose(row(printed.out, WORDS[name]), wanted, rtol=0, atol=5.001e-5)
    sure = [lv.softmax(logits[rows], temperature=t).max(axis=1).mean() for rows, t in cases]
    np.testing.assert_allclose(
        row(printed.out, WORDS["measure_confidence"]), sure, rtol=0, atol=5.001e-5
    )
    assert WORDS.said("text_best", best=f"{best:.6g}", status="interior") in printed.out
    assert printed.err == ""


def test_notes_come_first(capsys: Captured) -> None:
    assert table("scores.npz") == 0
    notes = lv.read_scores("scores.npz").notes
    lines = capsys.readouterr().out.splitlines()
    assert lines[: len(notes) + 2] == ["scores.npz", *(f"  {note}" for note in notes), ""]


def test_columns_stand_below_their_headings(capsys: Captured) -> None:
    assert table("scores.npz") == 0
    lines = capsys.readouterr().out.splitlines()
    judged = WORDS.said("rows_judged", count=450)
    first = next(place for place, line in enumerate(lines) if line.endswith(judged))
    assert len({len(line) for line in lines[first : first + 7]}) == 1


@pytest.mark.parametrize("language", languages())
def test_the_table_speaks_the_language_that_is_asked_for(language: str, capsys: Captured) -> None:
    words = words_of("your_model", language)
    assert table("scores.npz", "--language", language) == 0
    printed = capsys.readouterr()
    assert words.said("text_best", best="0.531987", status="interior") in printed.out
    lines = printed.out.splitlines()
    for name in ("accuracy", "confidence", "ece", "nll", "brier"):
        assert len(row(printed.out, words[f"measure_{name}"])) == 4
    for note in lv.read_scores("scores.npz").notes:
        assert f"  {words.error(note)}" in lines
    assert printed.err == ""


def test_a_language_that_is_not_there_is_refused(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stop:
        table("scores.npz", "--language", "xx")
    assert stop.value.code == 2
    assert "xx" in capsys.readouterr().err


def test_what_the_command_itself_says_is_english_in_every_language(capsys: Captured) -> None:
    assert refused(capsys, "logits.npy") == refused(capsys, "logits.npy", "--language", "zh")


def test_on_the_same_rows_the_best_temperature_is_that_of_all(capsys: Captured) -> None:
    assert table("logits.npy", "labels.npy", "--split", "same") == 0
    output = capsys.readouterr().out
    assert WORDS.said("text_best", best="0.507687", status="interior") in output
    assert row(output, WORDS["measure_ece"]) == [0.0877, 0.0088]


def test_both_ways_round_names_the_temperatures_of_both_halves(capsys: Captured) -> None:
    assert table("scores.npz", "--split", "cross") == 0
    output = capsys.readouterr().out
    assert WORDS.said("text_best", best="0.507687", status="interior") in output
    assert WORDS.said("folds", first="0.531987", second="0.474821") in output


def test_bins_can_be_chosen(capsys: Captured) -> None:
    options = ["--split", "same", "--bins", "7", "--strategy", "mass"]
    assert table("scores.npz", *options) == 0
    output = capsys.readouterr().out
    wanted = lv.expected_calibration_error(
        classifier_logits("strong"), load_digits().labels, bins=7, strategy="mass"
    )
    assert row(output, WORDS["measure_ece"])[0] == round(wanted, 4)
    assert WORDS.said("bins_mass", bins=7) in output


def test_few_rows_are_warned_of(capsys: Captured) -> None:
    np.savez("few.npz", logits=classifier_logits("strong")[:60], labels=load_digits().labels[:60])
    assert table("few.npz") == 0
    assert WORDS.said("few", samples=30) in capsys.readouterr().out


def test_the_kind_of_the_scores_can_be_said(capsys: Captured) -> None:
    p = lv.softmax(classifier_logits("strong"))
    np.savez("p.npz", probs=p, labels=load_digits().labels)
    assert table("p.npz", "--split", "same") == 0
    best = WORDS.said("text_best", best="0.507687", status="interior")
    assert best in capsys.readouterr().out
    assert table("p.npz", "--split", "same", "--kind", "logits") == 0
    assert "The numbers are logits: as you said." in capsys.readouterr().out


def test_scores_without_labels_say_how_to_pass_them(capsys: Captured) -> None:
    reason = refused(capsys, "logits.npy")
    assert "holds no labels" in reason
    assert "logitviz report SCORES LABELS" in reason


def test_a_second_file_is_not_advised_where_there_is_one(capsys: Captured) -> None:
    np.save("short.npy", load_digits().labels[:-1])
    np.savez("both.npz", logits=classifier_logits("strong"), labels=load_digits().labels[:-1])
    assert "second file" not in refused(capsys, "logits.npy", "short.npy")
    assert "Other labels can be passed as a second file" in refused(capsys, "both.npz")
    assert "second file" not in refused(capsys, "labels.npy")  # labels, where scores belong


def test_labels_that_seem_to_count_from_one_are_read_and_asked_about(capsys: Captured) -> None:
    labels = load_digits().labels
    rows = labels < 9
    np.savez("hidden.npz", logits=classifier_logits("strong")[rows], labels=labels[rows] + 1)
    assert table("hidden.npz") == 0
    printed = capsys.readouterr()
    assert "The labels seem to count the classes from 1" in printed.out
    assert printed.err.startswith("logitviz: hidden.npz: Pass --labels-from 1 if")
    assert table("hidden.npz", "--labels-from", "1") == 0
    assert capsys.readouterr().err == ""


def test_labels_that_do_not_fit_name_both_files(capsys: Captured) -> None:
    np.save("short.npy", load_digits().labels[:-1])
    reason = refused(capsys, "logits.npy", "short.npy")
    assert reason.startswith("logitviz: logits.npy, short.npy: ")
    assert "898" in reason


def test_labels_counted_from_one_are_read_when_that_is_said(capsys: Captured) -> None:
    np.save("from_one.npy", load_digits().labels + 1)
    assert "--labels-from 1" in refused(capsys, "logits.npy", "from_one.npy")
    assert table("logits.npy", "from_one.npy", "--labels-from", "1") == 0


def test_rows_labelled_minus_100_are_left_out_when_that_is_said(capsys: Captured) -> None:
    labels = load_digits().labels.copy()
    labels[:9] = -100
    np.save("ignored.npy", labels)
    assert "--leave-out-ignored" in refused(capsys, "logits.npy", "ignored.npy")
    assert table("logits.npy", "ignored.npy", "--leave-out-ignored") == 0
    assert WORDS.said("rows_fitted", count=445) in capsys.readouterr().out


@pytest.mark.parametrize("file", ["nowhere.npz", "."])
def test_a_file_that_cannot_be_read_is_named(file: str, capsys: Captured) -> None:
    assert f"{file} cannot be read: " in refused(capsys, file)


def test_a_file_of_the_wrong_kind_is_refused_in_one_sentence(capsys: Captured) -> None:
    Path("model.pkl").write_bytes(b"\x80\x04\x95" + b"x" * 40)
    assert refused(capsys, "model.pkl").startswith("logitviz: model.pkl: ")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--bins", "0"), ("--bins", "1.5"), ("--seed", "-1"), ("--seed", "²"), ("--split", "third")],
)
def test_an_option_that_makes_no_sense_is_refused(
    option: str, value: str, capsys: Captured
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["report", "scores.npz", f"{option}={value}"])
    assert stop.value.code == 2
    assert value in capsys.readouterr().err


def test_names_in_a_file_cannot_steer_the_terminal(capsys: Captured) -> None:
    names = np.array(["\x1b[2J", *"bcdefghij"])
    np.savez(
        "named.npz", logits=classifier_logits("strong"), labels=load_digits().labels, names=names
    )
    assert table("named.npz") == 0
    output = capsys.readouterr().out
    assert "\x1b" not in output
    assert "(�[2J, b, c" in output


def test_alone_it_prints_help(capsys: Captured) -> None:
    assert main([]) == 0
    assert "report" in capsys.readouterr().out


def test_an_output_without_the_signs_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez("chance.npz", logits=[[2.0, 0.0]] * 200, labels=[0, 1] * 100)
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert table("chance.npz", "--split", "same") == 0
    terminal.seek(0)
    assert "T = ?" in terminal.read()


def test_a_reader_that_stops_early_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        assert table("scores.npz") == 0
        monkeypatch.undo()


def test_it_runs_as_a_module_and_has_a_name_of_its_own(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "logitviz", "report", tmp_path / "logits.npy"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"logitviz": "logitviz.__main__:main"}

"""The report that `python -m logitviz report` writes, and when it writes none."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

import logitviz as lv
from logitviz.__main__ import main
from logitviz.charts.words import languages, words_of
from logitviz.lessons.your_model.assessing import LabelledLogits
from logitviz.lessons.your_model.folds import Indices
from tests.command_line.conftest import ROOT, Captured, refused

BEST = words_of("your_model").said("text_best", best="0.531987", status="interior")


def test_without_a_name_the_report_is_a_new_file_in_the_present_folder(capsys: Captured) -> None:
    assert main(["report", "scores.npz"]) == 0
    printed = capsys.readouterr()
    assert BEST in printed.out
    assert printed.out.endswith("\nWrote report.html.\n")
    assert printed.err == ""
    assert "<h1>scores.npz</h1>" in Path("report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", languages())
def test_the_report_speaks_the_language_that_is_asked_for(language: str, capsys: Captured) -> None:
    assert main(["report", "scores.npz", "--language", language, "-o", "own.html"]) == 0
    report = Path("own.html").read_text(encoding="utf-8")
    assert report.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert words_of("your_model", language)["report_kind"] in report
    assert capsys.readouterr().out.endswith("\nWrote own.html.\n")


def test_without_a_language_the_report_is_english(capsys: Captured) -> None:
    assert main(["report", "scores.npz"]) == 0
    assert '<html lang="en">' in Path("report.html").read_text(encoding="utf-8")
    assert BEST in capsys.readouterr().out


def test_without_a_name_an_older_report_stays(capsys: Captured) -> None:
    Path("report.html").write_text("old", encoding="utf-8")
    assert main(["report", "scores.npz"]) == 2
    printed = capsys.readouterr()
    assert BEST in printed.out
    assert printed.err == "logitviz: report.html exists: name another file with -o.\n"
    assert Path("report.html").read_text(encoding="utf-8") == "old"


def test_the_table_alone_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    before = sorted(tmp_path.iterdir())
    assert main(["report", "scores.npz", "--no-report"]) == 0
    assert BEST in capsys.readouterr().out
    assert sorted(tmp_path.iterdir()) == before


def test_a_report_and_none_cannot_both_be_wanted(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["report", "scores.npz", "--no-report", "-o", "new.html"])
    assert stop.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_a_report_with_a_name_replaces_an_older_one_and_keeps_who_may_read_it(
    tmp_path: Path, capsys: Captured
) -> None:
    old = Path("own.html")
    old.write_text("old", encoding="utf-8")
    old.chmod(0o600)
    Path("link.html").symlink_to(old)
    before = sorted(tmp_path.iterdir())
    assert main(["report", "scores.npz", "-o", "link.html"]) == 0
    assert capsys.readouterr().out.endswith("\nWrote link.html.\n")
    assert old.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert old.stat().st_mode & 0o777 == 0o600
    assert Path("link.html").is_symlink()
    assert sorted(tmp_path.iterdir()) == before


def test_a_report_that_fails_half_way_keeps_the_older_one(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("own.html").write_text("old", encoding="utf-8")
    before = sorted(tmp_path.iterdir())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    reason = refused(capsys, "scores.npz", "-o", "own.html")
    assert reason == "logitviz: own.html cannot be written: No space left on device."
    assert Path("own.html").read_text(encoding="utf-8") == "old"
    assert sorted(tmp_path.iterdir()) == before


def test_the_report_can_go_to_what_is_no_file() -> None:
    os.mkfifo("pipe")
    found = list[str]()
    reader = Thread(target=lambda: found.append(Path("pipe").read_text("utf-8")), daemon=True)
    reader.start()  # a daemon: it waits for ever if nothing is written
    assert main(["report", "scores.npz", "-o", "pipe"]) == 0
    reader.join(60)
    assert found[0].startswith("<!doctype html>")
    assert Path("pipe").is_fifo()


def test_the_rows_of_the_fit_are_judged_once_for_the_table_and_the_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fits, fit = list[Indices](), LabelledLogits.fit

    def counted(data: LabelledLogits, rows: Indices) -> lv.TemperatureFit:
        fits.append(rows)
        return fit(data, rows)

    monkeypatch.setattr(LabelledLogits, "fit", counted)
    assert main(["report", "scores.npz"]) == 0
    assert len(fits) == 1


def test_a_report_never_replaces_a_file_that_is_read(capsys: Captured) -> None:
    before = Path("labels.npy").read_bytes()
    reason = refused(capsys, "logits.npy", "labels.npy", "-o", "labels.npy")
    assert "-o labels.npy is a file that is read" in reason
    assert Path("labels.npy").read_bytes() == before


def test_a_report_that_cannot_be_written_leaves_the_table(capsys: Captured) -> None:
    assert main(["report", "scores.npz", "-o", "nowhere/report.html"]) == 2
    printed = capsys.readouterr()
    assert BEST in printed.out
    assert printed.err.count("\n") == 1
    assert "report.html cannot be written: No such file or directory." in printed.err


def without_plotly(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command where Plotly and Streamlit are missing; give exit code and both outputs."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r});"
        "sys.modules['plotly'] = None; sys.modules['streamlit'] = None;"
        "from logitviz.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "report", "scores.npz", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


def test_without_plotly_the_table_is_printed_and_a_report_with_a_name_refused(
    tmp_path: Path,
) -> None:
    code, output, errors = without_plotly(tmp_path, "-o", "r.html")
    assert code == 2
    assert BEST in output
    assert errors == "logitviz: the report needs Plotly: pip install 'logitviz[app]'.\n"
    assert not (tmp_path / "r.html").exists()


def test_without_plotly_and_a_name_the_table_says_why_there_is_no_report(tmp_path: Path) -> None:
    code, output, errors = without_plotly(tmp_path)
    assert (code, errors) == (0, "")
    assert BEST in output
    assert output.endswith(
        "\nNo report was written: the report needs Plotly: pip install 'logitviz[app]'.\n"
    )
    assert not (tmp_path / "report.html").exists()

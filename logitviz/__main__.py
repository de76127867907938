"""The command line: ``python -m logitviz report scores.npz labels.npy -o report.html``."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from logitviz.lessons.your_model.assessing import (
    FitComparison,
    LabelledLogits,
    assess,
    compare_fit,
    completed,
)
from logitviz.lessons.your_model.assessment import Assessment
from logitviz.lessons.your_model.controls import YOURS
from logitviz.lessons.your_model.report_state import FixedUpload
from logitviz.lessons.your_model.report_words import LANGUAGES, report_words
from logitviz.lessons.your_model.state import YourModelState
from logitviz.lessons.your_model.text_report import report_text
from logitviz.lessons.your_model.upload import labelled_logits
from logitviz.live.html_text import visible
from logitviz.live.shared import DECISION_THRESHOLD
from logitviz.scores import UnreadableScores, read_scores
from logitviz.scores.scores import KINDS

FAILED = 2  # the exit code, as argparse has it
DEFAULT_OUTPUT = Path("report.html")  # in the present folder; replaced only if -o names it
PASS_LABELS = "Pass the labels as a second file: logitviz report SCORES LABELS."
WAYS_OUT = {
    "ignored": "Pass --leave-out-ignored to leave these rows out.",
    "from_one": "Pass --labels-from 1 if the first class has the label 1.",
    "labels": "Other labels can be passed as a second file: logitviz report SCORES LABELS.",
}


class Refused(Exception):  # noqa: N818 # its message is what the command says
    """The command cannot do what it was asked to."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; give its exit code.

    Parameters
    ----------
    arguments
        Those after the name of the program; by default the program's own.

    Returns
    -------
    int
        0, or 2 if something was refused; the reason is written to the standard error.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal may lack ∞, and names come from files
            stream.reconfigure(errors="replace")
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        code = _run(parser, options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output wants no more of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("logitviz", description="See what a classifier's logits do.")
    commands = parser.add_subparsers(dest="command", title="commands")
    words = "say whether a classifier's confidence can be trusted, and which temperature mends it"
    report = commands.add_parser("report", help=words, description=words.capitalize() + ".")
    report.add_argument("scores", metavar="SCORES", help=".npy, .npz, CSV, JSON, safetensors, …")
    report.add_argument("labels", metavar="LABELS", nargs="?", help="if SCORES holds none")
    written = report.add_mutually_exclusive_group()
    written.add_argument(
        "-o",
        dest="output",
        metavar="FILE",
        help="the HTML report; replaces FILE if it exists (default: a new report.html)",
    )
    written.add_argument("--no-report", action="store_true", help="print the table alone")
    _add_options(report)
    return parser


def _add_options(report: argparse.ArgumentParser) -> None:
    """Add how the file is read and judged."""
    add = report.add_argument
    add("--bins", type=_whole(1), default=15, help="of the calibration error (default: 15)")
    add(
        "--strategy",
        choices=("width", "mass"),
        default="width",
        help="bins of equal width (default) or count",
    )
    add(
        "--split",
        choices=("halves", "cross", "same"),
        default="halves",
        help="fit T on one half of the rows and judge it on the other (default), both ways "
        "round, or on the same rows",
    )
    add("--seed", type=_whole(0), default=1, help="of the halves (default: 1)")
    add("--kind", choices=KINDS, help="what the scores are, if it is not recognised")
    add("--leave-out-ignored", action="store_true", help="leave out rows labelled −100")
    add("--labels-from", type=int, choices=(0, 1), help="the label of the first class")
    add(
        "--language",
        choices=LANGUAGES,
        default=LANGUAGES[0],
        help=f"of the table and the report (default: {LANGUAGES[0]})",
    )


def _whole(least: int) -> Any:
    """Give a function that reads a whole number from `least` to 10,000."""

    def number(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= 10_000):
            raise argparse.ArgumentTypeError(
                f"must be a whole number from {least} to 10000, got {text!r}"
            )
        return int(text)

    return number


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    if options.command is None:
        parser.print_help()
        return 0
    try:
        _report(options)
    except Refused as reason:
        sys.stdout.flush()
        print(f"logitviz: {visible(str(reason))}", file=sys.stderr)
        return FAILED
    return 0


def _report(options: argparse.Namespace) -> None:
    """Print the table; write the report unless it is not wanted."""
    data, words = _read(options), report_words(options.language)
    comparison = completed(compare_fit(data, options.split, options.seed))
    print(report_text(words, data, _state(options, comparison)))
    if options.no_report:
        return
    report_html = _report_writer(options)
    if report_html is None:
        return
    output = _output(options)
    bins = [(options.bins, options.strategy)]
    found = completed(assess(data, options.split, options.seed, bins, comparison))
    _write(output, report_html(words, _state(options, found)))


def _read(options: argparse.Namespace) -> LabelledLogits:
    """Read the files, or say why they cannot be read."""
    both = options.scores if options.labels is None else f"{options.scores}, {options.labels}"
    try:
        scores = read_scores(
            options.scores,
            options.labels,
            kind=options.kind,
            leave_out_ignored=options.leave_out_ignored,
            labels_from=options.labels_from,
        )
    except UnreadableScores as error:
        second = error.remedy == "labels" and options.labels is not None
        way_out = "" if second else WAYS_OUT.get(error.remedy, "")
        raise Refused(f"{both}: {error} {way_out}".rstrip()) from error
    except OSError as error:
        raise Refused(f"{error.filename or both} cannot be read: {error.strerror}.") from error
    if scores.labels is None:
        raise Refused(f"{options.scores} holds no labels. {PASS_LABELS}")
    if scores.remedy:
        print(f"logitviz: {both}: {WAYS_OUT[scores.remedy]}", file=sys.stderr)
    return labelled_logits(scores, Path(options.scores).name)


def _state(options: argparse.Namespace, known: Assessment | FitComparison) -> YourModelState:
    return YourModelState(
        {
            "model": YOURS,
            "upload": FixedUpload(known),
            "judge": options.split,
            "seed": options.seed,
            "bins": options.bins,
            "binby": options.strategy,
            "T": 1.0,
            "d": DECISION_THRESHOLD.default,
        }
    )


def _report_writer(options: argparse.Namespace) -> Callable[..., str] | None:
    """Import what writes the report; without Plotly give None, or refuse what -o asks for."""
    try:
        from logitviz.lessons.your_model.report import report_html
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "plotly":
            raise
        reason = "the report needs Plotly: pip install 'logitviz[app]'."
        if options.output is not None:
            raise Refused(reason) from error
        print(f"\nNo report was written: {reason}")
        return None
    return report_html


def _output(options: argparse.Namespace) -> Path:
    """Give the path of the report; refuse to replace what was read, or what nobody has named."""
    if options.output is None:
        if os.path.lexists(DEFAULT_OUTPUT):
            raise Refused(f"{DEFAULT_OUTPUT} exists: name another file with -o.")
        return DEFAULT_OUTPUT
    output = Path(options.output)
    for source in (options.scores, options.labels):
        if source is not None and _same(output, source):
            raise Refused(f"-o {output} is a file that is read: give another name.")
    return output


def _same(output: Path, source: str) -> bool:
    try:
        return output.samefile(source)
    except OSError:  # it does not exist, or writing will say what is wrong with it
        return False


def _write(output: Path, report: str) -> None:
    """Write the report and say so."""
    try:
        if output.exists() and not output.is_file():  # such as /dev/stdout
            output.write_text(report, encoding="utf-8", newline="\n")
        else:
            _replace(Path(os.path.realpath(output)), report)
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from error
    print(f"\nWrote {visible(str(output))}.")


def _replace(output: Path, report: str) -> None:
    """Write beside the file, then take its place: a failure leaves an older report as it is."""
    beside = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(report)
        if output.exists():
            shutil.copymode(output, beside)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())

"""Measure the app (``make bench``): how well its charts follow, what it sends, its speed.

Prints Markdown tables: medians with their spread. Every figure is measured against another one in
the same run, in turns, with the same meter: the figures of one machine say little, their ratios
say much. Nothing is asserted.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import plotly
import streamlit

from logitviz.live.shared import TEMPERATURE

from .bench_bytes import traffic
from .bench_cpu import loads
from .bench_drag import rates
from .bench_files import files
from .bench_hall import visitors
from .bench_pages import SUBJECTS, write_plain
from .bench_run import Bench
from .bench_slow import slow_lines
from .bench_times import firsts, fits, settles, softmaxes
from .browser import serve
from .proxy import delayed

ROUND_TRIP = 0.1  # seconds
QUICK, THOROUGH = 2, 5
SECTIONS: Mapping[str, Callable[[Bench], None]] = {
    "rates": rates,
    "settle": settles,
    "first": firsts,
    "bytes": traffic,
    "cpu": loads,
    "softmax": softmaxes,
    "fit": fits,
    "files": files,
    "hall": visitors,
    "slow": slow_lines,
}


@contextmanager
def started(asked: argparse.Namespace) -> Iterator[Bench]:
    """Start everything that is measured."""
    repetitions = asked.repetitions or (QUICK if asked.quick else THOROUGH)
    subjects = [subject for subject in SUBJECTS if subject.name in asked.pages]
    with (
        tempfile.TemporaryDirectory() as folder,
        serve() as app,
        serve(write_plain(Path(folder), TEMPERATURE.options)) as plain,
        delayed(app.port, ROUND_TRIP) as slow,
    ):
        yield Bench(app, slow.url, plain, Path(folder), repetitions, subjects, asked.bars_only)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    names = [subject.name for subject in SUBJECTS]
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} repetitions")
    parser.add_argument("--repetitions", type=int, help=f"instead of {THOROUGH}")
    parser.add_argument("--pages", nargs="+", choices=names, default=names)
    parser.add_argument(
        "--bars-only",
        action="store_true",
        help="leave charts without bars out of the page of JavaScript alone",
    )
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    return parser.parse_args()


def main() -> None:
    """Print the tables asked for."""
    asked = arguments()
    with started(asked) as bench:
        print(
            f"{os.cpu_count()} cores (load before: {os.getloadavg()[0]:.1f}), "
            f"Python {platform.python_version()}, "
            f"Plotly {plotly.__version__}, Streamlit {streamlit.__version__}; "
            f"median (lowest–highest) of {bench.repetitions}",
            flush=True,
        )
        for name in asked.only:
            SECTIONS[name](bench)


if __name__ == "__main__":
    main()

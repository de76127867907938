"""What a file of a visitor costs: the visitor's time, the server's memory, the time of others.

Every file is dropped on a fresh server, which has answered two visitors before: the one who drops
the file, and one on another page who stays. So the memory for a small file is mostly that of the
modules that the first file of a server loads. The budgets are for two processors that do nothing
else; here the browsers of both visitors and the meters share them with the server.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Page

from .bench_cpu import wait_until_idle
from .bench_others import Waits, Worker, ask_for_health, release_sliders, working
from .bench_run import Bench
from .browser import PATHS, VIEWPORT, Server, chromium, serve, wait_until_settled
from .report import head, row, spread

SHAPES = ((10_000, 100), (50_000, 1_000))
LARGE = 100e6  # bytes: such a file is dropped once, and its server is measured after the visit too
BLOCK = 5_000  # rows made at a time
HINT = 4.0  # is added to the logit of the true class
QUIET_SECONDS = 5.0  # of others, before the file
PATIENCE, AFTER = 300.0, 180.0  # seconds; a file goes about 160 s after its browser has left
BOX, READ_OUT = "[class*=st-key-scores_file-] input[type=file]", ".st-key-live_trust"
SAYS = """([place, words]) =>
  document.querySelector(place)?.textContent.replace(/[^\\w ]/g, "").includes(words)"""
SECONDS, MEMORY, OTHERS = 3.0, 3.0, 0.2  # budgets: seconds, times the file, seconds
MEGA = 1e6


@dataclass(frozen=True)
class Scores:
    """A file with made-up scores.

    Parameters
    ----------
    path
        Where it lies.
    shape
        Numbers of rows and classes.
    """

    path: Path
    shape: tuple[int, int]

    @property
    def size(self) -> int:
        """Give its size in bytes."""
        return self.path.stat().st_size

    @property
    def name(self) -> str:
        """Give what the table calls it."""
        rows, classes = self.shape
        return f"[{rows:,} × {classes:,}], {self.size / MEGA:.0f} MB"


@contextmanager
def made(folder: Path, shape: tuple[int, int]) -> Iterator[Scores]:
    """Write made-up scores with labels, and remove them at the end."""
    generator = np.random.default_rng(0)
    rows, classes = shape
    labels = generator.integers(0, classes, rows)
    logits = np.empty(shape, np.float32)
    for start in range(0, rows, BLOCK):
        block = logits[start : start + BLOCK]
        generator.standard_normal(out=block, dtype=np.float32)
    logits[np.arange(rows), labels] += HINT
    file = folder / f"scores-{rows}-{classes}.npz"
    np.savez(file, logits=logits, labels=labels)
    del logits
    try:
        yield Scores(file, shape)
    finally:
        file.unlink()


# Memory, as Linux counts it.


def _resident(server: Server, field: str = "VmRSS") -> float:
    """Give the resident memory of a server in MB: now, or with ``VmHWM`` at most."""
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith(f"{field}:"))
    return int(found.split()[1]) * 1024 / MEGA


def _forget_peak(server: Server) -> None:
    """Let Linux count the peak of a server's memory from now on."""
    Path(f"/proc/{server.pid}/clear_refs").write_text("5")


@dataclass(frozen=True)
class Dropped:
    """What was measured at one drop of a file.

    Parameters
    ----------
    seconds
        From the drop until the read-outs are those of the file.
    before, peak, kept
        Resident memory of the server in MB: before the drop, at most, and when the page was drawn.
    after
        The same when the visit was over; None where nobody waited for that.
    health, releases
        What others waited in seconds, meanwhile.
    quiet_releases
        What they waited before.
    """

    seconds: float
    before: float
    peak: float
    kept: float
    after: float | None
    health: Sequence[float]
    releases: Sequence[float]
    quiet_releases: Sequence[float]


def _drop(page: Page, scores: Scores) -> tuple[float, float]:
    """Drop a file; give the times of the drop and of its read-outs."""
    judged = f"{scores.shape[0] // 2} rows"
    begin = time.monotonic()
    page.set_input_files(BOX, scores.path)
    page.wait_for_function(SAYS, arg=[READ_OUT, judged], timeout=1000 * PATIENCE)
    return begin, time.monotonic()


def dropped(scores: Scores) -> Dropped:
    """Drop a file on a fresh server, beside another visitor."""
    with serve() as server, chromium() as browser:
        context = browser.new_context(viewport=VIEWPORT)
        page = context.new_page()
        page.goto(server.url + PATHS["your_model"])
        wait_until_settled(page)
        with working(server.url, (ask_for_health, release_sliders)) as others:
            start = time.monotonic()
            time.sleep(QUIET_SECONDS)
            _forget_peak(server)
            before = _resident(server)
            begin, end = _drop(page, scores)
            health, releases = (_finished(other) for other in others)
        wait_until_settled(page)
        wait_until_idle(server)
        peak, kept, after = _resident(server, "VmHWM"), _resident(server), None
        context.close()
        if scores.size > LARGE:
            time.sleep(AFTER)
            after = _resident(server)
        return Dropped(
            seconds=end - begin,
            before=before,
            peak=peak,
            kept=kept,
            after=after,
            health=health.during(begin, end),
            releases=releases.during(begin, end),
            quiet_releases=releases.during(start, begin),
        )


def _finished(other: Worker) -> Waits:
    found = other.finish()
    if found.trouble:
        raise RuntimeError(f"another visitor met an error: {found.trouble}")
    return found


def files(bench: Bench) -> None:
    """Drop files of two sizes on the page on your model."""
    head('A file dropped on the page "Your model"', "file|drops|what|measured|budget")
    for shape in SHAPES:
        with made(bench.folder, shape) as scores:
            times = 1 if scores.size > LARGE else bench.repetitions
            found = [dropped(scores) for _ in range(times)]
            for what, measured, budget in _figures(scores, found):
                row(scores.name, times, what, measured, budget)


def _figures(scores: Scores, found: Sequence[Dropped]) -> Iterator[tuple[str, str, str]]:
    """Give what each row of the table says: what it is, how much, and how much is allowed."""
    size, large = scores.size / MEGA, scores.size > LARGE
    yield (
        "s from the drop to the read-outs",
        spread([d.seconds for d in found]),
        ("" if large else f"{SECONDS:g}"),
    )
    yield "MB of the server before", spread([d.before for d in found], 0), ""
    for what, figures in (
        ("MB more at the peak", [d.peak - d.before for d in found]),
        ("MB more with the page drawn", [d.kept - d.before for d in found]),
        ("MB more after the visit", [d.after - d.before for d in found if d.after is not None]),
    ):
        if figures:
            budget = "about 0" if "after" in what else f"{MEMORY:g} × the file"
            yield what, f"{spread(figures, 0)}, {median(figures) / size:.2f} × the file", budget
    yield "s for the slowest answer on health", _longest([d.health for d in found]), f"{OTHERS:g}"
    quiet = _longest([d.quiet_releases for d in found])
    yield "s for another visitor's slowest release, before", quiet, ""
    yield "the same meanwhile", _longest([d.releases for d in found]), f"{OTHERS:g} more"


def _longest(waits: Sequence[Sequence[float]]) -> str:
    """Write the longest waits, one of each drop, with the median and the number of all."""
    everything = [wait for each in waits for wait in each]
    slowest = spread([max(each) for each in waits if each], 3)
    return f"{slowest}; median of {len(everything)}: {median(everything):.3f}"

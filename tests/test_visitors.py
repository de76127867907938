"""The light visitors of the benchmark."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from math import inf

from tools.server import free_port
from tools.visitors import Audience, Recording


def test_what_fails_takes_for_ever() -> None:
    recording = Recording("/", [], [b""], b"", "T", ["1"])
    nobody = f"http://127.0.0.1:{free_port()}"
    audience = Audience(nobody, recording, 2, 0.1, 0.04, 0.1)
    with ThreadPoolExecutor() as apart:  # in this thread a browser test may have left a loop
        waits = apart.submit(lambda: asyncio.run(audience.attend())).result()
    assert waits.pages == [inf, inf]
    assert waits.releases == [inf] * (2 + 1)  # the second visitor comes later
    assert [trouble[:9] for trouble in waits.troubles] == ["visitor 0", "visitor 1"]

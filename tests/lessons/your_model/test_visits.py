"""Files go when their visits have been without a browser for too long, and not before."""

import inspect
from collections.abc import Iterator

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from logitviz.lessons.your_model import visits
from logitviz.lessons.your_model.visits import AWAY, PAUSE, Held, look


class Visits:
    """Visits with files; those in `away` have no browser."""

    def __init__(self, *names: str) -> None:
        self.away: set[str] = set()
        self.forgotten: list[str] = []
        for name in names:
            self.hold(name)

    def hold(self, name: str) -> None:
        visits._held[name] = Held(lambda: self.forgotten.append(name))

    def look(self, times: int = 1) -> list[str]:
        """Look some times; give the visits whose files are gone."""
        for _ in range(times):
            look(lambda name: name not in self.away)
        return self.forgotten


@pytest.fixture(autouse=True)
def _no_visits() -> Iterator[None]:
    visits._held.clear()
    yield
    visits._held.clear()


def test_a_visit_with_a_browser_keeps_its_file() -> None:
    assert Visits("a").look(10 * AWAY) == []
    assert "a" in visits._held


def test_a_visit_without_a_browser_keeps_its_file_until_the_last_look() -> None:
    found = Visits("a")
    found.away = {"a"}
    assert found.look(AWAY - 1) == []
    assert found.look() == ["a"]
    assert found.look(2 * AWAY) == ["a"]  # once
    assert not visits._held


def test_a_visit_that_comes_back_has_all_the_time_again() -> None:
    found = Visits("a")
    found.away = {"a"}
    found.look(AWAY - 1)
    found.away = set()
    found.look()
    found.away = {"a"}
    assert found.look(AWAY - 1) == []
    assert found.look() == ["a"]


def test_a_file_that_comes_later_has_all_the_time_again() -> None:
    found = Visits("a")
    found.away = {"a"}
    found.look(AWAY - 1)
    found.hold("a")
    assert found.look(AWAY - 1) == []
    assert found.look() == ["a"]


def test_every_visit_is_counted_by_itself() -> None:
    found = Visits("a", "b", "c")
    found.away = {"a"}
    found.look(5)
    found.away = {"a", "c"}
    assert found.look(AWAY - 5) == ["a"]
    assert found.look(5) == ["a", "c"]
    assert [*visits._held] == ["b"]


def test_visits_that_end_at_once_go_at_once() -> None:
    found = Visits("a", "b")
    found.away = {"a", "b"}
    assert found.look(AWAY) == ["a", "b"]


def test_streamlit_gives_up_a_visit_before_its_file_goes() -> None:
    kept = inspect.signature(MemorySessionStorage).parameters["ttl_seconds"].default
    assert kept < AWAY * PAUSE


def test_without_a_server_nothing_is_watched() -> None:
    visits.forget_after_visit(lambda: None)
    visits.remove_upload("any")
    assert not visits._held

"""Caches for all visitors are bounded by bytes, and give nobody the result of another state."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from logitviz.live.cache import ByteCache, StateCache
from logitviz.live.state import State


def test_what_is_known_is_not_made_again() -> None:
    cache = ByteCache(10)
    assert cache.get("a", lambda: b"one") == b"one"
    assert cache.get("a", lambda: b"two") == b"one"


def test_the_oldest_that_nobody_asked_for_goes() -> None:
    cache = ByteCache(10)
    for key in "abc":
        cache.get(key, lambda: b"1234")
        cache.get("a", lambda: b"1234")
    assert cache.used == 8
    assert cache.get("a", lambda: b"new") == b"1234"
    assert cache.get("b", lambda: b"new") == b"new"


def test_what_is_larger_than_the_room_is_given_but_not_kept() -> None:
    cache = ByteCache(3)
    assert cache.get("a", lambda: b"1234") == b"1234"
    assert cache.used == 0
    assert cache.get("a", lambda: b"5") == b"5"


class Branching(State):
    """A state that reads its second control only for some values of the first."""

    @property
    def text(self) -> str:
        return f"{self.first} {self.second}" if self.first else "alone"


def asked(cache: StateCache, calls: list[Any], name: str = "text", **values: Any) -> Any:
    """What the cache gives for a state; notes whether it had to be made."""
    state = Branching(values)

    def make() -> str:
        calls.append(values)
        return state.text

    return cache.get(name, state, values, make)


def test_a_state_gets_what_was_made_of_the_controls_that_matter() -> None:
    cache, calls = StateCache(ByteCache(1000)), list[Any]()
    assert asked(cache, calls, first=0, second=1) == "alone"
    assert asked(cache, calls, first=0, second=2) == "alone"
    assert len(calls) == 1
    assert asked(cache, calls, first=1, second=2) == "1 2"
    assert asked(cache, calls, first=1, second=3) == "1 3"
    assert asked(cache, calls, first=1, second=2) == "1 2"
    assert asked(cache, calls, first=0, second=3) == "alone"
    assert len(calls) == 3


def test_two_functions_of_one_state_are_kept_apart() -> None:
    cache, calls = StateCache(ByteCache(1000)), list[Any]()
    assert asked(cache, calls, first=0) == asked(cache, calls, "other", first=0) == "alone"
    assert len(calls) == 2


def test_what_has_left_the_cache_is_made_again() -> None:
    cache, calls = StateCache(ByteCache(4)), list[Any]()
    for second in (1, 2, 1):
        assert asked(cache, calls, first=1, second=second) == f"1 {second}"
    assert len(calls) == 3


def test_a_control_that_the_page_may_have_yet_to_draw_is_not_asked_for() -> None:
    cache, calls = StateCache(ByteCache(1000)), list[Any]()
    assert asked(cache, calls, first=1, second=2) == "1 2"

    class Drawn(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            raise AssertionError(f"{key} is drawn too early")

    values = Drawn(first=0)
    assert cache.get("text", Branching(values), values, lambda: Branching(values).text) == "alone"


def test_a_control_that_a_function_was_the_first_to_read_is_drawn_for_it_again() -> None:
    cache, made = StateCache(ByteCache(1000)), list[str]()

    class Drawn(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            self[key] = 5
            return 5

    for _ in range(2):
        values = Drawn(first=1)
        state = Branching(values)

        def make(state: Branching = state) -> str:
            made.append(state.text)
            return state.text

        assert cache.get("text", state, values, make) == "1 5"
    assert len(made) == 1


def test_visitors_who_ask_at_the_same_moment_wait_for_one_who_makes_it() -> None:
    cache, made, begun = ByteCache(100), list[int](), Event()

    def make() -> bytes:
        made.append(1)
        begun.wait()
        return b"one"

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(cache.get, "a", make) for _ in range(4)]
        begun.set()
        assert [answer.result() for answer in answers] == [b"one"] * 4
    assert made == [1]

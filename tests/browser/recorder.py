"""Every picture that a page paints, and whether its numbers are those of its controls."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import Page

from logitviz.live.controls import Moving
from logitviz.live.easing import between
from logitviz.live.shared import EVERYWHERE
from tests.browser.screen import LOOK, Screen, differences
from tests.lessons.shown import Shown, shown
from tests.lessons.state import State
from tests.lessons.table import TABLE, options_of

# An observer of sizes is called when all scripts of a frame have run, just before it is painted: so
# whatever changes the page also changes the size of a probe.
_RECORD = f"""() => {{
  const look = {LOOK};
  const recorder = window.recorder = {{ frames: [], last: "", stop }};
  const host = document.body.appendChild(document.createElement("div")); // hides it from observers
  const probe = host.attachShadow({{ mode: "open" }}).appendChild(document.createElement("div"));
  probe.style.cssText = "position: fixed; height: 1px; visibility: hidden";
  let wide = 0, read = 0;
  const change = () => {{ probe.style.width = `${{1 + (wide = read ^ 1)}}px`; }};
  const changes = new MutationObserver(change);
  changes.observe(
    document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
  addEventListener("scroll", change, {{ capture: true, passive: true }});
  new ResizeObserver(() => {{
    read = wide;
    const frame = JSON.stringify(look());
    if (frame !== recorder.last) recorder.frames.push(frame);
    recorder.last = frame;
  }}).observe(probe);
  function stop() {{
    changes.disconnect();
    removeEventListener("scroll", change, {{ capture: true }});
    host.remove();
  }}
}}"""
_TAKE = """() => {
  const { recorder } = window;
  return recorder ? recorder.frames.splice(0).map((frame) => JSON.parse(frame)) : [];
}"""


@contextmanager
def recorded(page: Page) -> Iterator[None]:
    """Record every frame that a page paints, until `frames` takes them."""
    page.evaluate(_RECORD)
    yield
    page.evaluate("window.recorder.stop()")


def frames(page: Page) -> list[Screen]:
    """Take the frames recorded so far, each different from the one before."""
    return [Screen(**frame) for frame in page.evaluate(_TAKE)]


def seen(state: State, screen: Screen) -> State:
    """Give the state that the controls on the screen show; the rest stays as it was."""
    for key, words in screen.choices.items():
        if options_of(key):
            options = {str(option): option for option in options_of(key)}
            state = state.but(**{key: options[words]})
    plain = {key: at for key, at in screen.positions.items() if key in TABLE}
    for key, at in plain.items():
        state = state.at(key, at)
    for key in sorted(screen.positions.keys() - plain.keys()):  # of a case: its gap, or one logit
        moved = state.at(key, screen.positions[key])
        state = moved if _stands_elsewhere(state, key, screen.positions[key]) else state
    return state


def _stands_elsewhere(state: State, key: str, at: int) -> bool:
    """Say whether the slider of a case is not where the ten logits of the case have it."""
    kind, side = key[0], key[1]
    logits = getattr(state, side)
    ranked = sorted(logits)
    here = ranked[-1] - ranked[-2] if kind == "g" else logits[int(getattr(state, f"k{side}"))] + 10
    return bool(abs(10 * here - at) > 0.5 + 1e-6)


def wrong(screen: Screen, known: Sequence[Shown]) -> list[str]:
    """Say which numbers on the screen are in none of what these pages show."""
    faults: list[str] = []
    for part in ("charts", "texts", "tables"):
        for key in getattr(screen, part):
            found = [
                differences(screen, one.only(part, key).seen_on(screen))
                for one in known
                if key in getattr(one, part)
            ]
            if found and all(found):
                faults += sorted(found, key=lambda some: len(some))[0]
    return faults


def on_the_way(before: State, after: State) -> list[State]:
    """Give the states through which a page goes from one to another."""
    ways: dict[str, Any] = {}
    for control in (c for c in EVERYWHERE if isinstance(c, Moving)):
        pair = before.values[control.key], after.values[control.key]
        numbers = between(control, *pair)
        ways[control.key] = [f"{t:g}" for t in numbers] if control.key == "T" else numbers.tolist()
    return [
        after.but(**dict(zip(ways, step, strict=True))) for step in zip(*ways.values(), strict=True)
    ]


class Followed(NamedTuple):
    """The state that was last seen, and the one in which the page last showed its numbers."""

    state: State
    shown: State


def assert_never_wrong(
    state: State | Followed, screens: Sequence[Screen], pages: Sequence[str], notes: Sequence[str]
) -> Followed:
    """Compare every frame with the core's numbers for what its controls show.

    What no control shows is as it was last seen; or as the address has it, where a preset has
    changed it, or a slider was replaced before a hand let go of it; or, while a page eases, on the
    way from where it rested to the address. Where two plans come within one frame it has rested
    unseen, and T stood already where it was last seen.
    """
    state, before = state if isinstance(state, Followed) else Followed(state, state)
    for screen in screens:
        link = State.of(screen.link)
        possible = dict.fromkeys(seen(base, screen) for base in (state, link))
        if screen.state == "easing":
            for start in (before, before.but(T=state.values["T"])):
                possible |= dict.fromkeys(on_the_way(start, link))
        found = [(wrong(screen, [shown(name, one) for name in pages]), one) for one in possible]
        faults, best = min(found, key=lambda some: len(some[0]))
        state = state if screen.state == "easing" else best
        before = before if screen.state in ("easing", "waiting") else best
        report = "\n".join([*notes, f"-> {best}", f"controls: {screen.thumbs}", *faults])
        assert not faults, f"a number of another state ({screen.state}) after:\n{report}"
    return Followed(state, before)

"""Meters of the benchmark: the same for our pages and for the pages they are compared with."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from .browser import VIEWPORT
from .hand import Hand, track

STEPS = 12
RESTS = (0.3, 0.7)
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# Records when the server's last message came; must be in the page from its start. A fast rerun may
# begin and end between two renderings of the page, and its script state then shows nothing.
HEAR_SERVER = """window.WebSocket = class extends WebSocket {
  constructor(...address) {
    super(...address);
    this.addEventListener("message", () => { window.serverHeard = performance.now(); });
  }
}"""

# From the release of the mouse to the last change of the page, when the rerun has finished.
_START_SETTLING = """() => {
  const meter = { up: null, last: 0 };
  const main = document.querySelector("[data-testid=stMain]");
  meter.changes = new MutationObserver(() => { meter.last = performance.now(); });
  meter.changes.observe(main,
    { subtree: true, childList: true, attributes: true, characterData: true });
  addEventListener("pointerup", (event) => { meter.up = event.timeStamp; },
    { capture: true, once: true });
  window.settleMeter = meter;
}"""
_SETTLED = """([quiet, patience]) => new Promise((done, fail) => {
  const meter = window.settleMeter, asked = performance.now();
  const app = document.querySelector("[data-testid=stApp]");
  const look = () => {
    const now = performance.now(), ran = meter.up !== null && window.serverHeard > meter.up;
    if (now - asked > patience)
      return void fail(new Error(ran ? "the page does not settle" : "no rerun seen"));
    const over = ran && app.dataset.testScriptState === "notRunning";
    if (!over || now - Math.max(meter.last, window.serverHeard) < quiet)
      return void setTimeout(look, 50);
    meter.changes.disconnect();
    done(Math.max(0, meter.last - meter.up));
  };
  look();
})"""
QUIET, PATIENCE = 700, 15_000

_FIRST_BAR = """(() => {
  const look = () => {
    const drawn = [...document.querySelectorAll(
      ".st-key-CHART :is(.bars path[d], path.js-line, .heatmaplayer image)")];
    if (drawn.some((shape) => shape.getBBox().height > 0)) window.firstBar = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})()"""


@dataclass(frozen=True)
class Stretch:
    """The slider positions between which a drag moves up and back."""

    low: int
    high: int

    def at(self, share: float) -> float:
        """Give the position at some share of the stretch."""
        return self.low + share * (self.high - self.low)

    def rest(self, start: int) -> int:
        """Give the position a drag ends on: not the one it starts from, or nothing would rerun."""
        return next(end for share in RESTS if (end := round(self.at(share))) != start)

    def triangle(self, phase: float) -> float:
        """Give the position after some share of a drag that goes up and back once."""
        return self.at(1 - abs(1 - 2 * phase))


def middle(page: Page, slider: str) -> Stretch:
    """Give the middle three fifths of a slider's positions."""
    steps = track(page, slider).steps
    return Stretch(round(0.2 * steps), round(0.8 * steps))


def pull(page: Page, slider: str, stretch: Stretch) -> Hand:
    """Drag a slider to a position where it may be released, and hold it there."""
    page.bring_to_front()
    hand = Hand.press(page, slider)
    start = hand.track.position
    goal = stretch.rest(start)
    for step in range(1, STEPS + 1):
        hand.move(start + (goal - start) * step / STEPS)
        page.evaluate(NEXT_FRAME)
    return hand


def settle(page: Page, slider: str, stretch: Stretch) -> float:
    """Drag and release a slider; give the time until the page has settled, in ms.

    The page must have started with `HEAR_SERVER`.
    """
    hand = pull(page, slider, stretch)
    page.evaluate(_START_SETTLING)
    hand.release()
    return float(page.evaluate(_SETTLED, [QUIET, PATIENCE]))


def first_bar(browser: Browser, url: str, chart: str) -> float:
    """Give the time of a first visit until a chart's first bar, curve or map is drawn, in ms."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.add_init_script(_FIRST_BAR.replace("CHART", chart))
    page.goto(url, wait_until="commit")
    found = page.wait_for_function("window.firstBar").json_value()
    context.close()
    return float(found)

// Fingers on sliders. A slider takes all that touches it and jumps to the place, so a finger that
// only scrolls the page rewrites a number. Here a slider hears of a finger once that taps it or
// moves along it. With any other the browser scrolls or zooms; the style sheet lets it.

if (!window.logitvizTouch) {
  window.logitvizTouch = true;
  let held = null; // the pointerdown of a finger that the slider has not heard of
  let before = null; // what the slider under the finger said until then: its input, its value

  const onSlider = ({ target }) => target.closest?.("[data-testid=stSlider] [role=group]");
  const way = ({ clientX, clientY }) =>
    [clientX - held.clientX, clientY - held.clientY].map(Math.abs);

  // The slider hears of the finger where it came down. It has taken its place there before it
  // hears of the event under way: React does so as soon as a listener of the browser ends.
  function pass() {
    const input = onSlider(held).querySelector("input");
    before = [input, input.value];
    held.target.dispatchEvent(new PointerEvent("pointerdown", held));
    held = null;
  }

  // React reads an input that has another value than the one that React has given it.
  function takeBack() {
    const [input, value] = before;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function listen(type, act) {
    addEventListener(type, (event) => {
      // A pen scrolls as a finger does.
      if (event.isTrusted && event.pointerType !== "mouse") act(event);
    }, true);
  }

  listen("pointerdown", (event) => {
    held = null; // two fingers zoom
    if (!onSlider(event)) return;
    event.stopImmediatePropagation();
    event.preventDefault(); // else the browser plays a mouse after a tap
    if (event.isPrimary) [held, before] = [event, null];
  });
  listen("pointermove", (event) => {
    if (!held) return;
    const [along, across] = way(event);
    if (along > 4 && along > across) pass(); // as far as that also a tap may stray
  });
  listen("pointerup", (event) => {
    if (held && Math.max(...way(event)) < 12) pass(); // no finger keeps still
    held = before = null;
  });
  // The browser scrolls or zooms with the finger, even if that went astray along the slider first.
  listen("pointercancel", () => {
    if (before) takeBack();
    held = before = null;
  });
  addEventListener("touchstart", (event) => {
    if (onSlider(event)) event.stopImmediatePropagation(); // the same finger under another name
  }, { capture: true, passive: true });
}

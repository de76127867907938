// A slider that is let go of while there is no server. Streamlit has disabled it, so it does not hear
// of that and says nothing to Python. Here it hears of it as soon as it listens again.

export function repeatReleases() {
  /** @param {PointerEvent} event */
  const listener = ({ pointerId }) => {
    const input = document.querySelector("[data-dragging] input[type=range]:disabled");
    const letGo = () => {
      if (!input?.closest("[data-dragging]")) return;
      if (!input.matches(":disabled"))
        for (const type of ["pointerdown", "pointerup"])
          input.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId }));
      requestAnimationFrame(letGo);
    };
    letGo();
  };
  addEventListener("pointerup", listener, true);
}

// Streamlit disables sliders while the server is away, so React misses the release of a slider that is
// being dragged. Here pointerdown and pointerup are repeated once the slider is enabled, until its
// drag has ended.

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

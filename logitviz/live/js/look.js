// The button below the answer to a question moves the controls; then what shows the answer comes into
// sight. The key of its container names that element (shell/questions.py).

import { staysStill } from "./ease.js";
import { whenServerIsIdle } from "./server.js";

export function lookAtAnswers() {
  addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest?.("[class*=st-key-loads_ask_] button");
    const box = button?.closest("[class*=st-key-loads_]");
    const key = box && /st-key-loads_ask_[a-z_]+\d_(\w+)/.exec(box.className)?.[1];
    const behavior = staysStill() ? "instant" : "smooth";
    if (key)
      whenServerIsIdle(() =>
        document.querySelector(`.st-key-${key}`)?.scrollIntoView({ block: "center", behavior }),
      );
  });
}

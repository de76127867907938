// The controls of the page, read from the screen: which of them are not where the plan has them.

let orderOfChange = []; // the controls that differ from the plan; the one that changed first comes first
const handPositions = new Map(); // where a hand has left those of them that it moved
const inputs = new Map(); // the sliders seen on this page: one that has gone stands where it stood
let keyed = null; // the slider at which a key was pressed in this frame
const drafts = new WeakSet(); // boxes in which something is typed that Python has not been told

const rangeIn = (box) => box?.querySelector("input[type=range]");

// Streamlit may draw a control anew; one that is not there is looked for when the page changes.
function boxOf(key) {
  const known = plan.boxes.get(key);
  if (!known || known.isConnected) return known;
  const box = findBox(key);
  plan.boxes.set(key, box);
  return box;
}

const findBox = (key) => document.querySelector(`.st-key-${key}`);
const positionOf = (input) => Math.round((input.value - input.min) / input.step);

// A value between two steps is shown on one of them; which one, on a tie, is the slider's choice.
function restingPosition(input, value, position) {
  const exact = (value - input.min) / input.step;
  return Math.abs(position - exact) <= 0.5 + 1e-6 ? position : Math.round(exact);
}

// What a control other than a slider shows; undefined if it is not there, or only being typed in.
function shownBy(box) {
  const chosen = box?.querySelector("[role=radio][aria-checked=true]");
  if (chosen) return chosen.textContent.trim();
  const input = box?.querySelector("input:not([type=range])");
  if (!input || drafts.has(input) || input.getAttribute("aria-invalid") === "true") return undefined;
  return input.type === "checkbox" ? String(input.checked) : input.value;
}

function agree(shown, value) {
  const difference = Math.abs(Number(shown) - Number(value)); // a box shows six digits
  return shown === value || (shown !== "" && difference <= 1e-5 * Math.max(1, Math.abs(value)));
}

const underHand = (box) =>
  box.querySelector("[data-dragging]") !== null || (keyed !== null && box.contains(keyed));

// A slider that the plan knows only as a choice: it came with an answer whose plan is still to come.
function standsElsewhere(input, value) {
  if (input.getAttribute("aria-valuetext") === value) return false;
  const position = positionOf(input);
  return input.step === "1" || position !== restingPosition(input, Number(value), position);
}

function slidersElsewhere(now) {
  for (const [key, value] of Object.entries(plan.controls)) {
    const box = boxOf(key), input = rangeIn(box) ?? inputs.get(key);
    if (!input) continue;
    inputs.set(key, input);
    const position = positionOf(input);
    plan.resting[key] ??= restingPosition(input, value, position);
    if (position === plan.resting[key]) continue;
    if (box && underHand(box)) handPositions.set(key, position);
    // Where two sliders show a consequence of each other, an answer moves one that no hand holds,
    // and more has changed than the plan's row tells.
    const alone = !(key in plan.coupled) || handPositions.get(key) === position;
    const beyond = position >= plan.positions[key]; // the plan has no row for it
    now.set(key, alone && !beyond ? position : undefined);
  }
  for (const key of handPositions.keys()) if (!now.has(key)) handPositions.delete(key);
}

function choicesElsewhere(now) {
  for (const [key, value] of Object.entries(plan.choices)) {
    const box = boxOf(key), input = rangeIn(box);
    const shown = input ? undefined : shownBy(box);
    if (input ? standsElsewhere(input, value) : shown !== undefined && !agree(shown, value))
      now.set(key, undefined);
  }
  for (const [slider, choice] of Object.entries(plan.meanings))
    if (now.has(slider) && now.has(choice)) now.set(slider, undefined); // it moves another logit
}

// Which controls are not where the plan has them, and where sliders stand instead. Of two sliders
// that show a consequence of each other (`coupled`), the later one, or one that has not moved yet,
// is hidden and does not count.
function differing() {
  const now = new Map();
  slidersElsewhere(now);
  choicesElsewhere(now);
  orderOfChange = [...orderOfChange.filter((key) => now.has(key)),
    ...[...now.keys()].filter((key) => !orderOfChange.includes(key))];
  const hidden = new Set(), found = new Map();
  for (const key of orderOfChange) {
    if (hidden.has(key)) continue;
    found.set(key, now.get(key));
    // Whoever moved it: a slider of the couple that still stands where the plan has it is too old.
    // If its choice has changed, it only shows another logit.
    const stale = (other) =>
      other in plan.controls && !now.has(other) && !now.has(plan.meanings[key]);
    for (const other of plan.coupled[key] ?? [])
      if (now.get(key) !== undefined || stale(other)) hidden.add(other);
  }
  return { found, hidden };
}

// How to show what depends on some controls: as it is, by the row of one slider, or not at all.
function viewOf({ controls, rows }, found) {
  const elsewhere = controls.filter((key) => found.has(key));
  if (!elsewhere.length) return { control: "", position: 0 };
  const [control] = elsewhere, position = found.get(control);
  const follows = elsewhere.length === 1 && position !== undefined && rows.includes(control);
  return follows ? { control, position } : null;
}

const viewsOf = (found) => plan.groups.map((group) => viewOf(group, found));

addEventListener("input", ({ target }) => {
  if (target.matches("input:not([type=range], [type=checkbox])")) drafts.add(target);
}, true);
for (const kind of ["click", "focusout", "keydown", "change"])
  addEventListener(kind, ({ target, key = "Enter" }) => {
    if (kind !== "click" && /^(Enter|Tab|ArrowUp|ArrowDown)$/.test(key)) drafts.delete(target);
    soon();
  }, true);
addEventListener("keydown", ({ target }) => {
  keyed = target;
  requestAnimationFrame(() => { keyed = null; });
}, true);

// The options of some choices are words of a language, and the link carries other values, which never
// change (logitviz/live/widgets.py). Streamlit writes what is chosen into the link at once where the two
// are the same; here the script does. If the server did, it could overwrite what is chosen meanwhile.

/** @type {Map<string, (string | null)[]>} */
const known = new Map();

/**
 * Take what the link carries for each choice of the page: first its default, then all its options.
 *
 * @param {Record<string, (string | null)[]>} options
 */
export function takeOptions(options) {
  known.clear();
  for (const [key, values] of Object.entries(options)) known.set(key, values);
}

export function writeOptions() {
  addEventListener("click", writeOption, true);
}

/** @param {Event} event */
function writeOption({ target }) {
  const option = /** @type {Element} */ (target).closest?.("[role=radio]");
  const group = option?.closest("[role=radiogroup]");
  if (!option || !group) return;
  const key =
    /st-key-(\w+)-shown/.exec(group.closest("[class*=-shown]")?.className ?? "")?.[1] ?? "";
  const [usual, ...values] = known.get(key) ?? [];
  const value = values[[...group.querySelectorAll("[role=radio]")].indexOf(option)];
  if (value === undefined || value === null) return;
  const address = new URL(location.href);
  if (value === usual) address.searchParams.delete(key);
  else address.searchParams.set(key, value);
  history.replaceState(history.state, "", address);
}

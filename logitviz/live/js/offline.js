// The script of a page that was taken along (logitviz/live/offline.py): a file without a server, in
// which all other controls are as they were. The plan has the rows of one slider at a time, so when
// the user moves a slider, the one that was moved before goes back.

import { showChart } from "./charts.js";
import { findBox, keyOf } from "./controls.js";
import { decode } from "./decode.js";
import { PAPER_WIDTH } from "./paper.js";
import { watchPulls } from "./pulls.js";
import { fillTemplate, newTexts, showTexts } from "./texts.js";
import { resolveCoupled, viewsOf } from "./views.js";

/**
 * @typedef {object} Content
 * @property {Record<string, object>} figures by the keys of the charts; colours are placeholders
 * @property {Record<string, { colours: Record<string, string>, template: object }>} themes
 * @property {object} config of Plotly
 * @property {Record<string, Slider>} sliders
 * @property {string} plan in base 64
 */

/** @typedef {{ label: string, texts: string[], position: number, text: string }} Slider */

/**
 * @typedef {object} Offline
 * @property {Content} content
 * @property {import("./decode.js").Plan} plan
 * @property {import("./charts.js").Charts} charts
 * @property {import("./texts.js").LiveText[]} texts
 * @property {Map<string, number>} moved the slider that the user has moved, and its position
 */

const darkTheme = matchMedia("(prefers-color-scheme: dark)");
// Everything follows, whether in sight or not: one may print the page, or scroll.
const noObserver = /** @type {any} */ ({ observe() {}, unobserve() {} });

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @param {string} key */
const inputOf = (key) => /** @type {HTMLInputElement} */ (findBox(key)?.querySelector("input"));

/**
 * Draw all charts in the colours of a theme.
 *
 * @param {Content} content
 * @param {string} name of the theme
 * @param {object} size
 */
function drawFigures({ figures, themes, config }, name, size = {}) {
  const { colours, template } = themes[name];
  const { Plotly } = /** @type {any} */ (globalThis);
  for (const [key, figure] of Object.entries(figures)) {
    const text = JSON.stringify(figure).replace(/"(#0000\d\d)"/g, (_, c) => `"${colours[c]}"`);
    const { data, layout } = JSON.parse(text);
    const toImageButtonOptions = { format: "svg", filename: key };
    Plotly.react(
      findBox(key)?.querySelector(".js-plotly-plot"),
      data,
      { ...layout, template, ...size },
      { ...config, toImageButtonOptions },
    );
  }
}

/** @param {Offline} offline */
function showMoved({ content, plan, charts, texts, moved }) {
  const { differences, hidden } = resolveCoupled(plan, moved, [...moved.keys()]);
  const views = viewsOf(plan, differences);
  for (const [key, { group }] of Object.entries(plan.charts))
    showChart(plan, charts, key, views[group]);
  showTexts(plan, texts, views);
  for (const key of Object.keys(content.sliders))
    findBox(key)?.toggleAttribute("data-logitviz-hidden", hidden.has(key));
}

/**
 * Put every slider where it belongs, and say which one has moved.
 *
 * @param {Offline} offline
 */
function tendSliders({ content, moved }) {
  for (const [key, { texts, position, text }] of Object.entries(content.sliders)) {
    const input = inputOf(key);
    const now = moved.get(key) ?? position;
    const words = now === position ? text : texts[now];
    input.value = String(now);
    input.setAttribute("aria-valuetext", words);
    /** @type {Element} */ (findBox(key)?.querySelector(".value")).textContent = words;
  }
  /** @type {HTMLElement | null} */
  const status = document.querySelector(".moved [role=status]");
  if (!status) return;
  const { resting = "", moved: template = "" } = status.dataset;
  const [[key, at] = ["", 0]] = moved;
  const { label, texts, text } = content.sliders[key] ?? {};
  status.textContent = key ? fillTemplate(template, [label, texts[at], text]) : resting;
  status.parentElement?.querySelector("button")?.toggleAttribute("hidden", !key);
}

/**
 * @param {Offline} offline
 * @param {string} [key] of the slider that moves; without it, all go back
 */
function moveSlider(offline, key) {
  const position = key ? Number(inputOf(key).value) : 0;
  offline.moved.clear();
  if (key && position !== offline.content.sliders[key].position) offline.moved.set(key, position);
  tendSliders(offline);
  showMoved(offline);
}

/**
 * Draw the page and watch its sliders.
 *
 * @param {Content} content
 * @param {import("./decode.js").Plan} plan
 */
function drawOffline(content, plan) {
  const draw = () => drawFigures(content, darkTheme.matches ? "dark" : "light");
  draw();
  const redrawn = () => showMoved(offline);
  const charts = { byKey: new Map(), visibility: noObserver, redrawn, touched: () => {} };
  /** @type {Offline} */
  const offline = { content, plan, charts, texts: newTexts(plan), moved: new Map() };
  moveSlider(offline);
  watchPulls(() => plan, charts, new AbortController().signal);
  addEventListener("input", ({ target }) =>
    moveSlider(offline, keyOf(/** @type {Element} */ (target))),
  );
  document.querySelector(".moved button")?.addEventListener("click", () => moveSlider(offline));
  darkTheme.addEventListener("change", draw);
  // The browser says that it prints before it knows the width of the paper.
  addEventListener("beforeprint", () => drawFigures(content, "light", { width: PAPER_WIDTH }));
  addEventListener("afterprint", draw);
}

/** Read what the file holds, and draw it. */
export default function openOffline() {
  /** @type {Content} */
  const content = JSON.parse(document.getElementById("offline")?.textContent ?? "");
  decode(bytesOf(content.plan)).then((plan) => drawOffline(content, plan));
}

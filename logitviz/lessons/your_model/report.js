// Charts follow the width of the window by themselves. When a page is printed, the browser says so
// before it knows the width of the paper: so they get one that fits on A4 and Letter.
const PAPER = 640; // pixels

function charts(resize) {
  for (const chart of document.querySelectorAll(".plotly-graph-div")) resize(chart);
}
addEventListener("beforeprint", () => charts((c) => Plotly.relayout(c, { width: PAPER })));
addEventListener("afterprint", () =>
  charts((c) => Plotly.relayout(c, { width: null, autosize: true })),
);

"""What the page draws, compared with the core."""

import numpy as np

import logitviz as lv
from logitviz.charts.formats import probability
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.lessons.shown import assert_draws, class_bars, read

# For some links, the classes that have a label: on thin curves and on thick ones.
LABELLED = {
    "": ({1, 4, 5}, {0}),
    "T=0&k=3": (set(), {0, 3}),
    "T=inf": (set(), {0}),
    "T=2&z0=3.7261&z3=4&k=4": ({9}, {3, 4}),
}
NO_LABEL = "\u2009"  # a blank
ENDS = {0.0: 0.028, np.inf: 36.0}  # where a logarithmic axis shows T = 0 and T = inf


def test_the_charts_draw_the_sweep_the_place_of_t_and_the_sources_figure() -> None:
    for link, (thin, thick) in LABELLED.items():
        state = read(link)
        record = lv.analyse(state.z, temperature=float(state.T))
        sweep = lv.temperature_sweep(state.z, CURVE_TEMPERATURES)
        here = ENDS.get(float(state.T), float(state.T))
        lines = {
            key: {f"T = {t:g}: y": lv.softmax(z, temperature=t) for t in (0.5, 1, 2, 5)}
            | {
                "names: x": [int(np.argmax(z))] * 4,
                "names: y": [lv.softmax(z, temperature=t).max() for t in (0.5, 1, 2, 5)],
                "names: text": [f"T = {t}\u2002\u2009" for t in (0.5, 1, 2, 5)],
            }
            for key, z in (("classic", state.z), ("example", (2.0, 1.0, 0.1)))
        }
        assert_draws(
            "temperature",
            state,
            {
                "probabilities": class_bars(record.probabilities, probability),
                "curves": {f"class {c}: y": sweep[:, c] for c in range(10)}
                | {
                    "chosen: y": sweep[:, state.k],
                    "predicted: y": lv.confidence(sweep),
                    "T: x": [here] * 2,
                    "at T: x": [here] * 10,
                    "at T: y": record.probabilities,
                    "at T: text": [f"\u2002{c}" if c in thin else NO_LABEL for c in range(10)],
                    "above at T: x": [here] * 10,
                    "above at T: y": record.probabilities,
                    "above at T: text": [
                        f"\u2009class {c}" if c in thick else NO_LABEL for c in range(10)
                    ],
                },
                "uncertainty": {
                    "entropy: y": lv.entropy(sweep),
                    "confidence: y": lv.confidence(sweep),
                    "T: x": [here, here],
                    "entropy at T: x": [here],
                    "entropy at T: y": [record.entropy],
                    "confidence at T: x": [here],
                    "confidence at T: y": [record.confidence],
                },
                **lines,
            },
        )

"""Whole experiments, and what a page says of them."""

from streamlit.testing.v1 import AppTest

from logitviz.lessons.distillation.experiment import Experiment, ExperimentSettings, advance, begin

OUTCOME = {"accuracy", "gain"}  # the charts of a result


def captions(at: AppTest) -> str:
    return "\n".join(caption.value for caption in at.caption)


def expected(settings: ExperimentSettings) -> Experiment:
    experiment = begin(settings)
    while not experiment.finished:
        experiment = advance(experiment, 300)
    return experiment

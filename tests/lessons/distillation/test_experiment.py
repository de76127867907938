"""Students in training; small experiments, since each takes its time."""

import itertools
from dataclasses import replace

import numpy as np
import scipy.optimize
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.experiment import (
    METHODS,
    AdamState,
    Experiment,
    ExperimentSettings,
    Method,
    TrainingData,
    advance,
    begin,
    draw_training_data,
    gradient,
    linear_students,
    train,
)
from tests.cases import for_each

Floats = NDArray[np.float64]
DIGITS = load_digits()
SMALL = ExperimentSettings(runs=3, steps=40)
ALONE, SHARED, STANDARDISED = METHODS


def finished(settings: ExperimentSettings, steps: int) -> Experiment:
    experiment = begin(settings)
    while not experiment.finished:
        experiment = advance(experiment, steps)
    return experiment


def loss(
    weights: Floats, data: TrainingData, method: Method, settings: ExperimentSettings
) -> float:
    """The loss of a single run, from the public functions."""
    logits = linear_students(weights, data.features)[0]
    labelled = data.targets[0].sum(axis=-1) == 1
    total = (
        method.cross_entropy
        * lv.cross_entropy(logits[labelled], data.targets[0][labelled].argmax(axis=-1)).mean()
    )
    if method.distillation:
        distillation = lv.distillation_loss(
            data.teacher_logits,
            logits,
            temperature=settings.temperature,
            standardize=method.standardize,
            ddof=settings.ddof,
        )
        total += method.distillation * distillation.mean()
    return float(total)


def test_the_methods_are_weighted_as_the_authors_do() -> None:
    # Material 10: weight 0.1 on cross-entropy, 9 on the KD term; T = 2.
    assert [(m.cross_entropy, m.distillation) for m in METHODS] == [(1, 0), (0.1, 9), (0.1, 9)]
    assert [m.standardize for m in METHODS] == [False, False, True]
    assert ExperimentSettings().temperature == 2
    assert ExperimentSettings().ddof == 1


@for_each("method", METHODS)
@for_each("temperature", [0.5, 2.0, np.inf])
def test_the_gradient_is_that_of_the_loss(method: Method, temperature: float) -> None:
    # Oracle: central differences along random directions.
    settings = ExperimentSettings(temperature=temperature, runs=1, ddof=0)
    data = draw_training_data(settings)
    generator = np.random.default_rng(0)
    weights = generator.normal(0, 0.5, data.initial_weights.shape)
    g = gradient(weights, data, method, settings)
    for _ in range(5):
        direction = generator.normal(size=weights.shape)
        up, down = (loss(weights + h * direction, data, method, settings) for h in (1e-5, -1e-5))
        assert_allclose((g * direction).sum(), (up - down) / 2e-5, rtol=1e-6, atol=1e-8)


def test_labels_alone_lead_where_scikit_learn_s_logistic_regression_leads() -> None:
    from sklearn.linear_model import LogisticRegression  # half a second, for this test alone

    # Oracle: scikit-learn, which needs a decay of the weights to have one optimum; with the same
    # decay our gradient leads there too.
    settings = ExperimentSettings(runs=1, labels=6)
    data = draw_training_data(settings)
    decay = 0.1 / len(data.features)

    def objective(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(data.initial_weights.shape)
        free = weights.copy()
        free[..., -1] = 0  # scikit-learn leaves the bias free
        value = loss(weights, data, ALONE, settings) + decay * (free**2).sum() / 2
        return value, (gradient(weights, data, ALONE, settings) + decay * free).ravel()

    found = scipy.optimize.minimize(
        objective,
        data.initial_weights.ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 5000, "gtol": 1e-9, "ftol": 1e-15},
    )
    oracle = LogisticRegression(C=10, tol=1e-9, max_iter=10_000).fit(
        data.features[:, :-1], DIGITS.training_labels
    )
    weights = found.x.reshape(data.initial_weights.shape)
    ours = lv.softmax(linear_students(weights, data.features))[0]
    assert_allclose(ours, oracle.predict_proba(data.features[:, :-1]), rtol=0, atol=1e-4)


def test_the_steps_are_adam_s() -> None:
    # By hand: the first step of Adam is the rate times the sign of the gradient.
    data = draw_training_data(SMALL)
    g = gradient(data.initial_weights, data, ALONE, SMALL)
    after = train(AdamState.of(data.initial_weights), data, ALONE, SMALL, 1)
    moved = np.abs(g) > 1e-4
    step = (after.weights - data.initial_weights)[moved]
    assert_allclose(step, -0.02 * np.sign(g[moved]), rtol=2e-4, atol=0)


@for_each("method", METHODS)
def test_training_lowers_the_loss(method: Method) -> None:
    settings = ExperimentSettings(runs=1)
    data = draw_training_data(settings)
    after = train(AdamState.of(data.initial_weights), data, method, settings, 100)
    start, end = (loss(w, data, method, settings) for w in (data.initial_weights, after.weights))
    assert end < start / 2


def test_every_student_takes_the_same_number_of_steps_but_other_steps() -> None:
    data = draw_training_data(SMALL)
    start = AdamState.of(data.initial_weights)
    ends = [train(start, data, method, SMALL, 10_000) for method in METHODS]
    assert [end.step for end in ends] == [SMALL.steps] * 3
    assert all(not np.allclose(a.weights, b.weights) for a, b in itertools.combinations(ends, 2))


def test_every_run_draws_as_many_labels_of_every_digit_by_its_own_seed() -> None:
    settings = ExperimentSettings(runs=4, labels=3, seed=7)
    data = draw_training_data(settings)
    assert_array_equal(data.targets.sum(axis=1), np.full((4, 10), 3))
    rows, digits = np.nonzero(data.targets.sum(axis=0))
    assert_array_equal(digits, DIGITS.training_labels[rows])
    assert len({run.tobytes() for run in data.targets}) == 4
    alone = draw_training_data(replace(settings, runs=1, seed=9))
    assert_array_equal(alone.targets[0], data.targets[2])
    assert_array_equal(alone.initial_weights[0], data.initial_weights[2])


def test_all_methods_begin_with_the_same_weights_and_data_that_are_drawn_once() -> None:
    experiment = begin(SMALL)
    start, data = experiment.students.weights, experiment.data
    while not experiment.finished:
        assert experiment.data is data
        if experiment.students.step == 0:
            assert_array_equal(experiment.students.weights, start)
        experiment = advance(experiment, 20)


def test_no_test_image_is_trained_on() -> None:
    assert not set(DIGITS.rows) & set(DIGITS.training_rows)


def test_equal_settings_give_the_same_result_in_portions_of_any_size() -> None:
    once, again = finished(SMALL, 7), finished(SMALL, 40)
    assert_array_equal(once.correct, again.correct)


def test_more_runs_leave_the_first_ones_as_they_are() -> None:
    few, many = finished(SMALL, 40), finished(replace(SMALL, runs=5), 40)
    assert_array_equal(np.array(many.correct)[:, :3], few.correct)


def test_the_share_rises_from_0_to_1_and_then_nothing_happens() -> None:
    experiment, shares = begin(SMALL), []
    while not experiment.finished:
        shares.append(experiment.share)
        experiment = advance(experiment, 20)
    assert_allclose(shares, np.arange(6) / 6, rtol=0, atol=1e-15)
    assert experiment.share == 1
    assert advance(experiment, 20) is experiment


def test_right_answers_are_counted_on_the_test_images() -> None:
    # Two methods of the same loss on untrained students: all equal, and near one in ten by chance.
    experiment = finished(replace(SMALL, steps=0), 1)
    right = np.array(experiment.correct)
    assert_array_equal(right, np.tile(right[0], (3, 1)))
    features = np.column_stack([DIGITS.images.reshape(899, 64) / 16, np.ones(899)])
    guesses = (features @ draw_training_data(SMALL).initial_weights[0].T).argmax(axis=1)
    assert right[0, 0] == (guesses == DIGITS.labels).sum()


def test_the_default_experiment_finds_no_difference_at_the_authors_temperature() -> None:
    # Whatever comes out: at T = 2 both distillations are as good; both beat labels alone, which
    # see fewer images.
    right = np.array(finished(ExperimentSettings(runs=5), 300).correct) / 899
    alone, shared, standardised = right
    gain = standardised - shared
    assert abs(gain.mean()) < 2 * gain.std(ddof=1) / np.sqrt(gain.size) + 0.005
    assert (shared > alone + 0.1).all()
    assert (standardised > alone + 0.1).all()

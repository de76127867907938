"""The means over all images, against the comparison of every image."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.averages import averages
from logitviz.lessons.distillation.comparison import DistillationOptions, compare
from logitviz.lessons.distillation.state import scale_students
from tests.cases import for_each

DIGITS = load_digits()
CLASSIFIERS = np.stack([DIGITS.teacher_logits, DIGITS.student_logits], axis=-2)
OPTIONS = [
    DistillationOptions(),
    DistillationOptions(student_temperature=0.5),
    DistillationOptions(standardize=True),
    DistillationOptions(standardize=True, ddof=0),
]


@for_each("options", OPTIONS)
@for_each("temperature", [0, 0.05, 1, 20, np.inf])
@for_each("scale", [0.1, 1, 10])
def test_the_means_are_those_of_every_image(
    options: DistillationOptions, temperature: float, scale: float
) -> None:
    every = compare(scale_students(CLASSIFIERS, scale), options, temperature=temperature)
    found = averages(options, temperature, scale)
    for name, mean in found._asdict().items():
        expected = getattr(every, name).mean(axis=0)
        assert_allclose(mean, expected, rtol=1e-10, atol=1e-13, err_msg=name)


def test_a_batch_is_its_single_states() -> None:
    theirs, scales = np.array([0.2, 1, 7]), np.array([[0.5], [2]])
    batch = averages(DistillationOptions(theirs), 2.0, scales)
    for i, j in np.ndindex(2, 3):
        one = averages(DistillationOptions(float(theirs[j])), 2.0, float(scales[i, 0]))
        for name, mean in one._asdict().items():
            assert_array_equal(getattr(batch, name)[i, j], mean)

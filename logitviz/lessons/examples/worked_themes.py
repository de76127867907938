"""Worked examples of temperature, confidence, the logit function, overflow, distillation."""

import numpy as np

from logitviz.charts.formats import FORMATS
from logitviz.core import (
    confidence,
    cross_entropy,
    distillation_loss,
    exp_limits,
    logit,
    margin,
    naive_cross_entropy,
    naive_softmax,
    perplexity,
    predict,
    sigmoid,
    softmax,
    step_by_step,
)
from logitviz.datasets.sources import (
    CONFIDENT_SHARES,
    HESITANT_SHARES,
    OVERFLOW_LOGITS,
    TEN_CLASSES,
    TEXT_LOGITS,
    TOY_CLASSES,
    TOY_STUDENTS,
    TOY_TEACHER,
)

from .example import (
    DIGITS,
    LOGITS,
    SHARES,
    Example,
    Label,
    Panel,
    Piece,
    Series,
    Step,
    facts,
    five_decimals,
    predicted,
    three_decimals,
    vector_text,
)


def ten() -> Example:
    """Take ten classes through four temperatures."""
    z = np.array(TEN_CLASSES)
    from_step = {1.0: 1, 0.5: 2, 2.0: 3, 5.0: 4, np.inf: 6}
    p = {t: softmax(z, temperature=t) for t in from_step}
    lines = [
        Series(p[t], step, "probability", "line", f"T = {FORMATS['logit'](t)}")
        for t, step in from_step.items()
    ]
    return Example(
        steps=(
            Step("one", p[1.0][0], 0.05),
            Step("half", p[0.5][0], 0.05),
            Step("two", p[2.0][0], 0.05),
            Step("five", p[5.0][0], 0.05),
            Step("leads", int(predict(p[5.0])), 0),
            Step("limit", p[np.inf][0], 0.001),
        ),
        panels=(
            Panel("walk_logits", LOGITS, DIGITS, (-4, 6), (Series(z, 0, "logit"),)),
            Panel("walk_lines", Piece("walk_lines"), DIGITS, SHARES, tuple(lines)),
        ),
        facts=facts(
            z=vector_text(z),
            second=np.argsort(z)[-2],
            runner=three_decimals(np.sort(p[5.0])[-2]),
            lead=three_decimals(p[5.0][0]),
            least=three_decimals(p[5.0].min()),
        ),
        logits=TEN_CLASSES,
    )


def confidence_pair() -> Example:
    """Compare the same answer, sure and unsure."""
    a, b = np.array(CONFIDENT_SHARES), np.array(HESITANT_SHARES)
    gaps = [float(np.diff(np.sort(np.log(p))[-2:])[0]) for p in (a, b)]
    effective = [float(perplexity(p)) for p in (a, b)]
    of_a, of_b = (Series(p, 0, "probability") for p in (a, b))
    return Example(
        steps=(
            Step("hesitant", float(confidence(b)), 0.005, ("0.25",)),
            Step("same", int(predict(b)), 0, ("0",)),
            Step("margin", float(margin(a)), 0.01),
            Step("close", float(margin(b)), 0.005),
            Step("gap", gaps[0], 0.3),
            Step("effective", effective[1], 1.0),
        ),
        panels=(
            Panel("walk_a", Piece("walk_a"), DIGITS, SHARES, (of_a, predicted(a, 2))),
            Panel("walk_b", Piece("walk_b"), DIGITS, SHARES, (of_b, predicted(b, 2))),
            Panel(
                "walk_effective",
                Piece("walk_effective"),
                ("A", "B"),
                (0, 10),
                (Series(effective, 6, colour="entropy"),),
            ),
        ),
        facts=facts(
            sure=confidence(a), top=a[0], second=a[1], other=b[1], gap=gaps[1], few=effective[0]
        ),
    )


def logit_function() -> Example:
    """Ask for logits of probabilities, for two classes, and for an inverse of softmax."""
    p = np.array([0.5, 0.2, 0.8, 1.0])
    z, names = logit(p), tuple(f"p = {v:g}" for v in p)
    pair = np.array([1.0, -1.0])
    both = [softmax(pair)[0], sigmoid(pair[0] - pair[1])]
    known = softmax(TEXT_LOGITS)
    again = [softmax(np.log(known) + c) for c in (0, 3)]
    same = np.allclose(again[0], again[1], rtol=1e-12, atol=0)
    formulas = ("softmax", "sigmoid")
    return Example(
        steps=(
            Step("half", z[0], 0.001, ("0",)),
            Step("sign", float(np.sign(z[1]) + 1), printed=("0",)),
            Step("value", z[2], 0.02),
            Step("certain", 2.0 if np.isinf(z[3]) else 1.0),
            Step("pair", softmax(pair)[0], 0.01),
            Step("inverse", float(same)),
        ),
        panels=(
            Panel("walk_shares", Piece("walk_shares"), names, SHARES, (Series(p, 0, "logit"),)),
            Panel(
                "walk_logits", "logit(p)", names, (-2.5, 2.5), (Series(z, [1, 2, 3, 4], "logit"),)
            ),
            Panel(
                "walk_pair", Piece("walk_pair"), formulas, SHARES, (Series(both, 5, "probability"),)
            ),
        ),
        facts=facts(
            half=p[0],
            low=p[1],
            high=p[2],
            certain=p[3],
            odds=p[2] / (1 - p[2]),
            negative=z[1],
            pair=vector_text(pair),
            difference=pair[0] - pair[1],
            shares=five_decimals(known),
        ),
    )


def overflow() -> Example:
    """Show where the textbook formula breaks, and where not."""
    z, demo = np.array(OVERFLOW_LOGITS), 200.0
    naive = step_by_step(z)
    lost, kept = -float(naive_cross_entropy(z, 1)), -float(cross_entropy(z, 1))
    limits = [float(exp_limits(kind).largest) for kind in ("float16", "float32", "float64")]
    largest = float(np.exp(demo))
    logs = Series([lost, kept], [3, 4], "logit", colour="neutral")
    ends = Series([*limits, demo], [5, 5, 5, 6], "logit", colour="neutral")
    precisions = tuple(Piece(f"limit_{of}") for of in ("half", "single", "double", "demo"))
    classes = (Piece("class_first"), Piece("class_second"))
    forms = (Piece("form_textbook"), Piece("form_fused"))
    return Example(
        steps=(
            Step("exponential", float(np.isinf(naive.exponentials[0]))),
            Step("softmax", 2.0 if np.isnan(naive_softmax(z)[0]) else 0.0),
            Step("log", float(np.isfinite(lost))),
            Step("fused", kept, 0.5),
            Step("limit", limits[2], 10),
            Step("demo", float(np.isfinite(largest))),
        ),
        panels=(
            Panel("walk_logits", LOGITS, classes, (0, 1250), (Series(z, 0, "logit"),)),
            Panel(
                "walk_log",
                Piece("walk_log"),
                forms,
                (-1200, 300),
                (logs,),
            ),
            Panel("walk_limits", Piece("walk_limits"), precisions, (0, 900), (ends,)),
        ),
        facts=facts(z=vector_text(z), large=z[0], half=limits[0], single=limits[1], reach=largest),
    )


def distillation() -> Example:
    """Judge two students by the toy case of logit standardisation."""
    teacher, students = np.array(TOY_TEACHER), np.array(TOY_STUDENTS)
    shared = distillation_loss(teacher, students, temperature=1.0)
    standard = distillation_loss(teacher, students, temperature=1.0, standardize=True)
    algorithm = distillation_loss(teacher, students, temperature=1.0, standardize=True, ddof=0)
    right = np.asarray(predict(students)) == predict(teacher)
    models: dict[str, Label] = {"teacher": Piece("model_teacher"), "S1": "S1", "S2": "S2"}
    classes = tuple(Piece(f"class_{name}") for name in TOY_CLASSES)
    everyone = [
        Series(z, 0, "logit", name=name, at=np.arange(4) + 0.27 * (i - 1), width=0.27, colour=of)
        for i, ((of, name), z) in enumerate(zip(models.items(), (teacher, *students), strict=True))
    ]
    names, y_range = ("S1", "S2"), (0, 0.45)
    first = Series(shared, [3, 4], colour=names)
    second = Series(standard, [6, 5], colour=names)
    return Example(
        steps=(
            Step("teacher", int(predict(teacher))),
            Step("right", int(np.argmax(right))),
            Step("wrong_loss", shared[0], 0.03, ("0.1749",)),
            Step("right_loss", shared[1], 0.03, ("0.3457",)),
            Step("same", standard[1], 0.005, ("0",)),
            Step("other", standard[0], 0.02, ("0.0995",)),
        ),
        panels=(
            Panel("walk_logits", LOGITS, classes, (0, 5), tuple(everyone)),
            Panel("walk_shared", Piece("walk_shared"), names, y_range, (first,)),
            Panel("walk_standard", Piece("walk_standard"), names, y_range, (second,)),
        ),
        facts=facts(
            teacher=vector_text(teacher),
            one=vector_text(students[0]),
            two=vector_text(students[1]),
            algorithm=algorithm[0],
            loss=shared[0],
            more=shared[1],
        ),
    )

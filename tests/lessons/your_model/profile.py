"""The facts of the page on your model."""

from tests.lessons.profile import Profile
from tests.lessons.your_model.claims import CLAIMS

PROFILE = Profile(
    chart="reliability",
    above=frozenset({"reliability"}),
    sliders=["T", "d"],
    act="T play_T reliability histogram accuracy mean ece nll brier best",
    stops=["T", "play_T", "d", "model", "judge", "seed", "bins", "binby", "go_to_best"],
    claims=CLAIMS,
    files=["reliability.csv", "temperatures.csv", "answers.csv", "figures.json", "report.html"],
    deep={"T": "2", "z3": "4", "d": "0.7", "model": "weak", "judge": "each half in turn"},
    drags={"model=weak&binby=count": ("T", "d")},
    links=[
        "T=0&d=1&model=overconfident",
        "T=inf&d=0&judge=same rows&bins=5",
        "T=0.5&d=0.25&model=weak&binby=count&bins=20&seed=7",
        "d=0.705&model=overconfident&judge=each half in turn",
    ],
    tried=("T", "d"),
)

"""The facts of the worked examples, worked out from the sources' numbers and the core alone."""

from tests.lessons.profile import Profile

PROFILE = Profile(
    chart="walk_logits",
    above=frozenset({"walk_logits"}),
    sliders=["at"],
    act=(
        "ex at remark question choice_0 reveal walked walk_logits walk_exponentials "
        "walk_probabilities"
    ),
    stops=["ex", "at", "choice_0", "choice_2", "reveal"],
    claims={},
    files=["steps.csv"],
    deep={"T": "2", "z3": "4", "ex": "Overflow", "at": "3"},
    # A drag passes 0, 2 and 6 and begins elsewhere.
    drags={"ex=Ten&at=5": ("at",), "ex=Overflow&at=1": ("at",)},
    links=[
        "at=6",
        "ex=Ten&at=2.5",
        "ex=Overflow&at=6",
    ],
    tried=("at",),
)

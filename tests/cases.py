"""Many cheap cases in one test: each as its own test would cost more than what it tests."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

Test = Callable[..., None]


def for_each(names: str | Sequence[str], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test for every case, one after the other; a failure names its case.

    Parameters
    ----------
    names
        The parameters of the test, as `pytest.mark.parametrize` takes them.
    cases
        A value for every case, or several where there are several names.
    """
    several = list(names) if not isinstance(names, str) else None
    every = list(cases)
    assert every, "a test without a case"

    def around(test: Test) -> Test:
        @wraps(test)
        def run(**others: Any) -> None:
            for case in every:
                given = dict(zip(several, case, strict=True)) if several else {str(names): case}
                try:
                    test(**given, **others)
                except Exception as error:
                    error.add_note(f"with {given}")
                    raise

        left = inspect.signature(test)
        own = several or [str(names)]
        kept = [p for name, p in left.parameters.items() if name not in own]
        run.__signature__ = left.replace(parameters=kept)  # type: ignore[attr-defined]
        return run

    return around

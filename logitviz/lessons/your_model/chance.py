"""How much of the calibration error is chance."""

from logitviz.core.bootstrap import Bootstrap, bands, resamples

from .state import YourModelState

RESAMPLES, LEAST_RESAMPLES = 1000, 40
MOST_DRAWS = 5_000_000  # rows of all resamples together, about 0.3 s, for up to 125,000 rows


def resample_count(rows: int) -> int:
    """Give how many resamples are drawn: fewer of many rows, which chance moves less.

    Examples
    --------
    >>> resample_count(900), resample_count(10_000), resample_count(1_000_000)
    (1000, 500, 40)
    """
    return max(LEAST_RESAMPLES, min(RESAMPLES, MOST_DRAWS // rows))


def chance(state: YourModelState) -> Bootstrap:
    """Resample the judged rows at T, with bins of equal width and the seed of the state."""
    assessment, index = state.assessment, int(state.temperature_index)
    bins, seed = int(state.bins), int(state.seed)
    graded = assessment.confidence(index), assessment.correct, bins

    def resampled() -> Bootstrap:
        return bands(*graded, resamples(*graded, resample_count(state.samples), seed))

    return assessment.remembered(("chance", index, bins, seed), resampled)

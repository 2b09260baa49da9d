"""Silence: transponders that are off, for a meeting or for no reason that is told."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from stsdetect.simulate.levels import Level
from stsdetect.simulate.stories import Sailing, Story, steps
from stsdetect.simulate.weather import STEP_S

__all__ = ["fall_silent", "innocently_silent"]

_HEARD: Final = steps(1.0)
"""A silence begins and ends at least this long inside the time of a vessel; ours: she
is heard before and after, else there is no gap but a first or a last report."""

_APART: Final = steps(2.0)
"""Between a silence without reason and another, or a transfer; ours: two that touch
would be one gap of another length than the truth says."""

Span = tuple[int, int]


def fall_silent(
    rng: np.random.Generator, sailing: Sailing, about: Span, gap_h: float
) -> Sailing:
    """Switch a transponder off for some hours about a stretch of time.

    Parameters
    ----------
    about : pair of int
        Steps that the silence covers.
    gap_h : float
        Length [h]; less where the vessel comes too late or leaves too soon.
    """
    slack = max(steps(gap_h) - (about[1] - about[0]), 0)
    before = round(slack * float(rng.uniform(0.3, 0.7)))
    first = min(max(about[0] - before, sailing.first + _HEARD), about[0])
    stop = max(min(about[1] + slack - before, sailing.stop - _HEARD), about[1])
    return sailing._replace(silences=(*sailing.silences, (first, stop)))


def innocently_silent(rng: np.random.Generator, story: Story, level: Level) -> Story:
    """Let as many vessels as the level says fall silent once or twice, anywhere.

    A silence that comes near a transfer of the vessel is not kept: the truth says who
    was heard there.
    """
    sailings = [_innocent(rng, story, sailing, level) for sailing in story.sailings]
    return story._replace(sailings=sailings)


def _innocent(
    rng: np.random.Generator, story: Story, sailing: Sailing, level: Level
) -> Sailing:
    if rng.random() >= level.silent:
        return sailing
    busy: list[Span] = [*sailing.silences, *_transfers(story, sailing.vessel.mmsi)]
    drawn: list[Span] = []
    for _ in range(int(rng.integers(1, 3))):
        length = steps(float(rng.uniform(*level.silence_h)))
        earliest, latest = sailing.first + _HEARD, sailing.stop - _HEARD - length
        first = int(rng.uniform(earliest, max(latest, earliest + 1)))
        span = (first, first + length)
        if latest > earliest and _free(span, [*busy, *drawn]):
            drawn.append(span)
    return sailing._replace(silences=(*sailing.silences, *sorted(drawn)))


def _transfers(story: Story, mmsi: int) -> Sequence[Span]:
    return [
        (int(event.start_s / STEP_S), int(event.end_s / STEP_S))
        for event in story.events
        if event.is_transfer and mmsi in (event.mmsi_a, event.mmsi_b)
    ]


def _free(span: Span, busy: Sequence[Span]) -> bool:
    return all(span[1] + _APART < a or b + _APART < span[0] for a, b in busy)

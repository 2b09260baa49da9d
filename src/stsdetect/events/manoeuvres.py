"""Manoeuvres: how two vessels come together, part, and go on side by side."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.contacts import MILLISECOND
from stsdetect.events.rule import EncounterParams
from stsdetect.events.spells import Spells
from stsdetect.kernels.approach import ApproachBounds, Meetings, measure_approach
from stsdetect.kernels.spells import first_and_last

__all__ = ["STSDETECT", "ManoeuvreParams", "measure_manoeuvres"]

Bools = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManoeuvreParams:
    """What is seen of coming, leaving and going on together.

    Parameters
    ----------
    max_time, n_missing : timedelta, int
        An approach is looked for so long before the two lie steadily, over ticks
        without a hole of more than `n_missing` of them; ours.
    min_way_m : float
        By which the distance has to close: more than the noise of positions and the
        swing of a hull; ours.
    one_hull_m : float
        Antennas that near can be of one hull; ours.
    under_way_kn : float
        Both faster than this are under way; ours.
    """

    max_time: timedelta = timedelta(hours=1)
    n_missing: int = 1
    min_way_m: float = 150.0
    one_hull_m: float = 20.0
    under_way_kn: float = 5.0


STSDETECT = ManoeuvreParams()


def measure_manoeuvres(
    near: pl.DataFrame,
    ticks: pl.DataFrame,
    steady: Bools,
    rule: EncounterParams,
    params: ManoeuvreParams = STSDETECT,
) -> pl.DataFrame:
    """Measure approach and cast-off, and how long two lie within one hull's reach.

    Parameters
    ----------
    near : pl.DataFrame
        As :func:`~stsdetect.events.contacts.find_near` gives it: ticks at any speed.
    ticks : pl.DataFrame
        Those of encounters, each with its ``row`` of `near`.
    steady : (n,) array
        Which of the ticks are neither approach nor cast-off.
    rule : EncounterParams
        Its step, and the age of a report as the longest hole to look across.
    params : ManoeuvreParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        A row for each encounter: ``approach_kn`` and ``castoff_kn``, the speed at which
        the distance closed before and opened after, ``waiting_kn``, the speed of the
        vessel that moved less during the approach, each missing where nobody saw it;
        ``n_ends_seen``, how many of the first two were seen;
        ``one_hull_h`` and ``one_hull_under_way_h``, how long the two were within
        `one_hull_m` in the stretch around the encounter, at any speed and under way.
    """
    each = Spells(ticks, "encounter")
    rows = whole(ticks["row"])[first_and_last(steady, each.start)]
    bounds = ApproachBounds(
        (1 + params.n_missing) * (rule.step // MILLISECOND),
        params.max_time // MILLISECOND,
        params.min_way_m,
        rule.max_age.total_seconds(),
    )
    meetings = Meetings(
        whole(near["part"]),
        whole(near["timestamp"]),
        *(numbers(near[name]) for name in _MEASURED),
    )
    before, after = (
        measure_approach(meetings, np.ascontiguousarray(rows[:, end]), step, bounds)
        for end, step in ((0, -1), (1, 1))
    )
    told = {
        "approach_kn": before[:, 0],
        "waiting_kn": before[:, 1],
        "castoff_kn": after[:, 0],
    }
    n_ends_seen = (~np.isnan([before[:, 0], after[:, 0]])).sum(axis=0)
    return each.first("encounter").with_columns(
        *(pl.Series(name, values).fill_nan(None) for name, values in told.items()),
        pl.Series("n_ends_seen", n_ends_seen),
        *_one_hull(near, meetings, each, rule.step, params),
    )


_MEASURED = ("distance_m", "speed_a_kn", "speed_b_kn", "hole_s")


def _one_hull(
    near: pl.DataFrame,
    meetings: Meetings,
    each: Spells,
    step: timedelta,
    params: ManoeuvreParams,
) -> list[pl.Series]:
    """Hours within the reach of one hull, in the stretch of each encounter."""
    parts = Spells(near, "part")
    slower = np.minimum(meetings.speed_a_kn, meetings.speed_b_kn)
    within = meetings.distance_m <= params.one_hull_m
    own = np.searchsorted(
        whole(parts.first("part").to_series()), whole(each.first("part").to_series())
    )
    step_h = step / timedelta(hours=1)
    return [
        pl.Series(name, parts.count(holds)[own] * step_h)
        for name, holds in (
            ("one_hull_h", within),
            ("one_hull_under_way_h", within & (slower > params.under_way_kn)),
        )
    ]

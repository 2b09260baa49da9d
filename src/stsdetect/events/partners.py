"""Partners: which of the vessels that could have been there most probably was.

In a sea with many innocent silences hundreds of pairs could have met: slack alone
ranks the longest silences first. What chance does not share is time lost: a vessel
that sailed on is back when its usual speed brings it, one that met another is late by
the meeting and the detour, and both are late by the same.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.roles import FITTING, UNFITTING

__all__ = ["fit_of", "keep_best", "rank_partners"]

Points = tuple[tuple[float, float], ...]

USUAL_SLACK: Final[Points] = ((-2, -3), (0, -1.5), (1.5, 0), (4, 1.5), (10, 2))
"""Time together at the speed that both usually make [h] (ours)."""
SHARE: Final[Points] = ((0.0, -1.5), (0.4, 0.0), (0.8, 1.0))
"""Share of the longer of both times lost that the meeting explains (ours)."""
P_SILENCE: Final[Points] = ((-3, 1.0), (-1, 0.0), (-0.3, -1.0))
"""Decimal logarithm of the probability of a silence, of each vessel (ours)."""
WAY_ON: Final[Points] = ((0.3, -1.5), (3.0, 0.3), (8.0, 1.0))
"""Speed that each had at one end at least [kn]: on a vessel at anchor before and after
silence is no news. Ours, drawn by hand on development worlds of seed 101."""
MOVED: Final[Points] = ((0.2, -1.0), (2.0, 0.2), (10.0, 0.5))
"""Least way that one of them came meanwhile [nm] (ours, from the same worlds)."""
OFF_COURSE: Final[Points] = ((5.0, 1.2), (20.0, 0.4), (40.0, 0.0), (90.0, -2.0))
"""Courses told at both ends to the ways to and from the place [°]. Ours, from
development worlds of seeds 101, 1101, 2101 to 2106, and drawn in: weaker than the odds
of visits against other pairs there."""
ASIDE: Final[Points] = ((-40.0, -1.0), (0.0, 0.0), (40.0, 0.5))
"""By how much the way straight on is farther off [°] (ours, from the same worlds), less
what the angle itself says."""
GOES_ON: Final = -3.5
"""Not heard again: nothing tells that it lost time, nor that it came from the place.
Ours: in the development world of seed 101 true visitors are heard again, and most
vessels of other pairs are not."""
IN_STEP: Final[Points] = ((0.5, -0.4), (0.7, 0.0), (0.9, 0.5))
"""How far both silences begin and end together; mild, since the simulation makes them
of about one length."""
N_ALIKE: Final[Points] = ((0.0, 0.3), (2.0, 0.0), (8.0, -1.0))
"""Other silences as long, of either: satellites alone leave a dozen in five days."""


def fit_of(pairs: pl.DataFrame) -> pl.DataFrame:
    """Add ``fit``: how well a meeting explains both silences, in log-odds.

    Parameters
    ----------
    pairs : pl.DataFrame
        ``usual_slack_h, share_explained, p_silence_a, p_silence_b, way_on_kn,
        least_moved_nm, off_course_deg, aside_deg, share_in_step, n_alike, goes_on_b,
        role_a, role_b``.
    """
    roles = FITTING | {(b, a): weight for (a, b), weight in FITTING.items()}
    types = pl.lit(0.0)
    for (a, b), weight in roles.items():
        both = (pl.col("role_a") == a) & (pl.col("role_b") == b)
        types += pl.when(both).then(weight).otherwise(0.0)
    for role, weight in UNFITTING.items():
        either = (pl.col("role_a") == role) | (pl.col("role_b") == role)
        types += pl.when(either).then(weight).otherwise(0.0)
    weights = [
        _on(pairs["usual_slack_h"], USUAL_SLACK),
        _on(pairs["share_explained"], SHARE),
        _on(_log10(pairs["p_silence_a"]), P_SILENCE),
        _on(_log10(pairs["p_silence_b"]), P_SILENCE),
        _on(pairs["way_on_kn"], WAY_ON),
        _on(pairs["least_moved_nm"], MOVED),
        _on(pairs["off_course_deg"], OFF_COURSE),
        _on(pairs["aside_deg"], ASIDE),
        _on(pairs["share_in_step"], IN_STEP),
        _on(pairs["n_alike"], N_ALIKE),
    ]
    total = np.zeros(pairs.height)
    for points in weights:
        total = total + points
    gone = pl.when(pl.col("goes_on_b")).then(GOES_ON).otherwise(0.0)
    return pairs.with_columns(fit=pl.Series(total) + types + gone)


def rank_partners(pairs: pl.DataFrame) -> pl.DataFrame:
    """Add ``partner_rank`` and ``n_partners``: of b for a, or the worse of both ways.

    A vessel that waits, and is heard, asks who came; of two silences each asks for the
    other. Equal fits rank by slack, then by MMSI.
    """
    ordered = pairs.sort(
        ["fit", "slack_h", "mmsi_a", "mmsi_b", "first", "second"],
        descending=[True, True, False, False, False, False],
    )
    ranks = ordered.with_columns(
        rank_a=pl.int_range(1, pl.len() + 1).over("kind", "first"),
        rank_b=pl.int_range(1, pl.len() + 1).over("kind", "second"),
        n_a=pl.len().over("kind", "first"),
        n_b=pl.len().over("kind", "second"),
    )
    heard = pl.col("kind") == "one_dark"
    return ranks.with_columns(
        partner_rank=pl.when(heard)
        .then("rank_a")
        .otherwise(pl.max_horizontal("rank_a", "rank_b")),
        n_partners=pl.when(heard)
        .then("n_a")
        .otherwise(pl.max_horizontal("n_a", "n_b")),
    )


def keep_best(pairs: pl.DataFrame, n_kept: int, min_fit: float) -> pl.DataFrame:
    """Keep the first few partners of each, as far as a meeting explains anything."""
    return pairs.filter(pl.col("partner_rank") <= n_kept, pl.col("fit") >= min_fit)


def _log10(column: pl.Series) -> pl.Series:
    return column.clip(lower_bound=1e-9).log10()


def _on(column: pl.Series, points: Points) -> NDArray[np.float64]:
    """Weight on straight lines between points; 0 where the value is missing."""
    value, weight = np.array(points, dtype=np.float64).T
    known = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return np.asarray(np.nan_to_num(np.interp(known, value, weight)))

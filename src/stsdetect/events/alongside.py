"""Evidence that two hulls lie alongside: clearance, coupling, drifting together."""

from dataclasses import dataclass

import polars as pl

from stsdetect.events.clearance import find_hulls, measure_clearance
from stsdetect.events.coupling import measure_coupling

__all__ = ["STSDETECT", "AlongsideParams", "measure_alongside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlongsideParams:
    """Bounds of lying alongside, inclusive; ours, from simulated moorings.

    Parameters
    ----------
    max_clearance_m : float
        Median clear water between two hulls that lie alongside.
    min_clearance_ticks : int
        Ticks with support behind that median: half an hour of them.
    max_body_sd_m, min_loose_sd_m : float
        Spread in the frame of a hull: lashed vessels have 6 to 8 m, neighbours at
        anchor 68 m and more; between the two bounds clearance decides.
    max_heading_sd_deg : float
        Spread of the headings of lashed vessels, with a margin for the gyros.
    max_distance_m, max_distance_long_m, long_m : float
        Median distance of the antennas, the greater for vessels above `long_m`.
    max_steady_sd_m, min_drift_m : float
        Without headings: so steady a distance over so long a drift; approach and
        cast-off, which are neither, are left out.
    """

    max_clearance_m: float = 25.0
    min_clearance_ticks: int = 6
    max_body_sd_m: float = 15.0
    min_loose_sd_m: float = 40.0
    max_heading_sd_deg: float = 6.0
    max_distance_m: float = 150.0
    max_distance_long_m: float = 250.0
    long_m: float = 120.0
    max_steady_sd_m: float = 12.0
    min_drift_m: float = 300.0


STSDETECT = AlongsideParams()


def measure_alongside(
    encounters: pl.DataFrame,
    supported: pl.DataFrame,
    vessels: pl.DataFrame,
    params: AlongsideParams = STSDETECT,
) -> pl.DataFrame:
    """Measure how the hulls of each encounter lie to each other.

    The first of these that the ticks and the vessels can tell decides:

    1. too far: clear water above `max_clearance_m`, or antennas farther apart than
       both hulls reach, or than any two hulls alongside: not alongside;
    2. coupled in the frame of a hull, with parallel headings: alongside; loose in it:
       not;
    3. clear water, or the antennas themselves, within `max_clearance_m`: alongside;
    4. no headings, a steady distance and a long drift: alongside;
    5. else nobody can know: missing.

    Parameters
    ----------
    encounters : pl.DataFrame
        ``encounter, mmsi_a, mmsi_b, start_time, median_distance_m, repeated``.
    supported : pl.DataFrame
        Their PROXIMITIES that have a report of both near by, with ``encounter`` and
        ``weight``, by encounter and time.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    params : AlongsideParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        The encounters with ``body_sd_m, heading_sd_deg, heading_off_deg, clearance_m,
        coupling, alongside``.
    """
    hulls = find_hulls(encounters, vessels)
    clearance = measure_clearance(supported, hulls, params.min_clearance_ticks)
    sizes = hulls.select(
        "encounter", "length_a_m", "length_b_m", "corner_a_m", "corner_b_m"
    )
    figures = encounters
    for more in (sizes, measure_coupling(supported), clearance):
        figures = figures.join(more, on="encounter", how="left", maintain_order="left")
    # Short contacts of two days are no one place in the frame of a hull.
    figures = figures.with_columns(
        pl.when(~pl.col("repeated")).then(pl.col("body_sd_m", "heading_sd_deg"))
    )
    return figures.with_columns(
        alongside=_alongside(params), coupling=_coupling(params)
    ).drop(
        "length_a_m",
        "length_b_m",
        "corner_a_m",
        "corner_b_m",
        "steady_sd_m",
        "steady_drift_m",
    )


def _coupling(params: AlongsideParams) -> pl.Expr:
    """Say in a word what the spread in the frame of a hull tells, or that it can't."""
    body, heading = pl.col("body_sd_m"), pl.col("heading_sd_deg")
    parallel = heading.is_null() | (heading <= params.max_heading_sd_deg)
    return (
        pl.when(body.is_null())
        .then(pl.lit("insufficient"))
        .when((body <= params.max_body_sd_m) & parallel)
        .then(pl.lit("coupled"))
        .when(body >= params.min_loose_sd_m)
        .then(pl.lit("loose"))
        .otherwise(pl.lit("unclear"))
    )


def _alongside(params: AlongsideParams) -> pl.Expr:
    body, heading = pl.col("body_sd_m"), pl.col("heading_sd_deg")
    parallel = heading.is_null() | (heading <= params.max_heading_sd_deg)
    touching = pl.min_horizontal("clearance_m", "median_distance_m")
    drifted = pl.col("steady_drift_m") >= params.min_drift_m
    steady = pl.col("steady_sd_m") <= params.max_steady_sd_m
    return (
        pl.when(_too_far(params))
        .then(pl.lit(value=False))
        .when((body <= params.max_body_sd_m) & parallel)
        .then(pl.lit(value=True))
        .when(body >= params.min_loose_sd_m)
        .then(pl.lit(value=False))
        .when(touching <= params.max_clearance_m)
        .then(pl.lit(value=True))
        .when(body.is_null() & heading.is_null() & steady & drifted)
        .then(pl.lit(value=True))
        .otherwise(None)
    )


def _too_far(params: AlongsideParams) -> pl.Expr:
    distance, clearance = pl.col("median_distance_m"), pl.col("clearance_m")
    reach = pl.col("corner_a_m") + pl.col("corner_b_m") + params.max_clearance_m
    longer = pl.max_horizontal("length_a_m", "length_b_m")
    short = pl.all_horizontal(
        pl.col("length_a_m", "length_b_m").is_not_null(), longer <= params.long_m
    )
    most = pl.when(short).then(params.max_distance_m)
    return pl.any_horizontal(
        clearance > params.max_clearance_m,
        distance > reach,
        distance > most.otherwise(params.max_distance_long_m),
    ).fill_null(value=False)

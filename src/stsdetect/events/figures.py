"""Figures of an encounter over its ticks, each tick once."""

from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.events.coupling import STSDETECT as COUPLING
from stsdetect.events.rule import EncounterParams
from stsdetect.events.spells import Spells
from stsdetect.kernels.rigid import nearest_to_median
from stsdetect.kernels.spells import longest_holes, spreads
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["find_steady", "measure_figures"]

Bools = NDArray[np.bool_]
Numbers = NDArray[np.float64]
_MINUTE_MS = 60_000


def measure_figures(
    ticks: pl.DataFrame, supported: Bools, steady: Bools, params: EncounterParams
) -> pl.DataFrame:
    """Measure distance, speed, drift and support of each encounter.

    Parameters
    ----------
    ticks : pl.DataFrame
        As :func:`~stsdetect.events.lasting.keep_lasting` gives them.
    supported : (n,) array
        Whether a tick has a report of both near by.
    steady : (n,) array
        As :func:`find_steady` gives it.
    params : EncounterParams
        The rule.

    Returns
    -------
    pl.DataFrame
        A row for each, with its number ``encounter``.
    """
    each = Spells(ticks, "encounter")
    distance = numbers(ticks["distance_m"])
    least, closest = each.least("distance_m")
    speeds = {
        f"median_{name}": each.median(numbers(ticks[name]))
        for name in ("speed_a_kn", "speed_b_kn")
    }
    encounters = each.first("encounter", "part", "mmsi_a", "mmsi_b", "repeated")
    return encounters.with_columns(
        *ticks.select("lat", "lon")[closest].get_columns(),
        each.first("timestamp").to_series().alias("start_time"),
        each.last("timestamp").to_series().alias("end_time"),
        pl.Series("n_ticks", each.height),
        pl.Series("n_contacts", each.n_unique("contact")),
        pl.Series("support", _support(each, supported, params.step)),
        pl.Series("min_distance_m", least),
        pl.Series("median_distance_m", each.median(distance)),
        pl.Series(
            "sd_distance_m",
            spreads(distance, np.zeros(distance.size), steady, each.start),
        ),
        pl.Series("median_speed_kn", np.maximum(*speeds.values())),
        *(pl.Series(name, values) for name, values in speeds.items()),
        pl.Series("drift_nm", _drift_nm(ticks, each)),
        pl.Series("n_near", each.median(numbers(ticks["n_near"]))),
        pl.Series("longest_hole_min", _hole_min(each, supported, params.step)),
    )


def find_steady(ticks: pl.DataFrame) -> Bools:
    """Find the ticks of each encounter at which the distance is nearest to its median.

    The others are left to approach and cast-off.
    """
    each = Spells(ticks, "encounter")
    distance = numbers(ticks["distance_m"])
    nowhere = fixed(np.zeros(distance.size))
    return nearest_to_median(distance, nowhere, each.start, COUPLING.share)


def _support(each: Spells, supported: Bools, step: timedelta) -> Numbers:
    elapsed = whole(each.last("timestamp").to_series()) - whole(
        each.first("timestamp").to_series()
    )
    n_expected = elapsed / (step / timedelta(milliseconds=1)) + 1.0
    share: Numbers = np.minimum(each.count(supported) / n_expected, 1.0)
    return share


def _drift_nm(ticks: pl.DataFrame, each: Spells) -> Numbers:
    """From start to end of a contact, the longest of them: none was seen between."""
    contacts = Spells(ticks, "contact")
    start, end = contacts.first("lat", "lon"), contacts.last("lat", "lon")
    drift_m = haversine_m(
        *(numbers(one[name]) for one in (start, end) for name in ("lat", "lon"))
    )
    of_tick = np.repeat(drift_m, contacts.height)
    drift_nm: Numbers = np.maximum.reduceat(of_tick, each.start[:-1]) / M_PER_NM
    return drift_nm


def _hole_min(each: Spells, supported: Bools, step: timedelta) -> Numbers:
    """Longest time between supported ticks, start and end [min]; 0 without a hole."""
    longest = longest_holes(whole(each.table["timestamp"]), supported, each.start)
    beyond = longest > step / timedelta(milliseconds=1)
    return np.where(beyond, longest / _MINUTE_MS, 0.0)

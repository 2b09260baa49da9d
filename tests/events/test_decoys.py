"""Decoys: what chance finds among the same silences at other times."""

import numpy as np
import polars as pl
import pytest
from builders_meetings import SilentSea, silent_sea

from stsdetect.events.bounds import list_silences
from stsdetect.events.decoys import false_discovery_rate, move_in_time
from stsdetect.events.rendezvous import find_rendezvous
from stsdetect.schema import GAPS, LOITERINGS


def silences_of(sea: SilentSea) -> pl.DataFrame:
    """Silences and waits of a sea."""
    waits = LOITERINGS.from_pandas(sea.waits)
    return list_silences(GAPS.from_pandas(sea.gaps), waits, sea.vessels)


def test_move_in_time__keeps_lengths_and_places_and_moves_a_vessel_as_one() -> None:
    silences = silences_of(silent_sea(1, 60, 3))

    moved = move_in_time(silences, 0)

    assert moved.columns == silences.columns
    places = ["event_id", "mmsi", "start_lat", "end_lon", "duration_h"]
    assert moved.select(places).equals(silences.select(places))
    lengths = [t["end_time"] - t["start_time"] for t in (silences, moved)]
    assert (lengths[0] == lengths[1]).all()
    begin, again = (
        t.filter(~pl.col("still"))["start_time"].dt.epoch("ms").to_numpy()
        for t in (silences, moved)
    )
    assert begin.min() <= again.min()
    assert again.max() <= begin.max()
    round_ms = begin.max() - begin.min() + 1
    whose = silences.filter(~pl.col("still"))["mmsi"].to_list()
    by = ((again - begin) % round_ms).tolist()
    assert len(set(zip(whose, by, strict=True))) == len(set(whose))
    assert (again != begin).mean() > 0.9


def test_move_in_time__who_waited_stays_and_each_decoy_is_another() -> None:
    silences = silences_of(silent_sea(1, 60, 3))
    still = pl.col("still")

    one, other = (move_in_time(silences, number) for number in (0, 1))

    assert one.filter(still).equals(silences.filter(still))
    assert not one.equals(other)
    assert one.equals(move_in_time(silences, 0))


def test_move_in_time__nothing_stays_nothing() -> None:
    none = silences_of(silent_sea(1, 0, 0))

    assert move_in_time(none, 0).is_empty()


def slowly(fit: list[float], decoys: list[list[float]]) -> list[float]:
    """The oracle: the least rate of all bounds that let a pair in."""

    def rate(bound: float) -> float:
        chance = sum(one >= bound for decoy in decoys for one in decoy)
        listed = sum(one >= bound for one in fit)
        return min((chance + 1) / (len(decoys) * listed), 1.0)

    return [min(rate(bound) for bound in fit if bound <= one) for one in fit]


@pytest.mark.parametrize("seed", range(20))
def test_false_discovery_rate__is_the_least_over_the_bounds(seed: int) -> None:
    draw = np.random.default_rng(seed)
    fit = draw.normal(1.0, 2.0, draw.integers(1, 30)).round(1)
    decoys = [draw.normal(0.0, 2.0, draw.integers(0, 30)).round(1) for _ in range(4)]

    found = false_discovery_rate(fit, decoys)

    truth = slowly(fit.tolist(), [decoy.tolist() for decoy in decoys])
    np.testing.assert_allclose(found, truth)


def test_false_discovery_rate__of_nothing_is_nothing() -> None:
    assert false_discovery_rate(np.empty(0), [np.array([1.0])]).size == 0


@pytest.mark.parametrize("kind", ["one_dark", "both_dark"])
def test_find_rendezvous__where_nobody_met_all_is_chance(kind: str) -> None:
    empty, busy = silent_sea(21, 600, 0), silent_sea(21, 600, 30)
    meant = busy.one if kind == "one_dark" else busy.both

    tables = [
        find_rendezvous(sea.gaps, busy.waits, sea.vessels) for sea in (empty, busy)
    ]
    none, some = (table[table["kind"] == kind] for table in tables)

    # the first alone beats five decoys in one of six worlds
    assert (none["false_discovery_rate"] <= 0.3).sum() <= 2
    assert none["false_discovery_rate"].median() > 0.5
    sure = some[some["false_discovery_rate"] <= 0.2]
    met = [pair in meant for pair in zip(sure["mmsi_a"], sure["mmsi_b"], strict=True)]
    assert len(met) >= 5
    assert np.mean(met) >= 0.7

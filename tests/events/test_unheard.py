"""Waits between satellites: what silences that reception explains hide of them."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import EPOCH, at
from builders_meetings import gap, gaps, moved
from builders_silence import cut, judged
from stories import sail

from stsdetect.events.loitering import find_loiterings
from stsdetect.events.slow_spells import STSDETECT, find_waiting
from stsdetect.events.unheard import find_unheard
from stsdetect.schema import SPELLS
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.units import MS_PER_KN

A = 412_000_001
PLACE = (38.0, 124.0)
SLOW = {"start_sog": 0.5, "start_speed_kn": 0.5, "end_sog": 0.5, "p_silence": 0.6}
FAST = {"start_sog": 10.0, "start_speed_kn": 10.0, "end_sog": 10.0}


def adrift(hours: tuple[float, float], way_nm: float = 2.0, **told: Any) -> Any:
    """A silence in which a vessel drifts to the north."""
    return gap(A, hours, PLACE, moved(PLACE, 0.0, way_nm), **(SLOW | told))


def spells(*rows: Any) -> pl.DataFrame:
    """SPELLS of what silences hide."""
    found = find_unheard(gaps(*rows), STSDETECT)
    SPELLS.check(found)
    return found


def test_find_unheard__slow_before_and_after_waited_all_the_time() -> None:
    (one,) = spells(adrift((1.0, 3.0))).to_dicts()

    assert (one["start_time"], one["end_time"]) == (at(65), at(175))
    assert one["n_ticks"] == one["n_unheard"] == 23
    assert one["speed_sum"] == pytest.approx(23 * 1.0e6, rel=0.01)


@pytest.mark.parametrize(
    "told",
    [
        {"p_silence": 0.01},
        {"open": True, "end_time": None, "end_lat": None, "end_lon": None},
        {"mmsi_heard": True},
        {"start_speed_kn": 8.0, "end_sog": 8.0},
        {"start_speed_kn": None, "start_sog": None},
    ],
)
def test_find_unheard__what_may_be_no_wait_is_left_out(told: dict[str, Any]) -> None:
    assert spells(adrift((1.0, 3.0))).height == 1
    assert spells(adrift((1.0, 3.0), **told)).is_empty()


def test_find_unheard__a_day_or_a_way_is_no_wait() -> None:
    assert spells(adrift((1.0, 9.5))).is_empty()
    assert spells(adrift((1.0, 3.0), 4.5)).is_empty()


def test_find_unheard__what_ticks_tell_is_not_told_twice() -> None:
    assert spells(adrift((1.0, 3.0), 0.9)).is_empty()
    assert spells(adrift((1.0, 6.0), 0.9)).height == 1


def test_find_unheard__who_comes_stopped_half_way_between_what_is_possible() -> None:
    south = moved(PLACE, 180.0, 20.0)
    comes = gap(A, (0.0, 6.0), south, PLACE, **(SLOW | FAST | {"end_sog": 0.5}))
    goes = gap(A, (7.0, 13.0), PLACE, south, **(SLOW | {"end_sog": 10.0}))

    arrival, departure = spells(comes, goes).to_dicts()

    # 20 nm take 2 h and leave 4 h: it comes in the fourth hour, goes in the ninth
    assert arrival["start_time"] in (at(240), at(245))
    assert arrival["end_time"] == at(355)
    assert (arrival["start_lat"], arrival["end_lon"]) == PLACE
    assert departure["start_time"] == at(425)
    assert departure["end_time"] in (at(535), at(540))


def test_find_unheard__who_sailed_without_a_stop_did_not_wait() -> None:
    south = moved(PLACE, 180.0, 60.0)

    assert spells(
        gap(A, (0.0, 6.0), south, PLACE, **(SLOW | FAST | {"end_sog": 0.5}))
    ).is_empty()


def satellites(seed: int, mmsi: int = A) -> pl.DataFrame:
    """A vessel that comes at 10 kn, drifts for 7 h and goes on, heard at passes."""
    rng = np.random.default_rng(seed)
    passes = np.cumsum(rng.uniform(35.0, 130.0, 30))
    minutes = (passes[:, None] + [0.0, 3.0, 6.0]).ravel()
    minutes = minutes[minutes < 1_400]
    drifts = (minutes > 400) & (minutes < 820)
    speed = np.where(drifts, 0.8, 10.0)
    finer = np.arange(1_400.0)
    made_kn = np.where((finer > 400) & (finer < 820), 0.8, 10.0)
    way = np.cumsum(made_kn * 60.0 * MS_PER_KN)
    track = sail(mmsi, minutes, 0.0, np.interp(minutes, finer, way))
    return track.with_columns(sog=pl.Series(speed, dtype=pl.Float32))


def waits_of(positions: pl.DataFrame, hours: float) -> pd.DataFrame:
    """LOITERINGS of positions, over a day, by window."""
    found = []
    for start, stop in cut((EPOCH, at(1_440)), hours):
        ticks = find_ticks(find_segments(positions), start, stop)
        found.append(find_waiting(ticks, (start, stop)))
    return find_loiterings(found, judged(positions))


def test_find_loiterings__a_wait_between_satellites_is_one_wait() -> None:
    for seed in range(5):
        (one,) = waits_of(satellites(seed), 99.0).to_dict("records")

        assert abs((one["start_time"] - at(400)).total_seconds()) < 4_200
        assert abs((one["end_time"] - at(820)).total_seconds()) < 4_200
        assert 0.0 < one["heard_share"] < 1.0


@pytest.mark.parametrize("hours", [1.0, 2.5, 7.0])
def test_find_loiterings__between_satellites_windows_change_nothing(
    hours: float,
) -> None:
    positions = pl.concat([satellites(seed, A + seed) for seed in range(8)])

    pd.testing.assert_frame_equal(
        waits_of(positions, hours), waits_of(positions, 99.0), check_exact=True
    )

"""Floods: what is too much is left out, by rules that hang on nothing else."""

from datetime import datetime, timedelta

import polars as pl
import pytest
from builders import EPOCH
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.errors import ConfigError
from stsdetect.events.floods import join_floods
from stsdetect.schema import POSITIONS
from stsdetect.tracks.crowds import choose_out, count_vessels, find_visits, leave_out
from stsdetect.tracks.floods import FLOODS, FloodParams, thin_reports

FEW = FloodParams(max_reports=4, max_near=3, max_far=6, least_hours=2)
HOUR = 3600


def positions(*rows: tuple[int, float], lat: float = 36.0) -> pl.DataFrame:
    """Reports of vessels at seconds since the epoch of the builders."""
    table = pl.DataFrame(
        {
            "mmsi": [mmsi for mmsi, _ in rows],
            "timestamp": [EPOCH + timedelta(seconds=second) for _, second in rows],
            "lat": lat,
            "lon": 123.0,
            "source_id": "made",
            "source_row": range(len(rows)),
        }
    )
    return POSITIONS.conform(table).sort("mmsi", "timestamp")


def half_hour(minute: int) -> tuple[datetime, datetime]:
    start = EPOCH + timedelta(minutes=minute)
    return start, start + timedelta(minutes=30)


def visits_of(table: pl.DataFrame) -> pl.DataFrame:
    return find_visits(table, count_vessels(table, FEW), FEW)


def heard(visits: pl.DataFrame, hours: dict[int, int], possible: int) -> pl.DataFrame:
    found = visits.select("mmsi", "period").unique()
    return found.with_columns(
        n_hours=pl.col("mmsi").replace_strict(hours, return_dtype=pl.Int64),
        n_possible=pl.lit(possible, pl.Int64),
    )


def kept_of(
    table: pl.DataFrame, hours: dict[int, int], possible: int = 48
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Positions that are kept, and what is told."""
    visits = visits_of(table)
    out, told = choose_out(visits, heard(visits, hours, possible), FEW)
    return leave_out(table, out, FEW), told


def test_thin_reports__as_many_as_can_be_are_left_alone() -> None:
    table = positions(*((1, k) for k in range(4)), *((2, k) for k in range(4)))

    kept, floods = thin_reports(table, FEW)

    assert kept.equals(table)
    assert floods.is_empty()
    assert floods.schema == pl.Schema(FLOODS)


def test_thin_reports__keeps_some_of_too_many_evenly() -> None:
    table = positions(*((1, 10 * k) for k in range(12)), (2, 5))

    kept, floods = thin_reports(table, FEW)

    seconds = (kept["timestamp"] - EPOCH).dt.total_seconds().to_list()
    assert seconds == [20, 50, 80, 110, 5]
    assert floods.rows() == [("flood", 1, *half_hour(0), 12)]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 7200)), unique=True))
def test_thin_reports__counts_in_each_half_hour(rows: list[tuple[int, int]]) -> None:
    table = positions(*rows)

    kept, floods = thin_reports(table, FEW)

    key = ["mmsi", pl.col("timestamp").dt.truncate("30m").alias("start_time")]
    before, after = (
        dict(one.group_by(key).agg(n=pl.len()).rows_by_key(["mmsi", "start_time"]))
        for one in (table, kept)
    )
    assert {k: [(min(n, 4),)] for k, [(n,)] in before.items()} == after
    too_many = {(k, n) for k, [(n,)] in before.items() if n > 4}
    told = {((mmsi, time), n) for _, mmsi, time, _, n in floods.rows()}
    assert told == too_many


def test_find_visits__too_many_in_a_cell_are_found_with_their_number() -> None:
    alone = positions((9, 0), (9, 60), lat=38.0)
    table = pl.concat([positions(*((k, 60 * k) for k in (1, 2, 3, 4))), alone])

    visits = visits_of(table)

    assert sorted(visits["mmsi"]) == [1, 2, 3, 4]
    assert visits.select("n_most", "side_m").unique().rows() == [(3, 750.0)]


def test_find_visits__a_wide_crowd_is_one_too() -> None:
    rows = [positions((k, 0), lat=36.05 + 0.004 * k) for k in range(1, 9)]

    visits = visits_of(pl.concat(rows))

    assert visits.select("n_most", "side_m").unique().rows() == [(6, 11_000.0)]


def test_find_visits__the_same_vessels_at_other_times_are_none() -> None:
    table = positions(*((k, 1800 * k) for k in range(1, 9)))

    assert visits_of(table).is_empty()


def test_leave_out__who_came_at_once_goes_and_who_was_there_stays() -> None:
    table = positions(*((k, 0) for k in range(1, 7)), (1, HOUR), (6, HOUR))

    kept, told = kept_of(table, {1: 1, 2: 1, 3: 1, 4: 1, 5: 20, 6: 30})

    assert kept.select("mmsi", "source_row").rows() == [(1, 6), (5, 4), (6, 5), (6, 7)]
    assert told.rows() == [("crowd", 6, *half_hour(0), 6)]


def test_leave_out__of_many_that_were_there_the_longest_heard_stay() -> None:
    table = positions(*((k, 0) for k in range(1, 7)))

    kept, _ = kept_of(table, {1: 20, 2: 21, 3: 22, 4: 22, 5: 9, 6: 30})

    assert kept["mmsi"].to_list() == [3, 4, 6]


def test_leave_out__of_little_data_half_of_the_hours_are_enough() -> None:
    table = positions(*((k, 0) for k in range(1, 7)))

    kept, _ = kept_of(table, {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}, possible=2)

    assert kept["mmsi"].to_list() == [1, 2, 3]


def test_leave_out__without_a_crowd_nothing_changes() -> None:
    table = positions((1, 0), (2, 0))

    kept, told = kept_of(table, {})

    assert kept.equals(table)
    assert told.schema == pl.Schema(FLOODS)


def test_join_floods__half_hours_that_follow_are_one_anomaly() -> None:
    minutes = (0, 30, 60, 300)
    table = pl.DataFrame(
        [("flood", 1, *half_hour(m), 10 + m) for m in minutes]
        + [("crowd", 1, *half_hour(0), 7)],
        schema=FLOODS,
        orient="row",
    )

    spells = join_floods([table.clear(), table[::2], table[1::2]])

    assert spells.select("kind", "end_time").rows() == [
        ("crowd", EPOCH + timedelta(minutes=30)),
        ("flood", EPOCH + timedelta(minutes=90)),
        ("flood", EPOCH + timedelta(minutes=330)),
    ]
    assert spells["detail"].to_list() == [
        "up to 7 vessels at one place; most left out",
        "120 reports, up to 70 in 30 min; thinned",
        "310 reports, up to 310 in 30 min; thinned",
    ]


def test_join_floods__periods_are_as_long_as_the_parameter() -> None:
    params = FloodParams(period=timedelta(minutes=10), max_reports=5)
    table = positions(*((1, 60 * m + s) for m in range(0, 40, 4) for s in range(4)))

    _, told = thin_reports(table, params)
    (spell,) = join_floods([told]).to_dicts()

    assert spell["end_time"] - spell["start_time"] == timedelta(minutes=40)
    assert spell["detail"].endswith("12 in 10 min; thinned")


def test_join_floods__without_any_is_empty() -> None:
    assert join_floods([]).is_empty()


@pytest.mark.parametrize(
    "wrong",
    [{"period": timedelta(0)}, {"max_near": 0}, {"far_m": 10.0}, {"least_hours": 0}],
)
def test_flood_params__refuses_what_no_vessel_could_keep(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(ConfigError, match="floods: "):
        FloodParams(**wrong)  # type: ignore[arg-type]

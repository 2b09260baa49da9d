"""Witness rows: positions at the turns with file and line, particulars by change."""

import polars as pl
from builders_events import vessel
from builders_leads import RAFTED, candidates
from builders_pairs import pair_tracks

from stsdetect.report.witness import identity_rows, position_rows
from stsdetect.schema import TRACKS


def test_position_rows__give_the_turns_of_each_vessel_with_file_and_line() -> None:
    tracks = pair_tracks()
    source = tracks["source_id"][0]

    rows = position_rows(tracks, candidates().iloc[0], {source: "day.csv"})

    own = [row for row in rows if row["side"] == "a"]
    assert [row["time"][11:16] for row in own] == [
        "01:50", "02:00", "04:50", "07:40", "07:50",
    ]  # fmt: skip
    assert {row["source"] for row in rows} == {"day.csv"}
    assert all(int(row["line"]) >= 1 for row in rows)


def test_position_rows__a_candidate_inside_a_silence_has_both_ends() -> None:
    tracks = pair_tracks().filter(~pl.col("timestamp").dt.hour().is_between(2, 7))

    rows = position_rows(tracks, candidates().iloc[0], {})

    assert [row["time"][11:16] for row in rows if row["side"] == "b"] == [
        "01:50",
        "08:00",
    ]


def test_position_rows__of_nothing_are_none() -> None:
    assert position_rows(TRACKS.empty_polars(), candidates().iloc[0], {}) == []


def test_identity_rows__tell_the_latest_change_first() -> None:
    vessels = pl.concat(
        [
            vessel(RAFTED["mmsi_a"], 0, shipname="SIM FIRST", draught=4.0),
            vessel(RAFTED["mmsi_a"], 60, shipname="SIM SECOND", draught=7.25),
            vessel(999, 0, shipname="SIM STRANGER"),
        ]
    )

    rows = identity_rows(vessels, candidates().iloc[0])

    assert [row["shipname"] for row in rows] == ["SIM SECOND", "SIM FIRST"]
    assert [row["draught"] for row in rows] == ["7.2", "4"]

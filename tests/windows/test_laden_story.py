"""A vessel that fell silent light and is heard again laden: told, however it is cut."""

from datetime import timedelta
from pathlib import Path

import polars as pl
from builders import at
from builders_windows import list_candidates

import stsdetect as sts
from stsdetect.config import Config

A, B = 412_000_001, 412_000_002
HEAD = "mmsi,timestamp,lat,lon,sog,cog,draught"


def lying(mmsi: int, hours: tuple[int, int], lon: float, draught: str) -> list[str]:
    """Lines of a vessel that lies still and is heard every ten minutes."""
    return [
        f"{mmsi},{at(minute):%Y-%m-%dT%H:%M:%SZ},31.25,{lon},0.1,0,{draught}"
        for minute in range(60 * hours[0], 60 * hours[1], 10)
    ]


def test_a_silence_in_which_a_vessel_was_loaded_is_named(tmp_path: Path) -> None:
    lines = [
        *lying(A, (0, 30), 123.6, "4.0"),
        *lying(A, (44, 60), 124.5, "6.0"),
        *lying(B, (48, 56), 124.5005, "5.0"),
    ]
    (tmp_path / "ais.csv").write_text("\n".join([HEAD, *lines]) + "\n")
    sts.ingest(tmp_path / "ais.csv", tmp_path / "store")

    by_day = list_candidates(tmp_path / "store", None)
    at_once = list_candidates(
        tmp_path / "store", None, Config(window=timedelta(days=4))
    )

    assert by_day == at_once
    (met,) = pl.read_csv(by_day).filter(pl.col("kind") == "encounter").to_dicts()
    assert met["laden_without_port"] == (
        "a: told 4.0 m from 2024-03-01 00:00 UTC and 6.0 m from 2024-03-02 20:00 UTC, "
        "seen in no port since the first, "
        "silent for 14 h of it from 2024-03-02 05:50 UTC"
    )

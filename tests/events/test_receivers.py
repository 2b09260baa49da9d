"""Reports from land far from land, by vessels at invented places."""

from datetime import timedelta

import polars as pl
import pytest
import stories
from builders import EPOCH
from builders_events import A

from stsdetect.events.edges import Span
from stsdetect.events.receivers import add_receivers, count_receivers, find_unhearable
from stsdetect.events.reports import order_reports
from stsdetect.tracks.segment import find_segments

PERIOD = (EPOCH, EPOCH + timedelta(days=1))
FAR = (30.5, 125.5)


def heard(
    mmsi: int,
    by: str | None,
    minutes: float = 90.0,
    lat: float = FAR[0],
    lon: float = FAR[1],
) -> pl.DataFrame:
    track = stories.sail(
        mmsi, stories.heard(0, minutes, 10.0), 0.0, 0.0, around=(lat, lon)
    )
    return track.with_columns(pl.lit(by, track.schema["receiver"]).alias("receiver"))


def others(n: int = 6, by: str | None = "satellite") -> list[pl.DataFrame]:
    return [heard(A + 10 + k, by, lat=FAR[0] + 0.05 * k) for k in range(n)]


def counted(*tracks: pl.DataFrame, own: Span = PERIOD) -> pl.DataFrame:
    together = pl.concat(tracks).sort("mmsi", "timestamp")
    return count_receivers(order_reports(find_segments(together)), own)


def test_receiver__from_land_where_satellites_alone_hear_the_others() -> None:
    (found,) = find_unhearable(counted(heard(A, "terrestrial"), *others())).to_dicts()

    assert (found["mmsi"], found["kind"]) == (A, "receiver")
    assert found["end_time"] - found["start_time"] == timedelta(minutes=90)
    assert found["detail"] == (
        "10 reports by stations on land, where satellites alone hear 6 others"
    )


@pytest.mark.parametrize(
    "tracks",
    [
        [heard(A, "satellite"), *others()],
        [heard(A, None), *others()],
        [heard(A, "terrestrial"), *others(4)],
        [heard(A, "terrestrial"), *others(by=None)],
        [heard(A, "terrestrial", 20.0), *others()],
        # Stations hear another one in the square beside: they reach so far.
        [heard(A, "terrestrial"), heard(A + 1, "terrestrial", lon=124.5), *others()],
    ],
)
def test_receiver__is_none_without_all_of_it(tracks: list[pl.DataFrame]) -> None:
    assert find_unhearable(counted(*tracks)).is_empty()


def test_receiver__windows_give_what_all_time_gives() -> None:
    tracks = [heard(A, "terrestrial"), *others()]
    hours = [EPOCH + timedelta(minutes=25 * k) for k in range(6)]
    parts = [
        counted(*tracks, own=(start, start + timedelta(minutes=25))) for start in hours
    ]

    whole = counted(*tracks)

    assert add_receivers(parts[::-1]).equals(whole)
    assert find_unhearable(whole.head(0)).is_empty()

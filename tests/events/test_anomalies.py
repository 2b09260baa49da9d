"""Anomalies by stories of invented vessels, each with one that is none."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import stories
from builders import EPOCH
from builders_events import NOBODY, A, vessel

from stsdetect.events.anomalies import Seen, find_anomalies
from stsdetect.events.edges import Span, find_edges
from stsdetect.events.hours import find_strange_hours, join_strange_hours
from stsdetect.events.inland import add_inland, count_inland, find_inland_stays
from stsdetect.events.receivers import add_receivers, count_receivers
from stsdetect.events.reports import order_reports
from stsdetect.events.turns import keep_turns
from stsdetect.schema import ANOMALIES
from stsdetect.tracks.segment import find_segments

HOUR = 60.0
PERIOD = (EPOCH, EPOCH + timedelta(days=3))
INLAND = pl.DataFrame(
    schema={
        "mmsi": pl.Int64,
        "start_time": pl.Datetime("ms", "UTC"),
        "end_time": pl.Datetime("ms", "UTC"),
        "detail": pl.String,
    }
)


def reports_of(track: pl.DataFrame, near: Span | None = None) -> pl.DataFrame:
    if near is not None:
        margin = timedelta(hours=9)
        inside = pl.col("timestamp").is_between(near[0] - margin, near[1] + margin)
        track = track.filter(inside)
    return order_reports(find_segments(track.sort("mmsi", "timestamp")))


def windows(hours: float) -> list[Span]:
    step = timedelta(hours=hours)
    count = int(np.ceil((PERIOD[1] - PERIOD[0]) / step))
    return [
        (EPOCH + k * step, min(EPOCH + (k + 1) * step, PERIOD[1])) for k in range(count)
    ]


def anomalies(track: pl.DataFrame, hours: float = 72.0) -> dict[str, Any]:
    """Kinds found and their first rows."""
    spans = windows(hours)
    reports = [reports_of(track, span) for span in spans]
    both = list(zip(reports, spans, strict=True))
    found = find_anomalies(
        Seen(
            [find_edges(r, span, PERIOD) for r, span in both],
            [find_strange_hours(r, span, PERIOD) for r, span in both],
            [keep_turns(r, span, PERIOD) for r, span in both],
        ),
        add_receivers([count_receivers(r, span) for r, span in both]),
        INLAND,
        NOBODY,
    )
    ANOMALIES.check(found)
    ANOMALIES.check_key(found)
    return {str(kind): rows.iloc[0] for kind, rows in found.groupby("kind")}


def told(
    track: pl.DataFrame, sog: float | None = None, cog: Any = None
) -> pl.DataFrame:
    """The same track, with a speed and a course."""
    return track.with_columns(
        pl.lit(sog, pl.Float32).alias("sog"),
        pl.Series("cog", np.broadcast_to(cog, track.height), dtype=pl.Float32)
        if cog is not None
        else pl.lit(None, pl.Float32).alias("cog"),
    )


MINUTES = stories.heard(0, 9 * HOUR, 5.0)


def circle(
    hours: float, radius_m: float = 2_000.0, every_h: float = 2.0
) -> pl.DataFrame:
    minutes = stories.heard(0, hours * HOUR, 5.0)
    angle = 2 * np.pi * minutes / (every_h * HOUR)
    return stories.sail(A, minutes, radius_m * np.sin(angle), radius_m * np.cos(angle))


def test_circle__round_and_round_with_a_course_of_its_own() -> None:
    found = anomalies(told(circle(5.0), 3.0, 45.0))

    assert found["circle"]["detail"].startswith("2.3 turns")
    assert found["circle"]["end_time"] - found["circle"]["start_time"] >= timedelta(
        hours=4, minutes=50
    )


def test_circle__a_vessel_that_sails_in_a_circle_heads_along_it() -> None:
    track = circle(5.0)
    minutes = stories.heard(0, 5 * HOUR, 5.0)
    along = (90.0 + 360.0 * minutes / (2 * HOUR)) % 360.0

    assert "circle" not in anomalies(told(track, 3.0, along))
    assert "circle" not in anomalies(told(circle(2.0), 3.0, 45.0))
    assert "circle" not in anomalies(told(circle(5.0, 60.0), 3.0, 45.0))
    assert "circle" not in anomalies(track)


def test_frozen__one_position_and_a_speed() -> None:
    lying = stories.sail(A, stories.heard(0, 3 * HOUR, 5.0), 0.0, 0.0)
    noisy = stories.sail(
        A, stories.heard(0, 3 * HOUR, 5.0), stories.noise_m(37, 1), 0.0
    )

    assert "for 3 h" in anomalies(told(lying, 8.0))["frozen"]["detail"]
    assert "frozen" not in anomalies(told(lying, 0.0))
    assert "frozen" not in anomalies(told(lying))
    assert "frozen" not in anomalies(told(noisy, 8.0))


def steady(noise: float, hours: float = 9.0) -> pl.DataFrame:
    minutes = stories.heard(0, hours * HOUR, 5.0)
    way = stories.way_m(10.0)(minutes)
    off = stories.noise_m(minutes.size, 3, noise) if noise else 0.0
    return told(stories.sail(A, minutes, way * 0.6 + off, way * 0.8), 10.0, 36.9)


def fleet(n: int) -> pl.DataFrame:
    """Vessels with the noise of real ones, for a hundred hours under way each nine."""
    return pl.concat(
        [
            steady(3.0).with_columns(
                (pl.col("mmsi") + 10 + k).alias("mmsi"), pl.col("lat") + 0.1 * k
            )
            for k in range(n)
        ]
    )


def test_smooth__six_hours_without_the_noise_of_positions() -> None:
    found = anomalies(pl.concat([steady(0.0), fleet(110)]))

    assert found["smooth"]["mmsi"] == A
    assert "smooth" not in anomalies(pl.concat([steady(0.0, 4.0), fleet(110)]))
    assert "smooth" not in anomalies(fleet(3))


def test_smooth__says_nothing_where_the_whole_file_is_smooth() -> None:
    assert "smooth" not in anomalies(steady(0.0))


@pytest.mark.parametrize("hours", [1.0, 2.5, 7.0])
def test_find_anomalies__windows_give_what_all_time_gives(hours: float) -> None:
    track = pl.concat(
        [
            told(circle(9.0), 3.0, 45.0),
            told(stories.sail(A + 1, MINUTES + 3.0, 0.0, 0.0), 8.0),
            fleet(2),
        ]
    )

    def all_of(length: float) -> pl.DataFrame:
        spans = windows(length)
        parts = [
            find_strange_hours(reports_of(track, span), span, PERIOD) for span in spans
        ]
        return join_strange_hours(parts)

    whole = all_of(72.0)
    assert set(whole["kind"]) == {"circle", "frozen"}
    assert all_of(hours).equals(whole)


def inland_stays(*vessels: tuple[int, float, int], hours: float = 72.0) -> pl.DataFrame:
    """Stays of vessels on land: MMSI, place [m east], reports."""
    tracks = [
        stories.sail(mmsi, stories.heard(0, 10.0 * (n - 1), 10.0), east, 0.0)
        for mmsi, east, n in vessels
    ]
    reports = reports_of(pl.concat(tracks))
    known: list[pl.DataFrame] = []
    for span in windows(hours):
        part = count_inland(reports, np.ones(reports.height, dtype=np.bool_), span)
        known = [add_inland([*known, part])]
    return find_inland_stays(known[0])


def test_on_land__a_vessel_alone_where_no_others_sail() -> None:
    (stay,) = inland_stays((A, 0.0, 6)).to_dicts()

    assert stay["mmsi"] == A
    assert stay["detail"].startswith("6 reports")
    assert inland_stays((A, 0.0, 4)).is_empty()


def test_on_land__where_three_vessels_are_there_is_water() -> None:
    river = [(A + k, 10.0 * k, 9) for k in range(3)]

    assert inland_stays(*river).is_empty()
    assert inland_stays(*river[:2]).height == 2
    alone = inland_stays(*river, (A + 9, 50_000.0, 9))
    assert alone["mmsi"].to_list() == [A + 9]


def test_on_land__windows_give_what_all_time_gives() -> None:
    vessels = [(A + k, 3_000.0 * k, 30) for k in range(6)]
    vessels.append((A + 9, 90_000.0, 30))

    assert inland_stays(*vessels, hours=1.0).equals(inland_stays(*vessels))
    assert inland_stays(*vessels)["mmsi"].to_list()[-1] == A + 9


def on_land(track: pl.DataFrame, told: pl.DataFrame, start: float) -> bool:
    """Whether a stay of five hours on land from a minute on is told of."""
    stay = (A, EPOCH + timedelta(minutes=start), EPOCH + timedelta(minutes=start + 300))
    inland = pl.DataFrame([(*stay, "seen")], schema=INLAND.schema, orient="row")
    reports = reports_of(track)
    edges = find_edges(reports, PERIOD, PERIOD)
    hours = find_strange_hours(reports, PERIOD, PERIOD)
    turns = keep_turns(reports, PERIOD, PERIOD)
    heard = count_receivers(reports, PERIOD)
    found = find_anomalies(Seen([edges], [hours], [turns]), heard, inland, told)
    return "on_land" in set(found["kind"])


def test_on_land__is_told_of_large_vessels_and_of_those_that_jump_there() -> None:
    sails = stories.sail(A, stories.heard(0, 600.0, 10.0), 0.0, 0.0)
    jumps = pl.concat(
        [
            stories.sail(A, stories.heard(0, 300.0, 10.0), 0.0, 0.0),
            stories.sail(A, stories.heard(310.0, 610.0, 10.0), 300_000.0, 0.0),
        ]
    )

    assert on_land(sails, vessel(A, length_m=90.0), 310.0)
    assert not on_land(sails, vessel(A, length_m=30.0), 310.0)
    assert on_land(jumps, NOBODY, 310.0)
    assert on_land(jumps, NOBODY, 0.0)
    assert not on_land(jumps, NOBODY, 100.0)


def test_find_anomalies__nothing_gives_nothing() -> None:
    reports = reports_of(stories.sail(A, stories.heard(0, 30.0), 0.0, 0.0))
    nothing = find_anomalies(
        Seen(
            [find_edges(reports, PERIOD, PERIOD)],
            [find_strange_hours(reports, PERIOD, PERIOD)],
            [keep_turns(reports, PERIOD, PERIOD)],
        ),
        count_receivers(reports, PERIOD),
        INLAND,
        NOBODY,
    )

    pd.testing.assert_frame_equal(nothing, ANOMALIES.empty())

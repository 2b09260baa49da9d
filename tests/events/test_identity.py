"""Identity events by stories of invented vessels, each with one that is none."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import stories
from builders import EPOCH
from builders_events import NOBODY, A, B, C, hull, meeting, vessel

from stsdetect.events.edges import find_edges
from stsdetect.events.identity import find_identity_events
from stsdetect.events.jumps import find_jumps, find_regional_events
from stsdetect.events.reports import order_reports
from stsdetect.schema import ENCOUNTERS, IDENTITY_EVENTS
from stsdetect.tracks.segment import find_segments

HOUR, DAY = 60.0, 1440.0
PERIOD = (EPOCH, EPOCH + timedelta(days=6))
FLAGS = pl.DataFrame({"mmsi": [A, B, C], "flag": ["CHN", "PAN", "CHN"]})
HULL = hull(80, 15, 7, 9)


def edges_of(*tracks: pl.DataFrame) -> pl.DataFrame:
    """EDGES of all time at once."""
    heard = pl.concat(tracks).sort("mmsi", "timestamp")
    return find_edges(order_reports(find_segments(heard)), PERIOD, PERIOD)


def events(
    *tracks: pl.DataFrame,
    told: pl.DataFrame = NOBODY,
    encounters: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Kinds found and their rows."""
    met = ENCOUNTERS.empty() if encounters is None else encounters
    edges = [edges_of(*tracks)] if tracks else []
    found = find_identity_events(told, edges, met, FLAGS)
    IDENTITY_EVENTS.check(found)
    IDENTITY_EVENTS.check_key(found)
    return {str(kind): rows.iloc[0] for kind, rows in found.groupby("kind")}


def lying(mmsi: int, start: float, stop: float, east_m: float = 0.0) -> pl.DataFrame:
    """A vessel that lies at a place and is heard every 10 minutes."""
    return stories.sail(mmsi, stories.heard(start, stop, 10.0), east_m, 0.0)


def same_hull(*mmsis: int, **fields: Any) -> pl.DataFrame:
    return pl.concat([vessel(mmsi, **(HULL | fields)) for mmsi in mmsis])


def test_handover__one_ends_and_another_of_its_hull_begins_within_reach() -> None:
    tracks = [lying(A, 0, 10 * HOUR), lying(B, 20 * HOUR, 40 * HOUR, 30_000.0)]

    found = events(*tracks, told=same_hull(A, B))

    assert found["handover"]["mmsi"] == A
    assert found["handover"]["other_mmsi"] == B
    assert found["handover"]["detail"] == (
        "same hull, heard 10.0 h later and 16.2 nm away"
    )


def test_handover__a_borrowed_identity_that_is_given_back_is_two() -> None:
    tracks = [
        lying(A, 0, 10 * HOUR),
        lying(B, 14 * HOUR, 30 * HOUR),
        lying(A, 34 * HOUR, 50 * HOUR),
    ]
    edges, told = [edges_of(*tracks)], same_hull(A, B)

    found = find_identity_events(told, edges, ENCOUNTERS.empty(), FLAGS)

    handed = found[found["kind"] == "handover"]
    assert list(zip(handed["mmsi"], handed["other_mmsi"], strict=True)) == [
        (A, B),
        (B, A),
    ]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (lying(B, 20 * HOUR, 40 * HOUR, 900_000.0), same_hull(A, B)),  # out of reach
        (lying(B, 5 * HOUR, 40 * HOUR, 30_000.0), same_hull(A, B)),  # at the same time
        (lying(B, 90 * HOUR, 99 * HOUR, 30_000.0), same_hull(A, B)),  # too late
        (
            lying(B, 20 * HOUR, 40 * HOUR, 30_000.0),
            pl.concat([vessel(A, **HULL), vessel(B, **hull(70, 25, 7, 9))]),
        ),
        (
            lying(B, 20 * HOUR, 40 * HOUR, 30_000.0),
            pl.concat([vessel(A, imo=2000004, **HULL), vessel(B, imo=2000016, **HULL)]),
        ),
        (
            lying(B, 20 * HOUR, 40 * HOUR, 30_000.0),
            same_hull(A, B, C, 412_000_009),  # a series of sisters
        ),
        (lying(B, 20 * HOUR, 20 * HOUR + 20, 30_000.0), same_hull(A, B)),  # stray
    ],
)
def test_handover__is_none_without_all_of_it(
    second: pl.DataFrame, told: pl.DataFrame
) -> None:
    assert "handover" not in events(lying(A, 0, 10 * HOUR), second, told=told)


LOOK = {"ship_type": 80, "length_m": 82.0, "beam_m": 13.0, "draught": 4.6}


def voyage(mmsi: int, start: float, stop: float, knots: float = 10.0) -> pl.DataFrame:
    """A vessel on her way to the east, from minute to minute, with speed and course."""
    minutes = stories.heard(start, stop, 10.0)
    track = stories.sail(mmsi, minutes, stories.way_m(knots)(minutes), 0.0)
    return track.with_columns(
        pl.lit(knots, pl.Float32).alias("sog"), pl.lit(90.0, pl.Float32).alias("cog")
    )


def renamed(**fields: Any) -> pl.DataFrame:
    """Two identities of one look with IMO numbers of their own."""
    return pl.concat(
        [vessel(A, imo=2000004, **LOOK), vessel(B, imo=2000016, **(LOOK | fields))]
    )


FIRST, SECOND = voyage(A, 0, 10 * HOUR), voyage(B, 15 * HOUR, 30 * HOUR)


def test_handover__a_voyage_goes_on_under_another_identity() -> None:
    found = events(FIRST, SECOND, told=renamed())

    assert (found["handover"]["mmsi"], found["handover"]["other_mmsi"]) == (A, B)
    assert "heard 5.0 h later and 50.0 nm away" in found["handover"]["detail"]
    by_offsets = pl.concat(
        [vessel(A, imo=2000004, **HULL), vessel(B, imo=2000016, **HULL)]
    )
    assert "handover" in events(FIRST, SECOND, told=by_offsets)


@pytest.mark.parametrize(
    ("tracks", "told"),
    [
        ((FIRST, SECOND), renamed(draught=4.7)),
        ((FIRST, SECOND), renamed(draught=None)),
        ((FIRST, SECOND), pl.concat([renamed(), vessel(C, **LOOK), vessel(7, **LOOK)])),
        ((FIRST, voyage(A, 40 * HOUR, 50 * HOUR), SECOND), renamed()),  # heard again
        ((FIRST, SECOND, lying(B, 0, 5 * HOUR, -9e5)), renamed()),  # heard before
        ((FIRST, voyage(B, 15 * HOUR, 30 * HOUR, 13.0)), renamed()),  # too far on
        ((FIRST, lying(B, 15 * HOUR, 30 * HOUR, 278_000.0)), renamed()),  # no voyage
        (
            (FIRST, SECOND.with_columns(pl.lit(270.0, pl.Float32).alias("cog"))),
            renamed(),
        ),
        (
            (FIRST.with_columns(pl.lit(None, pl.Float32).alias("sog")), SECOND),
            renamed(length_m=39.0),
        ),
    ],
)
def test_handover__a_voyage_like_it_is_none(
    tracks: tuple[pl.DataFrame, ...], told: pl.DataFrame
) -> None:
    assert "handover" not in events(*tracks, told=told)


def moored(mmsi: int, start: float, stop: float, east_m: float = 0.0) -> pl.DataFrame:
    """A vessel that lies at a berth and tells that she does."""
    still = pl.lit(0.1, pl.Float32).alias("sog")
    return lying(mmsi, start, stop, east_m).with_columns(still)


BERTHED = moored(A, 0, 10 * HOUR), moored(B, 12 * HOUR, 30 * HOUR, 60.0)


def test_handover__at_its_berth_a_vessel_has_another_identity() -> None:
    found = events(*BERTHED, told=renamed())

    assert (found["handover"]["mmsi"], found["handover"]["other_mmsi"]) == (A, B)


@pytest.mark.parametrize(
    ("tracks", "told"),
    [
        (BERTHED, renamed(draught=4.7)),
        (BERTHED, renamed(beam_m=None)),
        ((BERTHED[0], moored(B, 12 * HOUR, 30 * HOUR, 140.0)), renamed()),  # beside
        ((BERTHED[0], moored(B, 36 * HOUR, 50 * HOUR)), renamed()),  # a day later
        ((*BERTHED, voyage(A, 40 * HOUR, 50 * HOUR)), renamed()),  # heard again
        ((*BERTHED, moored(B, 0, 5 * HOUR, -9e5)), renamed()),  # heard before
        ((BERTHED[0], voyage(B, 12 * HOUR, 30 * HOUR)), renamed()),  # passes
        ((voyage(A, -600, 0), moored(B, 2 * HOUR, 30 * HOUR)), renamed()),  # sails on
    ],
)
def test_handover__who_lies_there_next_is_another_vessel(
    tracks: tuple[pl.DataFrame, ...], told: pl.DataFrame
) -> None:
    assert "handover" not in events(*tracks, told=told)


def now_and_then(mmsi: int, *minutes: float, east_m: float = 0.0) -> pl.DataFrame:
    """A vessel that satellites alone hear, one report at a time."""
    return stories.sail(mmsi, np.array(minutes), east_m, 0.0)


def test_handover__of_vessels_that_are_heard_once_in_hours() -> None:
    before = now_and_then(A, 0, 300, 600)
    after = now_and_then(B, 1_200, 1_500, 1_800, east_m=30_000.0)

    assert "handover" in events(before, after, told=same_hull(A, B))
    for first, second in (
        (now_and_then(A, 600), after),
        (before, now_and_then(B, 1_200, east_m=30_000.0)),
    ):
        assert "handover" not in events(first, second, told=same_hull(A, B))


def test_handover__a_month_later_within_a_kilometre_counts() -> None:
    near = lying(B, 90 * HOUR, 99 * HOUR, 700.0)

    assert "handover" in events(lying(A, 0, 10 * HOUR), near, told=same_hull(A, B))


def test_simultaneous__one_mmsi_in_two_places() -> None:
    found = events(lying(A, 0, 12 * HOUR), lying(A, 5, 10 * HOUR, 400_000.0))

    assert found["simultaneous"]["mmsi"] == A
    assert "in two places at once for 9.8 h" in found["simultaneous"]["detail"]


def test_simultaneous__by_turns_is_told_as_that() -> None:
    one, other = (60.0 * np.arange(start, 24.0, 4.0) for start in (0.0, 2.0))

    found = events(
        stories.sail(A, one, 0.0, 0.0), stories.sail(A, other, 400_000.0, 0.0)
    )

    detail = found["simultaneous"]["detail"]
    assert detail == "in two places by turns for 18.0 h, 216.0 nm apart"


def test_simultaneous__not_for_a_quarter_of_an_hour_nor_after_one_another() -> None:
    short = [lying(A, 0, 12 * HOUR), lying(A, 5, 25, 400_000.0)]
    after = [lying(A, 0, 10 * HOUR), lying(A, 40 * HOUR, 50 * HOUR, 400_000.0)]

    assert "simultaneous" not in events(*short)
    assert "simultaneous" not in events(*after)


def test_static_clone__two_mmsis_at_once_tell_one_imo_number() -> None:
    tracks = [lying(A, 0, 10 * HOUR), lying(B, 5 * HOUR, 20 * HOUR, 400_000.0)]

    by_imo = events(*tracks, told=same_hull(A, B, imo=2000004))
    by_callsign = events(*tracks, told=same_hull(A, B, callsign="9SIM1"))
    by_hull = events(*tracks, told=same_hull(A, B))
    later = events(
        lying(A, 0, 10 * HOUR),
        lying(B, 11 * HOUR, 20 * HOUR, 400_000.0),
        told=same_hull(A, B, imo=2000004),
    )

    assert by_imo["static_clone"]["detail"] == "both tell IMO 2000004"
    assert by_callsign["static_clone"]["other_mmsi"] == B
    assert "static_clone" not in by_hull
    assert "static_clone" not in later


def test_one_hull__pairs_that_never_part_unless_they_tell_two_imo_numbers() -> None:
    alike = meeting(activity="one_hull")
    two = pl.concat([vessel(A, imo=2000004), vessel(B, imo=2000016)])

    assert events(encounters=alike)["one_hull"]["other_mmsi"] == B
    assert "one_hull" not in events(encounters=alike, told=two)
    assert "one_hull" not in events(encounters=meeting())


def names(*told: tuple[float, str]) -> pl.DataFrame:
    return pl.concat([vessel(A, minute, shipname=name) for minute, name in told])


def test_churn__three_names_within_a_year() -> None:
    found = events(told=names((0, "SIM ONE"), (DAY, "SIM TWO"), (9 * DAY, "SIM THREE")))

    assert found["churn"]["detail"] == "names SIMONE, SIMTWO, SIMTHREE"


@pytest.mark.parametrize(
    "told",
    [
        names((0, "SIM ONE"), (DAY, "SIM TWO")),
        names((0, "SIM ONE"), (DAY, "SIM-ONE"), (2 * DAY, "sim one")),
        names((0, "SIM ONE"), (1, "SIM TWO"), (2, "SIM ONE"), (3, "SIM TWO")),
        names((0, "SIM ONE"), (200 * DAY, "SIM TWO"), (400 * DAY, "SIM THREE")),
    ],
)
def test_churn__a_new_name_a_spelling_or_two_vessels_are_none(
    told: pl.DataFrame,
) -> None:
    assert "churn" not in events(told=told)


def test_churn__two_flags_under_one_imo_number() -> None:
    def told(other: int, minute: float) -> pl.DataFrame:
        return pl.concat([vessel(A, imo=2000004), vessel(other, minute, imo=2000004)])

    assert events(told=told(B, DAY))["churn"]["detail"] == (
        "flags CHN, PAN under IMO 2000004"
    )
    assert "churn" not in events(told=told(C, DAY))


def test_shell__one_imo_number_on_hulls_of_two_lengths() -> None:
    def told(length_m: float) -> pl.DataFrame:
        return pl.concat(
            [
                vessel(A, imo=2000004, length_m=90.0),
                vessel(B, DAY, imo=2000004, length_m=length_m),
            ]
        )

    found = events(told=told(120.0))["shell"]

    assert (found["mmsi"], found["other_mmsi"]) == (B, A)
    assert "shell" not in events(told=told(97.0))


def test_format__numbers_that_no_ship_has() -> None:
    assert "format" not in events(lying(A, 0, HOUR))
    unknown = events(lying(299_000_001, 0, HOUR))
    short = events(lying(12_345, 0, HOUR))

    assert "no country" in unknown["format"]["detail"]
    assert "not the form" in short["format"]["detail"]


@pytest.mark.parametrize(
    ("callsign", "fields", "n_told"),
    [
        ("3FAB7", {}, 1),
        ("3FAB7", {"ship_type": 37}, 0),  # a yacht
        ("BABC", {}, 0),
        ("FREEDOM", {}, 0),
        (None, {}, 0),
    ],
)
def test_callsign_mismatch__of_merchant_vessels_by_the_series_of_states(
    callsign: str | None, fields: dict[str, Any], n_told: int
) -> None:
    series = pl.DataFrame(
        {"callsign": ["3FAB7", "BABC", "FREEDOM"], "series": ["PAN", "CHN", None]}
    )
    one = vessel(A, **({"callsign": callsign, "ship_type": 80} | fields))

    found = find_identity_events(one, [], ENCOUNTERS.empty(), FLAGS, (), series)

    details = found.loc[found["kind"] == "callsign_mismatch", "detail"].tolist()
    assert details == ["call sign 3FAB7 of PAN, MMSI of CHN"] * n_told


def test_callsign_mismatch__the_first_is_told_whatever_the_order_of_rows() -> None:
    series = pl.DataFrame(
        {"callsign": ["3FAB7", "9VAB2", "A8AB3"], "series": ["PAN", "SGP", "LBR"]}
    )
    told = pl.concat(
        vessel(A, minute, callsign=callsign, ship_type=80)
        for minute, callsign in ((0, "9VAB2"), (0, "A8AB3"), (9, "3FAB7"))
    )

    either = [
        find_identity_events(
            told[rows], [], ENCOUNTERS.empty(), FLAGS, (), series[rows]
        ).query("kind == 'callsign_mismatch'")
        for rows in ([0, 1, 2], [2, 1, 0])
    ]

    assert either[0]["detail"].tolist() == ["call sign 9VAB2 of SGP, MMSI of CHN"]
    assert either[0].equals(either[1])


def test_no_imo__merchant_vessels_of_fifty_metres() -> None:
    assert "no_imo" in events(told=vessel(A, length_m=90.0, ship_type=80))
    for told in (
        {"length_m": 90.0, "ship_type": 80, "imo": 2000004},
        {"length_m": 40.0, "ship_type": 80},
        {"length_m": 90.0, "ship_type": 30},
    ):
        assert "no_imo" not in events(told=vessel(A, **told))


def jumping(mmsi: int, minute: float, far_m: float = 300_000.0) -> pl.DataFrame:
    """A vessel that is elsewhere from a minute on, for ten hours."""
    before = lying(mmsi, 0, minute, mmsi % 97 * 20_000.0)
    return pl.concat([before, lying(mmsi, minute + 10, minute + 600, -far_m)])


def test_find_jumps__somewhere_else_within_minutes() -> None:
    (jump,) = find_jumps([edges_of(jumping(A, 300))]).to_dicts()

    assert jump["speed_kn"] > 900
    assert jump["mmsi"] == A


@pytest.mark.parametrize(
    "track",
    [
        pl.concat([lying(A, 0, 300), lying(A, 700, 900, 300_000.0)]),  # 24 kn
        pl.concat([lying(A, 0, 300), lying(A, 301, 600, 5_000.0)]),  # too near
        pl.concat([lying(A, 0, 300), lying(A, 305, 315, 300_000.0)]),  # one report
        pl.concat([lying(A, 0, 300), lying(A, 1_300, 1_600, 3_000_000.0)]),  # too late
    ],
)
def test_find_jumps__what_a_vessel_or_a_stray_report_makes_is_none(
    track: pl.DataFrame,
) -> None:
    assert find_jumps([edges_of(track)]).is_empty()


def test_find_regional_events__five_vessels_to_one_place_within_an_hour() -> None:
    def many(n: int, apart_min: float, far: float = 0.0) -> pl.DataFrame:
        tracks = [
            jumping(A + k, 300 + k * apart_min, 300_000.0 + k * far) for k in range(n)
        ]
        return find_regional_events(find_jumps([edges_of(*tracks)]))

    assert many(5, 10.0)["n_vessels"].to_list() == [5] * 5
    assert many(4, 10.0).is_empty()
    assert many(5, 70.0).is_empty()
    assert many(5, 10.0, 60_000.0).is_empty()


def test_find_identity_events__windows_give_what_all_time_gives() -> None:
    tracks = [
        lying(A, 0, 10 * HOUR),
        lying(B, 14 * HOUR, 40 * HOUR),
        lying(C, 0, 50 * HOUR),
        lying(C, 5, 30 * HOUR, 400_000.0),
        jumping(412_000_007, 333),
    ]
    heard = pl.concat(tracks).sort("mmsi", "timestamp")
    parts = []
    for k in range(0, 144, 7):
        own = (EPOCH + timedelta(hours=k), EPOCH + timedelta(hours=min(k + 7, 144)))
        near = pl.col("timestamp").is_between(
            own[0] - timedelta(hours=9), own[1] + timedelta(hours=9)
        )
        reports = order_reports(find_segments(heard.filter(near)))
        parts.append(find_edges(reports, own, PERIOD))
    told = same_hull(A, B)

    whole = find_identity_events(told, [edges_of(*tracks)], ENCOUNTERS.empty(), FLAGS)
    joined = find_identity_events(told, parts, ENCOUNTERS.empty(), FLAGS)

    pd.testing.assert_frame_equal(whole, joined)
    assert find_jumps(parts).equals(find_jumps([edges_of(*tracks)]))
    assert set(whole["kind"]) == {"handover", "simultaneous", "format"}
    assert np.isfinite(find_jumps(parts)["speed_kn"].to_numpy()).all()

"""Land between the ends of a silence, and between them and a meeting."""

import numpy as np
import pandas as pd
import pytest
from builders_meetings import gap, gaps, moved, types, wait, waits

from stsdetect.context.land import on_land
from stsdetect.context.sea_slack import respect_land
from stsdetect.context.sea_ways import land_grid, measure_ways
from stsdetect.events.rendezvous import find_rendezvous
from stsdetect.kernels.sea_ways import NODES_PER_DEG

A, B = 412_000_001, 412_000_002
LEAST_H = {"one_dark": 1.5, "both_dark": 2.0}
WEST, EAST = (36.0, 125.5), (36.0, 130.5)
"""Off both coasts of Korea: 243 nm apart, and 330 by sea."""


def met(rows: pd.DataFrame, there: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Meetings offshore, and by sea."""
    offshore = find_rendezvous(rows, there, types({}))
    return offshore, respect_land(offshore, rows, there, LEAST_H)


def test_land_grid__is_what_on_land_says_of_its_cells() -> None:
    draw = np.random.default_rng(1)
    rows, columns = draw.integers(1_200, 1_330, 400), draw.integers(2_970, 3_150, 400)
    lat = (rows + 0.5) / NODES_PER_DEG - 90.0
    lon = (columns + 0.5) / NODES_PER_DEG - 180.0

    assert (land_grid()[rows, columns] == on_land(lat, lon)).all()


def test_measure_ways__round_korea_is_farther_than_across() -> None:
    across = gap(A, (0, 40), WEST, EAST)
    free = gap(B, (0, 40), WEST, (35.0, 124.0))

    measured = measure_ways(gaps(across, free))

    assert measured["distance_nm"].tolist() == pytest.approx([243.0, 95.0], abs=2.0)
    assert measured["way_nm"].tolist() == pytest.approx([330.0, 95.0], abs=8.0)
    assert measured["way_nm"][1] == measured["distance_nm"][1]


def test_measure_ways__an_open_gap_has_none() -> None:
    is_open = {"open": True, "end_time": None, "end_lat": None, "end_lon": None}
    is_open |= {"distance_nm": None, "implied_speed_kn": None}

    measured = measure_ways(gaps(gap(A, (0, 40), WEST, WEST, **is_open)))

    assert measured["way_nm"].isna().all()
    assert measure_ways(gaps()).empty


def test_find_rendezvous__a_way_round_land_is_no_time_lost() -> None:
    around = gap(A, (0, 33), WEST, EAST)
    there = waits(wait(B, (0.0, 33.0), moved(EAST, 90.0, 5.0)))

    by_sea = find_rendezvous(measure_ways(gaps(around)), there, types({}))

    straight = find_rendezvous(gaps(around), there, types({}))
    assert straight["lost_b_h"].item() == pytest.approx(33.0 - 24.3, abs=0.3)
    assert by_sea["lost_b_h"].item() == pytest.approx(0.0, abs=0.9)


def test_respect_land__no_visit_through_korea() -> None:
    told = {"start_sog": 12.6, "end_sog": 12.6, "start_cog": 90.0, "end_cog": 270.0}
    silent = gap(A, (0, 45), WEST, WEST, **told)

    offshore, by_sea = met(gaps(silent), waits(wait(B, (0.0, 45.0), EAST)))

    assert offshore["slack_h"].item() == pytest.approx(45 - 2 * 243 / 12.65, abs=0.3)
    assert by_sea.empty


def test_respect_land__what_lies_in_the_open_sea_is_as_it_was() -> None:
    place = (34.0, 123.5)
    silent = [
        gap(A, (0, 10), moved(place, 180, 25), moved(place, 0, 25)),
        gap(B, (0, 10), moved(place, 270, 25), moved(place, 90, 25)),
    ]

    offshore, by_sea = met(gaps(*silent), waits())

    pd.testing.assert_frame_equal(offshore, by_sea)
    assert len(by_sea) == 1


def test_respect_land__two_on_both_sides_of_korea_did_not_meet_in_it() -> None:
    silent = [gap(A, (0, 30), WEST, WEST), gap(B, (0, 30), EAST, EAST)]

    offshore, by_sea = met(gaps(*silent), waits())

    assert offshore["slack_h"].item() == pytest.approx(30 - 243 / 12.65, abs=0.3)
    assert by_sea["slack_h"].item() == pytest.approx(30 - 330 / 12.65, abs=1.0)
    assert not on_land(by_sea["lat"], by_sea["lon"]).any()


def test_respect_land__nothing_stays_nothing() -> None:
    offshore, by_sea = met(gaps(), waits())

    assert offshore.empty
    assert by_sea.empty

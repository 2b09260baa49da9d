"""Anchorages found from where invented vessels wait."""

import tracemalloc
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import NOBODY, meeting
from builders_leads import lead, leads

from stsdetect.context.anchored import add_anchored
from stsdetect.context.leads import describe_encounters
from stsdetect.events.anchorages import find_anchorages
from stsdetect.schema import ANCHORAGES, LOITERINGS

HERE = (34.6, 127.9)
KM = 1.0 / 111.2


def wait(mmsi: int, lat: float, lon: float, **changes: Any) -> dict[str, Any]:
    return {
        "loitering_id": f"{mmsi} {lat:.4f} {lon:.4f}",
        "mmsi": mmsi,
        "start_time": at(60 * (mmsi % 7)),
        "end_time": at(60 * (mmsi % 7) + 600),
        "lat": lat,
        "lon": lon,
        "mean_speed_kn": 0.2,
        "displacement_nm": 0.1,
        "mode": "anchored",
    } | changes


def waits(*rows: dict[str, Any]) -> pd.DataFrame:
    frame: pd.DataFrame = LOITERINGS.to_pandas(
        LOITERINGS.conform(pl.DataFrame(list(rows)))
    )
    return frame


def row(n: int, apart_km: float = 0.5, lon: float = HERE[1]) -> list[dict[str, Any]]:
    """Vessels at anchor in a line to the north."""
    return [wait(1_000 + k, HERE[0] + k * apart_km * KM, lon) for k in range(n)]


def test_find_anchorages__five_vessels_near_each_other() -> None:
    (found,) = find_anchorages(waits(*row(5))).to_dict("records")

    assert (found["n_vessels"], found["n_waits"]) == (5, 5)
    assert found["vessel_hours"] == 50
    assert found["lat"] == pytest.approx(HERE[0] + 1.0 * KM, abs=1e-6)
    assert found["radius_km"] == pytest.approx(1.0, abs=0.01)
    assert found["start_time"] == at(0)


@pytest.mark.parametrize(
    "rows",
    [
        row(4),
        [wait(1_000, *HERE, loitering_id=str(k)) for k in range(9)],  # one, nine times
        row(9, 5.0),  # far from each other
        [one | {"mode": "drifting"} for one in row(9)],
    ],
)
def test_find_anchorages__is_none_without_five_at_anchor(
    rows: list[dict[str, Any]],
) -> None:
    assert find_anchorages(waits(*rows)).empty


def test_find_anchorages__two_places_and_any_order() -> None:
    rows = row(12) + [one | {"mmsi": one["mmsi"] + 50} for one in row(5, lon=128.3)]
    shuffled = np.random.default_rng(1).permutation(len(rows))

    found = find_anchorages(waits(*rows))

    assert found["n_vessels"].tolist() == [12, 5]
    again = find_anchorages(waits(*(rows[k] for k in shuffled)))
    pd.testing.assert_frame_equal(found, again)


def test_find_anchorages__across_180_degrees_is_one() -> None:
    rows = [wait(k, 10.0, lon) for k, lon in enumerate((179.995, -179.998) * 3)]

    (found,) = find_anchorages(waits(*rows)).to_dict("records")

    assert found["n_vessels"] == 6
    assert abs(found["lon"]) == pytest.approx(180.0, abs=0.01)
    assert found["radius_km"] < 1.0


def test_find_anchorages__of_nothing_has_every_column() -> None:
    pd.testing.assert_frame_equal(
        find_anchorages(LOITERINGS.empty()), ANCHORAGES.empty()
    )


def test_add_anchored__counts_the_others_that_lay_there() -> None:
    lat, lon = HERE
    leads = describe_encounters(meeting((1_000, 1_001), lat=lat, lon=lon), NOBODY)

    # 1,002 and 1,003 lie within 1.5 km; of the pair itself nothing is counted.
    assert add_anchored(leads, waits(*row(9)))["n_anchored"].tolist() == [2]
    assert add_anchored(leads, LOITERINGS.empty())["n_anchored"].tolist() == [0]


def test_add_anchored__a_full_roads_takes_no_more_memory_than_an_empty_sea() -> None:
    n = 1_000
    full = [wait(1_000 + k, HERE[0] + k * 1e-6, HERE[1]) for k in range(n)]
    empty = [wait(1_000 + k, HERE[0], -179.9 + k * 0.3) for k in range(n)]
    many = leads(*(lead(k, lat=one["lat"], lon=HERE[1]) for k, one in enumerate(full)))
    add_anchored(many, waits(*full[:1]))  # compiles, which takes memory of its own
    peaks = []
    for rows in (full, empty):
        around = waits(*rows)
        tracemalloc.start()
        counts = add_anchored(many, around)["n_anchored"]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert counts.max() == (n if rows is full else 0)

    assert peaks[0] < 2 * peaks[1]

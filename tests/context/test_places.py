"""Places: region, shore and port of each point."""

import pandas as pd

from stsdetect.context.places import measure_places


def test_measure_places__keeps_the_index_and_the_order() -> None:
    points = pd.DataFrame(
        {"lat": [35.0, 38.53, 0.0], "lon": [123.5, 124.7, 0.0]}, index=[7, 3, 5]
    )

    places = measure_places(points)

    assert places.index.tolist() == [7, 3, 5]
    assert places["region"].fillna("").tolist() == ["Yellow Sea", "Off Cho-do", ""]
    assert places["region_kind"].fillna("").tolist() == ["sea", "reported", ""]
    assert places["distance_to_shore_km"].round().tolist() == [157, 6, 573]
    assert places.loc[3, "port"] == "Nampo, PRK"
    assert places["distance_to_port_km"].round().tolist() == [231, 64, 576]


def test_measure_places__leaves_its_input_alone() -> None:
    points = pd.DataFrame({"lat": [35.0], "lon": [123.5], "other": ["x"]})
    before = points.copy()

    measure_places(points)

    pd.testing.assert_frame_equal(points, before)


def test_measure_places__of_no_point_has_every_column() -> None:
    places = measure_places(pd.DataFrame({"lat": [], "lon": []}, dtype="float64"))

    assert places.empty
    assert places.columns.tolist() == [
        "region",
        "region_kind",
        "distance_to_shore_km",
        "distance_to_port_km",
        "port",
    ]

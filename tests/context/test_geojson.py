"""GeoJSON of a user: mended where it can be, refused in one line where not."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from stsdetect.context.geojson import read_area
from stsdetect.errors import InputError

RING: list[list[float]] = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
FAR: list[list[float]] = [[5, 1], [6, 1], [6, 2], [5, 2], [5, 1]]


def polygon(*rings: list[list[Any]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def written(folder: Path, content: Any) -> Path:
    path = folder / "area.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.mark.parametrize(
    "content",
    [
        polygon(RING),
        feature(polygon(RING)),
        {"type": "FeatureCollection", "features": [feature(polygon(RING))]},
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        polygon(RING[:-1]),
        "\ufeff" + json.dumps(polygon(RING)),
    ],
    ids=["bare", "feature", "collection", "multi", "open ring", "byte order mark"],
)
def test_read_area__reads_what_programs_write(tmp_path: Path, content: Any) -> None:
    assert read_area(written(tmp_path, content)).equals(shapely.box(1, 1, 2, 2))


def test_read_area__joins_all_features(tmp_path: Path) -> None:
    features = [feature(polygon(RING)), feature(polygon(FAR))]
    content = {"type": "FeatureCollection", "features": features}

    area = read_area(written(tmp_path, content))

    assert area.area == 2


def test_read_area__keeps_a_hole(tmp_path: Path) -> None:
    hole: list[list[float]] = [
        [1.4, 1.4],
        [1.6, 1.4],
        [1.6, 1.6],
        [1.4, 1.6],
        [1.4, 1.4],
    ]

    area = read_area(written(tmp_path, polygon(RING, hole)))

    assert area.area == pytest.approx(0.96)


def test_read_area__mends_an_outline_that_crosses_itself(tmp_path: Path) -> None:
    bow_tie: list[list[float]] = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]

    area = read_area(written(tmp_path, polygon(bow_tie)))

    assert area.is_valid
    assert area.area == pytest.approx(2)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "no JSON"),
        ("[1, 2]", "no GeoJSON but list"),
        ({"type": "Topology"}, "no GeoJSON but Topology"),
        ({"type": "FeatureCollection", "features": []}, "no feature"),
        ({"type": "FeatureCollection", "features": [3]}, "feature 1: nothing"),
        ({"type": "FeatureCollection", "features": 3}, "without a list"),
        (feature(None) | {"properties": [1]}, "feature 1: nothing"),
        (feature(None), "feature 1: nothing is no area"),
        (feature({"type": "Point", "coordinates": [1, 2]}), "Point is no area"),
        ({"type": "Polygon"}, "broken coordinates"),
        ({"type": "Polygon", "coordinates": [[]]}, "broken coordinates"),
        ({"type": "Polygon", "coordinates": []}, "without area"),
        (polygon([[1, 1], [2, 2]]), "without area"),
        (polygon([["a", 1], [2, 2], [3, 1]]), "broken coordinates"),
        (polygon([[1, 1], [2, 2], [1, 1], [2, 2]]), "without area"),
        (polygon([[170, 1], [190, 1], [190, 2], [170, 2]]), "cut areas at 180"),
        (polygon([[500000, 4e6], [510000, 4e6], [510000, 4.1e6]]), "outside"),
        (polygon([[1, 1], [2, 1], [2, float("nan")]]), "outside"),
    ],
)
def test_read_area__refuses_in_one_line(
    tmp_path: Path, content: Any, fault: str
) -> None:
    with pytest.raises(InputError, match=fault) as refusal:
        read_area(written(tmp_path, content))

    assert "\n" not in str(refusal.value)
    assert "area.geojson" in str(refusal.value)


def test_read_area__a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.geojson: can't be read: No such"):
        read_area(tmp_path / "none.geojson")


def test_read_area__names_the_feature_at_fault(tmp_path: Path) -> None:
    features = [feature(polygon(RING)), feature(None)]
    content = {"type": "FeatureCollection", "features": features}

    with pytest.raises(InputError, match="feature 2"):
        read_area(written(tmp_path, content))


def test_read_area__a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputError, match="no JSON"):
        read_area(path)


def test_read_area__what_is_mended_is_told_by_feature(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bow: list[list[float]] = [[1, 1], [2, 2], [2, 1], [1, 2], [1, 1]]
    several = {"type": "MultiPolygon", "coordinates": [[RING], [FAR[:-1]]]}
    features = [feature(one) for one in (polygon(RING), several, polygon(bow))]
    path = written(tmp_path, {"type": "FeatureCollection", "features": features})

    read_area(path)

    assert caplog.messages == [
        f"{path}: feature 2: an open ring, taken as closed",
        f"{path}: feature 3: an outline that crosses itself, mended",
    ]


@pytest.mark.parametrize("place", ["outline", "hole"])
def test_read_area__what_crosses_180_degrees_is_refused(
    tmp_path: Path, place: str
) -> None:
    across: list[list[float]] = [[179, 10], [-179, 10], [-179, 11], [179, 11]]
    whole: list[list[float]] = [[-180, -90], [180, -90], [180, 90], [-180, 90]]
    rings = [whole, across] if place == "hole" else [across]

    with pytest.raises(InputError, match=r"feature 1: an edge over 358 degrees"):
        read_area(written(tmp_path, polygon(*rings)))


def test_read_area__the_whole_earth_is_an_area(tmp_path: Path) -> None:
    whole: list[list[float]] = [[-180, -90], [180, -90], [180, 90], [-180, 90]]

    area = read_area(written(tmp_path, polygon(whole)))

    assert area.equals(shapely.box(-180, -90, 180, 90))

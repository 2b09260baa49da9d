"""What --region knows by name."""

import json
from collections.abc import Callable
from pathlib import Path

from stsdetect.context.regions import read_regions, regions_version
from stsdetect.maps import draw_regions

Command = Callable[..., tuple[int, str, str]]


def test_regions__each_has_its_kind_precision_and_source(stsdetect: Command) -> None:
    code, output, _ = stsdetect("regions")

    assert code == 0
    assert output.startswith("dprk\n  near or bound for North Korea")
    assert "Territorial sea of North Korea, west (computed)\n  waters, about" in output
    assert "GSHHG 2.3.6" in output
    assert output.splitlines()[-1] == f"what ships is of {regions_version()}"


def test_regions__that_lie_far_apart_have_maps_of_their_own(tmp_path: Path) -> None:
    regions = read_regions()
    near = regions[regions.geometry.bounds["minx"] > 0]

    draw_regions(regions, tmp_path / "all.png")
    draw_regions(near, tmp_path / "near.png")

    assert len(near) < len(regions)
    assert _height(tmp_path / "all.png") == 2 * _height(tmp_path / "near.png")


def _height(png: Path) -> int:
    """Of a picture, by its first chunk (PNG, section 11.2.2)."""
    return int.from_bytes(png.read_bytes()[20:24])


def test_regions__are_drawn_and_those_of_a_file_listed(
    stsdetect: Command, tmp_path: Path
) -> None:
    ring = [[127.8, 34.3], [128.0, 34.3], [128.0, 34.5], [127.8, 34.3]]
    area = {"type": "Polygon", "coordinates": [ring]}
    named = {"type": "Feature", "properties": {"name": "Sim $roads"}, "geometry": area}
    file = tmp_path / "mine.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [named]}))

    listed = stsdetect("regions", "--regions", file)
    drawn = stsdetect("regions", "--regions", file, "--draw", tmp_path / "map.png")
    refused = stsdetect("regions", "--draw", tmp_path / "map.doc")

    assert "Sim $roads\n  own, not told\n  mine.geojson" in listed[1]
    assert drawn[0] == 0
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert refused[0] == 2
    assert "draw as .png or .svg" in refused[2]

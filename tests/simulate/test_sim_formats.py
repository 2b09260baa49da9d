"""Every format that ingest reads is written, and comes back as it was."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pyais import decode

import stsdetect as sts
from stsdetect.errors import ConfigError
from stsdetect.ingest.formats import FORMATS
from stsdetect.simulate.sea import SeaParams
from stsdetect.simulate.sentences import armoured, sentences
from stsdetect.simulate.world import World, make_world, simulate
from stsdetect.simulate.write import LAYOUTS

FEW = SeaParams(
    seed=3,
    duration=timedelta(hours=13),
    level="satellite",
    n_lane=10,
    n_anchored=5,
    n_fishing=5,
    n_transfers=1,
    n_decoys=1,
)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(FEW)


def test_layouts__are_all_that_ingest_reads() -> None:
    unwritten = {"gfw_track", "digitraffic"}  # tracks without MMSI; one country API
    assert set(LAYOUTS) == {one.name for one in FORMATS} - unwritten


@pytest.mark.parametrize("name", LAYOUTS)
def test_simulate__what_is_written_is_read_as_it_was(
    name: str, world: World, tmp_path: Path
) -> None:
    files = simulate(tmp_path / "ais", FEW, format_name=name)

    sts.ingest([one for one in files if one.suffix in (".gz", ".zst")], tmp_path / "s")
    store = sts.open_store(tmp_path / "s")

    assert set(store.read_sources()["format"]) == {name}
    assert store.read_sources()["rows_rejected"].sum() < 5
    read = store.read_positions().sort("mmsi", "timestamp")
    both = world.positions.join(read, on=["mmsi", "timestamp"], suffix="_read")
    assert both.height > 0.99 * world.positions.height
    coarse = 1e-3 if name == "nmea" else 2e-5
    assert (both["lat"] - both["lat_read"]).abs().max() < coarse  # type: ignore[operator]
    assert (both["lon"] - both["lon_read"]).abs().max() < coarse  # type: ignore[operator]


def test_simulate__an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"format 'pdf'.*nmea"):
        simulate(tmp_path, FEW, format_name="pdf")


def rows(**changed: object) -> pl.DataFrame:
    one = {
        "mmsi": 412990001, "lat": 35.123456, "lon": -123.654321, "sog": 12.3,
        "cog": 210.5, "heading": 211, "nav_status": 1, "msg_type": 1, "told": 0,
        "ais_class": "A", "imo": 3000075, "callsign": "QAA0001",
        "name": "SIM GREY OTTER", "ship_type": 80, "to_bow": 90, "to_stern": 20,
        "to_port": 8, "to_starboard": 9, "draught": 6.4, "destination": "BUSAN",
    } | changed  # fmt: skip
    at = pl.datetime(2024, 4, 16, 1, 2, 3, time_zone="UTC").alias("timestamp")
    return pl.DataFrame([one]).with_columns(at.dt.cast_time_unit("ms"))


def decoded(**changed: object) -> list:  # type: ignore[type-arg]
    """Decode by another's hand what was written."""
    lines = [line.split("\\")[-1] for line in sentences(rows(**changed), "X").split()]
    lines = [line for line in sentences(rows(**changed), "X").split("\n") if line]
    bare = [line.split("\\")[-1] for line in lines]
    return [
        decode(*bare[i : i + (2 if ",2,1," in line else 1)])
        for i, line in enumerate(bare)
        if ",2,2," not in line
    ]


def test_sentences__class_a_is_a_position_and_a_voyage() -> None:
    position, voyage = decoded()

    assert (position.msg_type, position.mmsi, position.status) == (1, 412990001, 1)
    assert position.lat == pytest.approx(35.123456, abs=2e-6)
    assert position.lon == pytest.approx(-123.654321, abs=2e-6)
    assert (position.speed, position.course, position.heading) == (12.3, 210.5, 211)
    assert position.second == 3
    assert (voyage.msg_type, voyage.imo, voyage.callsign) == (5, 3000075, "QAA0001")
    assert (voyage.shipname, voyage.destination) == ("SIM GREY OTTER", "BUSAN")
    assert (voyage.to_bow, voyage.to_stern, voyage.draught) == (90, 20, 6.4)


def test_sentences__class_b_is_a_position_and_two_parts() -> None:
    position, part_a, part_b = decoded(ais_class="B", msg_type=18)

    assert (position.msg_type, position.speed, position.heading) == (18, 12.3, 211)
    assert (part_a.msg_type, part_a.shipname) == (24, "SIM GREY OTTER")
    assert (part_b.partno, part_b.callsign, part_b.to_port) == (1, "QAA0001", 8)


def test_sentences__long_range_is_coarse() -> None:
    position = decoded(msg_type=27)[0]

    assert position.msg_type == 27
    assert position.lat == pytest.approx(35.123456, abs=1e-3)
    assert position.lat != pytest.approx(35.123456, abs=1e-6)
    assert (position.speed, position.course) == (12, 210)


def test_sentences__no_row_is_no_sentence() -> None:
    assert sentences(rows().clear(), "X") == ""


def test_armoured__pads_to_six_bits() -> None:
    assert armoured([(np.array([3]), 2)]) == ["h"]

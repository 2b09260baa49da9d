"""Classes of MMSI by ITU-R M.585-9."""

import polars as pl
import pytest

from stsdetect.schema.mmsi import MMSI_CLASSES, is_vessel, mmsi_class

EXAMPLES = {
    "vessel": [201_000_000, 441_910_000, 775_999_999],
    "coast_station": [2_190_045, 4_401_234],
    "group": [44_012_345],
    "sar_aircraft": [111_232_506],
    "aid_to_navigation": [994_160_209, 992_190_045],
    "craft": [984_401_234],
    "handheld": [844_012_345],
    "beacon": [970_012_345, 972_012_345, 974_012_345],
    "pseudonym": [1_000_000_000, 5_445_000_000],
    "unknown": [1, 143, 123_456_789, 800_000_000, 999_999_999, 199_999_999],
}


@pytest.mark.parametrize("name", MMSI_CLASSES)
def test_mmsi_class__each_shape_has_its_class(name: str) -> None:
    numbers = pl.DataFrame({"mmsi": EXAMPLES[name]})

    found = numbers.select(mmsi_class(pl.col("mmsi"))).to_series()

    assert found.unique().to_list() == [name]


def test_is_vessel__gear_aircraft_and_beacons_are_none() -> None:
    no_vessels = {"sar_aircraft", "aid_to_navigation", "beacon"}

    for name, numbers in EXAMPLES.items():
        table = pl.DataFrame({"mmsi": numbers})
        found = table.select(is_vessel(pl.col("mmsi"))).to_series()
        assert found.unique().to_list() == [name not in no_vessels]

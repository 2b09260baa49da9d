"""Flags by the digits of an MMSI."""

import numpy as np
import pandas as pd
import pytest

from stsdetect import data
from stsdetect.context.flags import callsign_flag, flag_of


@pytest.mark.parametrize(
    ("mmsi", "flag"),
    [
        (445123456, "PRK"),
        (440123456, "KOR"),
        (441910000, "KOR"),
        (563418000, "SGP"),
        (412000001, "CHN"),
        (416000001, "TWN"),
        (477000001, "HKG"),
        (273000001, "RUS"),
        (667000001, "SLE"),
        (457000001, "MNG"),
        (366000001, "USA"),
        (374000001, "PAN"),
        (455910000, "MDV"),
        (232000001, "GBR"),
        (659000001, "NAM"),
        (844512345, "PRK"),  # handheld radio
        (984451234, "PRK"),  # craft of a ship
        (994160209, "TWN"),  # aid to navigation, or a net buoy
        (111445123, "PRK"),  # aircraft of search and rescue
        (4451234, "PRK"),  # coast station 004451234
        (44512345, "PRK"),  # group 044512345
        (970123456, None),  # SART
        (972123456, None),  # man overboard
        (974123456, None),  # EPIRB
        (200000000, None),  # no such digits
        (999999999, None),
        (123456789, None),
        (0, None),
        (-1, None),
        (1_445_123_456, None),  # pseudo-identity
        (None, None),
    ],
)
def test_flag_of__reads_each_shape(mmsi: int | None, flag: str | None) -> None:
    assert flag_of([mmsi]).tolist() == [flag]


def test_flag_of__takes_an_array_of_numbers() -> None:
    flags = flag_of(np.array([445000001, 441000001, 1]))

    assert flags.tolist() == ["PRK", "KOR", None]
    assert flag_of(np.array([], dtype=np.int64)).size == 0


@pytest.mark.parametrize(
    ("callsign", "flag"),
    [
        ("A8OH5", "LBR"),
        ("V2CX5", "ATG"),
        ("C6RU6", "BHS"),
        ("5BGA5", "CYP"),
        ("P5AB", "PRK"),
        ("HMAB7", "PRK"),
        ("wdg3673", "USA"),
        ("D7AB2", "KOR"),
        ("YYYY", None),
        ("OZ2079", None),
        ("JOBSITE", None),
        ("QAB0001", None),
        ("61053", None),
        ("", None),
        (None, None),
    ],
)
def test_callsign_flag__by_the_series_of_states(
    callsign: str | None, flag: str | None
) -> None:
    assert callsign_flag(callsign) == flag


def test_callsign_flag__every_state_of_a_series_has_an_mid() -> None:
    series = pd.read_csv(data.FOLDER / "callsigns.csv", keep_default_na=False)
    known = pd.read_csv(data.FOLDER / "mid.csv", keep_default_na=False)

    assert set(series["flag"]) <= set(known["flag"])
    assert not series.duplicated(["first"]).any()

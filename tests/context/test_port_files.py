"""Port files in their published forms, and broken ones refused by the row."""

from pathlib import Path

import numpy as np
import pytest

from stsdetect.context.port_files import read_port_file
from stsdetect.context.ports import port_near, read_ports
from stsdetect.errors import InputError

WPI = (
    "\ufeffWorld Port Index Number,Main Port Name,UN/LOCODE,Country Code,Latitude,"
    "Longitude\n"
    "60280.0,Nampo,KP NAM,North Korea,38.716667000000001,125.4\n"
    "60290.0,Somewhere, ,Panama,8.9,-79.5\n"
)
SHORT = "iso3,label,sublabel,latitude,longitude\nPRK,NAMPO,,38.7,125.4\n"
ANCHORAGES = (
    "s2id,latitude,longitude,label,sublabel,iso3\n"
    "35662c93,37.4,126.6,INCHEON,OUTER,KOR\n"
)
PLAIN = "name,country,lat,lon\nRoads,PRK,38.6,125.0\n"


def written(tmp_path: Path, text: str) -> str:
    file = tmp_path / "ports.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WPI, [("Nampo", "PRK", 38.716667), ("Somewhere", "PAN", 8.9)]),
        (SHORT, [("NAMPO", "PRK", 38.7)]),
        (ANCHORAGES, [("OUTER", "KOR", 37.4)]),
        (PLAIN, [("Roads", "PRK", 38.6)]),
    ],
)
def test_read_port_file__reads_each_form(
    tmp_path: Path, text: str, expected: list[tuple[str, str, float]]
) -> None:
    ports = read_port_file(written(tmp_path, text))

    told = ports[["name", "country", "lat"]].round(6).itertuples(index=False, name=None)
    assert list(told) == expected


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Nampo,PRK,125.4,38.7", r"row 3: lat 125.4 outside ±90"),
        ("Nampo,PRK,38.7,", r"row 3: lon '' is no number"),
        ("Nampo,PRK,38.7,nan", r"row 3: lon nan outside ±180"),
        ("PRK,38.7,125.4", r"row 3: 3 columns instead of 4"),
        (",PRK,38.7,125.4", r"row 3: no name"),
    ],
)
def test_read_port_file__a_shifted_row_is_named(
    tmp_path: Path, row: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        read_port_file(written(tmp_path, PLAIN + row + "\n"))


def test_read_port_file__other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no ports \(first row: a, b\)"):
        read_port_file(written(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(InputError, match="No such file"):
        read_port_file(str(tmp_path / "none.csv"))


def test_port_near__looks_at_the_ports_of_the_user_too(tmp_path: Path) -> None:
    files = (written(tmp_path, PLAIN),)
    lat, lon = np.array([38.6]), np.array([125.01])

    without, _ = port_near(lat, lon, 4.0)
    found, distance_m = port_near(lat, lon, 4.0, files)

    assert without.tolist() == [-1]
    assert read_ports(files)["name"].iloc[found[0]] == "Roads"
    assert distance_m[0] == pytest.approx(869, abs=5)

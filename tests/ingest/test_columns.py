from pathlib import Path

import pytest

from stsdetect.errors import ConfigError, InputError
from stsdetect.ingest.columns import read_column_map

GOOD = """
[columns]
mmsi = "ID"
timestamp = "time"
lat = "latitude"
lon = "longitude"
"""


def test_read_column_map__what_is_not_said_has_a_default(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text(GOOD)

    found = read_column_map(file)

    assert (found.separator, found.encoding, found.time_zone) == (",", "utf-8", "UTC")
    assert found.columns["lat"] == "latitude"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"no table \[columns\]"),
        ("frobs = 1\n" + GOOD, "unknown key 'frobs', known are separator"),
        ("separator = 1\n" + GOOD, "separator: 1 is no text"),
        ('separator = ";;"\n' + GOOD, "separator: ';;' is not one plain character"),
        ('encoding = "utf-9"\n' + GOOD, "encoding: 'utf-9' is unknown"),
        ('encoding = "rot13"\n' + GOOD, "encoding: 'rot13' is unknown"),
        ('encoding = "undefined"\n' + GOOD, "encoding: 'undefined' is unknown"),
        ('encoding = "idna"\n' + GOOD, "encoding: 'idna' is unknown"),
        ('time_zone = "Mars"\n' + GOOD, "time_zone: 'Mars' is unknown"),
        ('ids = "name"\n' + GOOD, "ids: 'name' is none of mmsi, number, text"),
        ("decimal_comma = 1\n" + GOOD, "decimal_comma: 1 is no true or false"),
        (GOOD + 'colour = "c"\n', "unknown field 'colour'"),
        ('[columns]\nmmsi = "ID"\n', "columns: timestamp, lat, lon not named"),
        (GOOD + "sog = 3\n", "columns.sog: 3 is no text"),
        (GOOD + '[factors]\nsog = "x"\n', "factors.sog: 'x' is no number"),
        (GOOD + "[factors]\nimo = 2\n", "factors: imo has none"),
        ("columns = [", "no TOML"),
    ],
)
def test_read_column_map__a_fault_is_one_line(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "map.toml"
    file.write_text(text)

    with pytest.raises(ConfigError, match=words) as raised:
        read_column_map(file)

    assert str(raised.value).startswith(str(file))
    assert "\n" not in str(raised.value)


def test_read_column_map__all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text('ids = "name"\n' + GOOD + 'colour = "c"\n')

    with pytest.raises(ConfigError, match=r"colour.*; ids"):
        read_column_map(file)


def test_read_column_map__a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml: can't be read"):
        read_column_map(tmp_path / "none.toml")

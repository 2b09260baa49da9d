"""What is told of a file before it is read, and the column map drafted from it."""

import sys
from pathlib import Path

import pytest

from stsdetect.cli.main import main
from stsdetect.errors import FormatError
from stsdetect.ingest.column_draft import draft_columns
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.describe import describe_file
from stsdetect.ingest.layout import find_layout

NOAA = (
    "MMSI,BaseDateTime,LAT,LON,SOG,colour\n"
    "412000001,2024-03-01T00:00:00,35,123,1.2,red\n"
    "412000001,2024-03-01T00:00:10,95,123,1.2,red\n"
)
UNKNOWN = 'who;"at ""sea""";latitude;longitude\n1;01/02/2024 00:00;35,5;123\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "a.csv"
    file.write_text(text)
    return file


def test_describe_file__says_what_each_column_is(tmp_path: Path) -> None:
    told = dict(describe_file(written(tmp_path, NOAA)))

    assert told["format"].startswith("marinecadastre:")
    assert told["because"] == "it has MMSI, BaseDateTime, LAT, LON"
    assert (told["compression"], told["separator"]) == ("none", "comma")
    assert told["lat"] == "column 'LAT': latitude"
    assert told["not used"] == "colour"
    assert told["first rows"] == "of 2: 1 position, 1 bad latitude"
    assert "2024-03-01 00:00:00 UTC, lat 35, lon 123, sog 1.2" in told["first position"]


def test_draft_columns__of_a_known_file_reads_it_as_before(tmp_path: Path) -> None:
    file = written(tmp_path, NOAA)
    (tmp_path / "map.toml").write_text(draft_columns(file))

    columns = read_column_map(tmp_path / "map.toml")

    with_map = find_layout(NOAA.encode(), "a", columns=columns)
    without = find_layout(NOAA.encode(), "a")
    assert with_map is not None
    assert without is not None
    assert with_map.places == without.places
    assert with_map.time_format == without.time_format


def test_draft_columns__of_an_unknown_file_is_edited_and_read(tmp_path: Path) -> None:
    draft = draft_columns(written(tmp_path, UNKNOWN))
    edited = (
        draft.replace('# mmsi = ""', 'mmsi = "who"')
        .replace('# timestamp = ""', 'timestamp = "at \\"sea\\""')
        .replace("# time_format", "time_format")
        .replace('ids = "mmsi"', 'ids = "number"\ndecimal_comma = true')
    )
    (tmp_path / "map.toml").write_text(edited)

    told = dict(
        describe_file(
            tmp_path / "a.csv", columns=read_column_map(tmp_path / "map.toml")
        )
    )

    assert "# Columns not used:" in draft
    assert '#   "who"' in draft
    assert told["because"] == "the column map names the columns"
    assert "2024-02-01 00:00:00 UTC, lat 35.5" in told["first position"]


def test_draft_columns__messages_have_no_columns(tmp_path: Path) -> None:
    log = "!AIVDM,1,1,,A,15MgK45P3@G?fl0E`JbR0OwT0@MS,0*4E\n"

    with pytest.raises(FormatError, match="messages, no table"):
        draft_columns(written(tmp_path, log))


@pytest.mark.parametrize("of", ["MMSI,BaseDateTime,LAT,LON", "mmsi,timestamp,lat,lon"])
def test_find_layout__swapped_axes_are_named(of: str) -> None:
    rows = [f"412000001,2024-03-01T00:00:{i:02},{120 + i},{35 + i}" for i in range(5)]
    none = "412000001,2024-03-01T00:00:59,91,181"

    with pytest.raises(
        FormatError, match=r"swapped: column '(?i:lat)' is .* 5 of .* 5"
    ):
        find_layout("\n".join([of, *rows, none, ""]).encode(), "a.csv")


def test_find_layout__a_few_wrong_latitudes_are_rejects() -> None:
    rows = [f"412000001,2024-03-01T00:00:{i:02},{i},35" for i in range(80, 100)]
    far = [f"412000001,2024-03-01T00:00:00,120,{lon}" for lon in (35, 36, 95)]

    for some in (rows[:14], far):
        text = "\n".join(["mmsi,timestamp,lat,lon", *some, ""])
        assert find_layout(text.encode(), "a.csv") is not None


def test_formats__explains_and_writes_a_map(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, out = written(tmp_path, NOAA), tmp_path / "map.toml"
    line = ["stsdetect", "formats", "--explain", str(file), "--write-columns", str(out)]
    monkeypatch.setattr(sys, "argv", line)

    codes = []
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main()
        codes.append(ended.value.code)

    output = capsys.readouterr()
    assert codes == [0, 2]
    assert "format:          marinecadastre" in output.out
    assert read_column_map(out).columns["mmsi"] == "MMSI"
    assert "is there already" in output.err

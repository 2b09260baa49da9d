"""Truth: files of a simulator and of users, and what is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stsdetect.errors import InputError
from stsdetect.evaluate.truth import TRUTH, read_truth

NEEDED = "mmsi_a,mmsi_b,start_time,end_time,lat,lon"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "truth.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_read_truth__the_samples_is_one(sample_ais: Path) -> None:
    truth = read_truth(sample_ais / "truth.csv")

    TRUTH.check(truth)
    assert truth["is_transfer"].any()
    assert not truth["is_transfer"].all()


def test_read_truth__what_a_user_leaves_out_is_a_transfer_that_was_seen(
    tmp_path: Path,
) -> None:
    row = "412000001,412000002,2024-04-16 10:00,2024-04-16T12:00:00+02:00,38.5,124.7"

    (event,) = read_truth(written(tmp_path, NEEDED, row)).iter_rows(named=True)

    assert event["start_time"] == datetime(2024, 4, 16, 10, tzinfo=UTC)
    assert event["end_time"] == datetime(2024, 4, 16, 10, tzinfo=UTC)
    assert (event["is_transfer"], event["observability"]) == (True, "encounter")
    assert (event["expected"], event["event_id"]) == ("found", "row 1")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1,2,2024-04-16 10:00,2024-04-16 09:00,38.5,124.7", "end before they start"),
        ("1,2,yesterday,2024-04-16 09:00,38.5,124.7", "not a truth file"),
        ("1,2,2024-04-16 08:00,2024-04-16 09:00,98.5,124.7", "lat: 98.5 outside"),
        ("x,2,2024-04-16 08:00,2024-04-16 09:00,38.5,124.7", "not a truth file"),
    ],
)
def test_read_truth__a_wrong_row_is_named(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault) as refused:
        read_truth(written(tmp_path, NEEDED, row))

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("place", range(7))
def test_read_truth__a_value_of_any_length_is_told_short(
    tmp_path: Path, place: int
) -> None:
    cells = [
        "412000001",
        "440000002",
        *["2024-03-01T00:00:00Z"] * 2,
        "36",
        "123",
        "yes",
    ]
    cells[place] = "A" * 20_000
    file = written(tmp_path, f"{NEEDED},is_transfer", ",".join(cells))

    with pytest.raises(InputError, match="not a truth file") as refused:
        read_truth(file)

    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500 + len(str(tmp_path))


def test_read_truth__an_event_of_any_name_is_told_short(tmp_path: Path) -> None:
    end, start = "2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"
    row = f"412000001,440000002,{start},{end},36,123,{'A' * 20_000}"
    file = written(tmp_path, f"{NEEDED},event_id", row)

    with pytest.raises(InputError, match="end before they start") as refused:
        read_truth(file)

    assert len(str(refused.value)) < 200 + len(str(tmp_path))


def test_read_truth__every_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'start_time'.*'lat'"):
        read_truth(written(tmp_path, "mmsi_a,mmsi_b", "1,2"))


def test_read_truth__no_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_truth(tmp_path / "none.csv")

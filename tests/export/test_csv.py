"""candidates.csv: the contract, spreadsheets, round trip, and the golden bytes."""

import csv
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from builders_leads import UNKNOWN, candidates
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.errors import InputError, SchemaError
from stsdetect.export.cells import disarm, format_value, rearm
from stsdetect.export.csv import write_csv
from stsdetect.schema import CANDIDATES, CONTRACT_COLUMNS

GOLDEN = Path(__file__).parent / "golden_candidates.csv"
DANGEROUS = tuple("=+-@\t\r＝＋－＠")


def table() -> pd.DataFrame:
    """Three candidates: a plain one, a hostile one, one that is hardly known."""
    hostile = {
        "shipname_a": '=HYPERLINK("http://x.example","y")',
        "shipname_b": 'SIM "QUOTED", NAME\nTWO LINES',
        "lat": -31.25,
        "lon": -124.5,
        "p_chance": 0.04,
        "kind": "both_dark",
    }
    return candidates({}, hostile, UNKNOWN | {"mmsi_b": None, "activity": None})


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_write_csv__begins_as_the_golden_file(tmp_path: Path) -> None:
    """Later columns may come after those of the golden file, none of them before."""
    write_csv(table(), tmp_path / "candidates.csv")

    golden = cells(GOLDEN)
    written = [row[: len(golden[0])] for row in cells(tmp_path / "candidates.csv")]
    assert written == golden
    first = GOLDEN.read_bytes().split(b"\r\n")[1]
    assert (
        (tmp_path / "candidates.csv").read_bytes().split(b"\r\n")[1].startswith(first)
    )


def test_write_csv__begins_with_the_columns_of_the_contract(tmp_path: Path) -> None:
    write_csv(table(), tmp_path / "c.csv")

    header = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(header.split(",")[: len(CONTRACT_COLUMNS)]) == CONTRACT_COLUMNS


def test_write_csv__of_no_candidate_is_a_header(tmp_path: Path) -> None:
    write_csv(CANDIDATES.empty(), tmp_path / "c.csv")

    text = (tmp_path / "c.csv").read_bytes().decode()
    assert text == ",".join(CANDIDATES.names) + "\r\n"


def test_write_csv__the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    write_csv(table(), tmp_path / "one.csv")
    write_csv(table().iloc[[2, 0, 1]], tmp_path / "other.csv")

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_write_csv__writes_times_numbers_and_what_is_missing(tmp_path: Path) -> None:
    write_csv(table(), tmp_path / "c.csv")

    plain, southern, bare = rows(tmp_path / "c.csv")
    assert plain["start_time"] == "2024-03-01T02:00:00Z"
    assert plain["end_time"] == "2024-03-01T07:40:00Z"
    assert plain["duration_h"] == "5.667"
    assert plain["alongside"] == "true"
    assert (plain["imo_a"], plain["imo_b"]) == ("2000006", "")
    assert (southern["lat"], southern["lon"]) == ("-31.25000", "-124.50000")
    assert (plain["p_chance"], southern["p_chance"]) == ("", "0.0400")
    assert (bare["shipname_a"], bare["n_ticks"], bare["alongside"]) == ("", "", "")


def test_write_csv__can_be_read_back(tmp_path: Path) -> None:
    written = table()
    write_csv(written, tmp_path / "c.csv")

    read = pd.read_csv(tmp_path / "c.csv", parse_dates=["start_time", "end_time"])

    assert list(read.columns) == CANDIDATES.names
    assert read["mmsi_a"].tolist() == written["mmsi_a"].tolist()
    assert read["shipname_b"].iloc[1] == written["shipname_b"].iloc[1]
    off = (read["start_time"] - written["start_time"]).abs().max()
    assert off < timedelta(milliseconds=1)
    pd.testing.assert_series_equal(
        read["likelihood"], written["likelihood"], check_exact=False, atol=5e-5
    )


def test_write_csv__no_cell_starts_a_formula(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '"=1', " =1", "A;=1"]
    written = candidates(*({"shipname_a": name, "port": name} for name in names))

    write_csv(written, tmp_path / "c.csv")

    for row, name in zip(rows(tmp_path / "c.csv"), names, strict=True):
        assert not row["shipname_a"].startswith(DANGEROUS), name
        assert row["port"] == row["shipname_a"]
        assert row["shipname_a"].replace("'", "") == name


def test_write_csv__keeps_further_columns_by_name(tmp_path: Path) -> None:
    written = candidates().assign(zeal=1.23456, age_d=3)

    write_csv(written, tmp_path / "c.csv")

    row = rows(tmp_path / "c.csv")[0]
    assert list(row)[-2:] == ["age_d", "zeal"]
    assert (row["age_d"], row["zeal"]) == ("3", "1.235")


def test_write_csv__replaces_the_file_or_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("earlier", encoding="utf-8")

    with pytest.raises(SchemaError, match="no column 'rank'"):
        write_csv(table().drop(columns="rank"), path)

    assert path.read_text(encoding="utf-8") == "earlier"
    assert [one.name for one in tmp_path.iterdir()] == ["c.csv"]


def test_write_csv__a_folder_in_its_place_is_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't write here"):
        write_csv(table(), tmp_path)


@settings(max_examples=200)
@given(st.text(alphabet="=+-@\t\r\n '\"A1;,|", max_size=8))
def test_disarm__no_text_begins_a_formula(text: str) -> None:
    safe = disarm(text)

    assert not safe.lstrip(" '\"\n").startswith(DANGEROUS) or "'" in safe
    assert not safe.startswith(DANGEROUS)
    assert safe.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("name", ["SEA-STAR", "A = B", "HAI ZHOU 168", "O'NEILL"])
def test_disarm__leaves_plain_names_alone(name: str) -> None:
    assert disarm(name) == name


def test_format_value__a_number_that_is_not_finite_is_missing() -> None:
    assert format_value("drift_nm", float("inf")) == ""


def test_format_value__zero_has_no_sign() -> None:
    assert format_value("lat", -0.000001) == "0.00000"


@settings(max_examples=300)
@given(st.text(alphabet="';=+-@\t\r\n ,|\"a＝", max_size=9))
def test_rearm__gives_back_what_was_disarmed(text: str) -> None:
    assert rearm(disarm(text)) == text

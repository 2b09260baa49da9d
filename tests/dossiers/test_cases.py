"""Cases: a candidate as a zip that says where each row is from, and can be rerun."""

import csv
import io
import json
from pathlib import Path

import pytest
from builders_runs import first_encounter

import stsdetect as sts
from stsdetect.dossiers.cases import make_case
from stsdetect.dossiers.reopening import verify_case
from stsdetect.errors import InputError
from stsdetect.export.bundle import read_bundle, write_bundle


@pytest.fixture(scope="module")
def case(sample_run: sts.Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of the first encounter of the sample."""
    path = tmp_path_factory.mktemp("case") / "case.zip"
    make_case(sample_run.folder, first_encounter(sample_run)["candidate_id"], path)
    return path


def test_make_case__holds_what_a_reader_asks_for(
    case: Path, sample_run: sts.Run
) -> None:
    files = read_bundle(case)

    first = first_encounter(sample_run)
    told = json.loads(files["case.json"])
    assert told["candidate_id"] == first["candidate_id"]
    assert "never a finding" in told["note"]
    assert first["shipname_a"].encode() in files["case.md"]
    assert {"figures/map.png", "figures/map.svg", "map.kml", "map.geojson"} <= set(
        files
    )
    assert str(first["mmsi_a"]).encode() in files["identity_dossier.md"]
    sources = json.loads(files["provenance.json"])["sources"]
    assert all(len(one["sha256"]) == 64 for one in sources)


def test_make_case__every_position_has_its_file_and_line(
    case: Path, sample_run: sts.Run
) -> None:
    rows = list(
        csv.DictReader(io.StringIO(read_bundle(case)["positions_raw.csv"].decode()))
    )

    first = first_encounter(sample_run)
    assert {int(row["mmsi"]) for row in rows} == {first["mmsi_a"], first["mmsi_b"]}
    assert all(row["source_name"] and int(row["source_row"]) > 1 for row in rows)


def test_make_case__is_the_same_each_time(
    case: Path, sample_run: sts.Run, tmp_path: Path
) -> None:
    first = first_encounter(sample_run)["candidate_id"]

    make_case(sample_run.folder, first, tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == case.read_bytes()


def test_make_case__an_id_that_is_not_there_is_told(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no candidate 'ffff'"):
        make_case(sample_run.folder, "ffff", tmp_path / "c.zip")


def test_verify_case__of_another_version_says_so(case: Path, tmp_path: Path) -> None:
    files = read_bundle(case)
    told = json.loads(files["provenance.json"]) | {"stsdetect_version": "0.0.1"}
    changed = {"provenance.json": json.dumps(told).encode(), "case.json": b"{}\n"}
    write_bundle({**files, **changed}, tmp_path / "old.zip")

    with pytest.raises(InputError, match=r"made by stsdetect 0\.0\.1"):
        verify_case(tmp_path / "old.zip")


@pytest.mark.parametrize(
    "changes",
    [
        {"positions_raw.csv": b"\xff\xfe\x00"},
        {"provenance.json": b"[]"},
        {"carried.json": b'{"figures": [], "candidate": {}, "period": []}'},
        {"events/encounters.csv": b"encounter_id\n0\n"},
        {"provenance.json": b"[" * 100_000},
        {"provenance.json": b'{"config": {}, "' + b"A" * 20_000 + b'": 1}'},
        {"positions_raw.csv": b"mmsi\n" + b"A" * 20_000 + b"\n"},
        {"vessels.csv": b"mmsi\n\n" * 3},
    ],
)
def test_verify_case__hostile_content_is_one_fault(
    case: Path, tmp_path: Path, changes: dict[str, bytes]
) -> None:
    write_bundle({**read_bundle(case), **changes}, tmp_path / "bad.zip")

    with pytest.raises(InputError, match="no case of stsdetect") as refused:
        verify_case(tmp_path / "bad.zip")

    assert len(str(refused.value)) < 400 + len(str(tmp_path))


def test_verify_case__of_ages_at_every_second_is_refused_before_it_is_done(
    case: Path, tmp_path: Path
) -> None:
    """Whoever makes a case chooses its parameters: memory is not theirs to take."""
    files = read_bundle(case)
    told = json.loads(files["provenance.json"])
    told["config"]["ticks"] |= {"step": "PT1S", "max_hole": "P99999D"}
    lines = files["positions_raw.csv"].decode().splitlines()
    lines[-1] = lines[-1].replace(",20", ",21", 1)
    changes = {
        "provenance.json": json.dumps(told).encode(),
        "positions_raw.csv": "\n".join(lines).encode(),
    }
    write_bundle({**files, **changes}, tmp_path / "long.zip")

    with pytest.raises(InputError, match="no case; its positions are 3e"):
        verify_case(tmp_path / "long.zip")

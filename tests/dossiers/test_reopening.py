"""Cases reopened: events and score come out of the rows again, and of no others."""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import stsdetect as sts
from stsdetect.dossiers.cases import make_case
from stsdetect.dossiers.reopening import verify_case
from stsdetect.errors import InputError
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.schema import KINDS

BEHIND = {
    "encounter": {"events/encounters.csv"},
    "one_dark": {"events/gaps.csv", "events/loiterings.csv", "events/rendezvous.csv"},
    "both_dark": {"events/gaps.csv", "events/rendezvous.csv"},
    "loitering": {"events/loiterings.csv"},
}
"""Events that a candidate of each kind rests on."""


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of candidate."""
    return str(request.param)


@pytest.fixture(scope="module")
def case(
    kind: str, sample_run: sts.Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The case of the first candidate of a kind in the sample."""
    candidates = sample_run.candidates
    first = candidates[candidates["kind"] == kind].iloc[0]
    path = tmp_path_factory.mktemp("case") / "case.zip"
    make_case(sample_run.folder, first["candidate_id"], path)
    return path


def changed(case: Path, folder: Path, **files: str) -> Path:
    """Give the case with other files and the sums that go with them."""
    path = folder / "changed.zip"
    own = {name.replace("__", "."): text.encode() for name, text in files.items()}
    write_bundle({**read_bundle(case), **own}, path)
    return path


def read_rows(case: Path) -> tuple[list[dict[str, str]], dict[str, object]]:
    files = read_bundle(case)
    rows = csv.DictReader(io.StringIO(files["positions_raw.csv"].decode()))
    return list(rows), json.loads(files["case.json"])


def last_before_silence(case: Path, rows: list[dict[str, str]]) -> dict[str, str]:
    """Give the last report before b fell silent."""
    (met,) = table(case, "rendezvous")
    (gap,) = (one for one in table(case, "gaps") if one["gap_id"] == met["event_b"])
    start = gap["start_time"][:19]
    (row,) = (
        one
        for one in rows
        if one["mmsi"] == gap["mmsi"] and one["timestamp"][:19] == start
    )
    return row


def in_its_midst(rows: list[dict[str, str]], told: dict[str, object]) -> dict[str, str]:
    """Give the report of a an hour after the start."""
    start = datetime.fromisoformat(str(told["start_time"])) + timedelta(hours=1)
    own = (one for one in rows if one["mmsi"] == str(told["mmsi_a"]))
    return next(one for one in own if one["timestamp"][:19] >= f"{start:%FT%T}")


def table(case: Path, name: str) -> list[dict[str, str]]:
    text = read_bundle(case)[f"events/{name}.csv"].decode()
    return list(csv.DictReader(io.StringIO(text)))


def as_csv(rows: list[dict[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def test_verify_case__finds_what_the_candidate_rests_on(case: Path, kind: str) -> None:
    lines = verify_case(case)

    assert BEHIND[kind] <= set(read_bundle(case))
    assert "every sum holds" in lines[0]
    assert "the same to the byte" in lines[1]
    for name in BEHIND[kind]:
        assert Path(name).stem in lines[1]


def test_verify_case__says_what_was_taken_over(case: Path, kind: str) -> None:
    told = "\n".join(verify_case(case))

    figures = json.loads(read_bundle(case)["carried.json"])["figures"]
    assert all(one["needs"] for one in figures)
    assert "rival_odds" in told
    assert ("p_chance" in told) == kind.endswith("_dark")
    # what its rows give is never taken over
    assert "slack_h" not in told
    assert "median_distance_m" not in told
    assert "likelihood" not in told


def test_verify_case__a_row_changed_in_its_time_is_noticed(
    case: Path, tmp_path: Path, kind: str
) -> None:
    rows, told = read_rows(case)
    one = (
        last_before_silence(case, rows) if "dark" in kind else in_its_midst(rows, told)
    )
    # as far as the antenna of a ship is from her bow: no jump that is left out
    one["lat"] = str(float(one["lat"]) + 0.0005)

    with pytest.raises(InputError, match=r"don't give what .*events/"):
        verify_case(changed(case, tmp_path, positions_raw__csv=as_csv(rows)))


def test_verify_case__rows_left_out_are_noticed(case: Path, tmp_path: Path) -> None:
    rows, _ = read_rows(case)

    with pytest.raises(InputError, match="don't give"):
        verify_case(changed(case, tmp_path, positions_raw__csv=as_csv(rows[::3])))


def test_verify_case__a_better_likelihood_is_noticed(
    case: Path, tmp_path: Path
) -> None:
    _, told = read_rows(case)
    text = json.dumps({**told, "likelihood": 0.99}, indent=2, ensure_ascii=False)

    with pytest.raises(InputError, match=r"don't give what case\.json says"):
        verify_case(changed(case, tmp_path, case__json=text + "\n"))


def test_verify_case__an_event_that_was_added_is_noticed(
    case: Path, tmp_path: Path, kind: str
) -> None:
    name = min(BEHIND[kind])
    text = read_bundle(case)[name].decode()
    line = text.splitlines()[-1]
    path = tmp_path / "more.zip"
    more = f"{text}{'0' * 16}{line[16:]}\n".encode()
    write_bundle({**read_bundle(case), name: more}, path)

    with pytest.raises(InputError, match=f"don't give what {name}"):
        verify_case(path)

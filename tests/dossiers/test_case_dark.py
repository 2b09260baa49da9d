"""Cases of dark meetings: the area, the silence, the time line and the brief."""

import json
import re
from pathlib import Path

import pytest

import stsdetect as sts
from stsdetect.dossiers.cases import make_case
from stsdetect.export.bundle import read_bundle


@pytest.fixture(scope="module", params=["both_dark", "one_dark"])
def case(
    request: pytest.FixtureRequest,
    sample_run: sts.Run,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The case of the first candidate of a dark kind in the sample."""
    candidates = sample_run.candidates
    first = candidates[candidates["kind"] == request.param].iloc[0]
    path = tmp_path_factory.mktemp("case") / "dark.zip"
    make_case(sample_run.folder, first["candidate_id"], path)
    return path


def test_make_case__draws_where_a_dark_meeting_could_have_been(case: Path) -> None:
    files = read_bundle(case)

    shapes = json.loads(files["map.geojson"])["features"]
    assert shapes[-1]["geometry"]["type"] == "Polygon"
    assert b"by speed alone" in files["map.kml"]
    # matplotlib names its colours in lower case
    assert b"#009e73" in files["figures/map.svg"]


def test_make_case__tells_and_draws_where_one_was_heard_that_is_not_again(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    candidates = sample_run.candidates
    gone = candidates[candidates["goes_on_b"].fillna(value=False).astype(bool)].iloc[0]

    make_case(sample_run.folder, gone["candidate_id"], tmp_path / "gone.zip")
    files = read_bundle(tmp_path / "gone.zip")

    assert "b was last heard 20" in files["case.md"].decode()
    assert b"last heard" in files["figures/map.svg"]
    positions = files["positions_raw.csv"].decode()
    assert str(gone["mmsi_b"]) in positions


def test_make_case__lists_the_silence_in_its_time_line(case: Path) -> None:
    lines = read_bundle(case)["timeline.csv"].decode().splitlines()

    assert lines[0].startswith("start_time,end_time,event,")
    assert any(",gap," in line for line in lines)
    assert any(",rendezvous," in line for line in lines)


def test_make_case__has_a_brief_of_four_pages_at_most(case: Path) -> None:
    brief = read_bundle(case)["brief.pdf"]

    assert brief.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type /Page\b", brief)) <= 4

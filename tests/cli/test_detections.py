"""Images on the command line, and through the whole of the ranking."""

from collections.abc import Callable
from pathlib import Path

import stsdetect as sts
from stsdetect.pipeline import find_leads
from stsdetect.run_folder import read_events

Command = Callable[..., tuple[int, str, str]]


def test_rank__a_broken_file_of_detections_is_one_line(
    stsdetect: Command, sample_run: sts.Run, tmp_path: Path
) -> None:
    file = tmp_path / "s1.csv"
    file.write_text("time,lat,lon\n2024-04-16T10:00:00Z,38.4,999\n")

    code, _, errors = stsdetect("rank", sample_run.folder, "--detections", file)

    assert code == 2
    assert "row 2: lon 999 outside -180 … 180" in errors
    assert errors.count("\n") == 1


def test_find_leads__an_image_of_an_encounter_is_told(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    events = read_events(sample_run.folder)
    store = sts.open_store(sample_run.folder / "store")
    longest = events.encounters.sort_values("n_ticks").iloc[-1]
    middle = longest["start_time"] + (longest["end_time"] - longest["start_time"]) / 2
    near = store.read_positions(middle, None, [int(longest["mmsi_a"])])
    lat, lon = near["lat"][0], near["lon"][0]
    file = tmp_path / "s1.csv"
    rows = [f"{middle.isoformat()},{lat},{lon + east},S1" for east in (0.0, 0.0003)]
    file.write_text("\n".join(["time,lat,lon,scene", *rows]) + "\n")

    leads = find_leads(events, store, sts.Config(detections=(str(file),)))
    leads = leads.set_index("candidate_id")

    assert leads.loc[longest["encounter_id"], "side_by_side_m"] < 50
    assert str(leads.loc[longest["encounter_id"], "imagery"]).startswith("S1 at ")
    assert leads["side_by_side_m"].notna().mean() < 0.5

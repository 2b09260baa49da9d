"""Builder of a whole small run folder, without a run."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from builders import EPOCH, at

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.pipeline import Events
from stsdetect.record import list_inputs
from stsdetect.run_folder import write_events
from stsdetect.schema import CANDIDATES

N_HOURS = 60
"""The two vessels of the builders are heard from the epoch on, every half hour."""


def write_run(folder: Path, candidates: pd.DataFrame) -> Path:
    """Write a run folder with these candidates; two vessels lie still for 60 h."""
    lines = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(0, N_HOURS * 60, 30):
        for mmsi, lon in ((200000001, 124.5), (300000002, 124.5005)):
            lines.append(f"{mmsi},{at(minute):%Y-%m-%dT%H:%M:%SZ},31.25,{lon},0.1")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ais.csv").write_text("\n".join(lines) + "\n")
    sts.ingest(folder / "ais.csv", folder / "store")
    write_events(Events(), folder)
    rows = CANDIDATES.from_pandas(candidates)
    rows.write_parquet(folder / "candidates.parquet")
    config = Config()
    record = {
        "stsdetect_version": sts.__version__,
        "config_hash": config.digest,
        "config": config.as_json(),
        "kinds_sought": ["encounter", "loitering"],
        "store": "store",
        "inputs": list_inputs(sts.open_store(folder / "store")),
        "outputs": {},
    }
    (folder / "run.json").write_text(json.dumps(record))
    return folder


def on_day(day: int) -> dict[str, object]:
    """Times of a candidate of four hours that begins two hours into a day, from 0."""
    start = EPOCH + timedelta(days=day, hours=2)
    return {"start_time": start, "end_time": start + timedelta(hours=4)}


def first_encounter(run: sts.Run) -> "pd.Series[Any]":
    """Give the first candidate of a run whose vessels both broadcast."""
    return run.candidates[run.candidates["kind"] == "encounter"].iloc[0]

"""Ranking on disk: the candidates of a run folder, from the events that it holds."""

import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

from stsdetect import pipeline
from stsdetect.config import Config, config_from_json
from stsdetect.ingest.store import open_store
from stsdetect.pages import write_page
from stsdetect.progress import Progress
from stsdetect.record import hash_outputs, list_files, read_record, write_record
from stsdetect.run_folder import (
    OUTPUTS,
    read_events,
    write_candidates,
    write_events,
    write_unseen,
)

__all__ = ["rank_below"]


def rank_below(out: Path, asked: Config, progress: Progress) -> pd.DataFrame:
    """Rank the events below ``out`` and write the list in each of its forms.

    Of ``asked`` the scoring and the lists count; the rest is as the events were found.
    """
    record = read_record(out)
    store = open_store(out / record["store"])
    config = replace(
        config_from_json(record["config"]),
        scoring=asked.scoring,
        watchlists=asked.watchlists,
        registries=asked.registries,
        detections=asked.detections,
        sea_states=asked.sea_states,
    )
    record |= {
        "config_hash": config.digest,
        "config": config.as_json(),
        "watchlists": list_files(config.watchlists),
        "registries": list_files(config.registries),
        "detections": list_files(config.detections),
        "sea_states": list_files(config.sea_states),
    }
    started = time.monotonic()
    progress.start("ranking", 2)
    events = pipeline.compare_registries(read_events(out), store, config)
    write_events(events, out)
    candidates = pipeline.score_events(events, store, config)
    page = write_candidates(candidates, events, out)
    unseen = pipeline.find_unseen(store, config)
    write_unseen(unseen, out, wanted=bool(config.detections))
    progress.advance(1)
    write_page(candidates, events, store, config, record, page)
    progress.advance(1)
    record["counts"] = record.get("counts", {}) | {
        "candidates": len(candidates),
        "identity_events": len(events.identity_events),
    }
    record["counts"].pop("unseen_pairs", None)
    if config.detections:
        record["counts"]["unseen_pairs"] = unseen.height
    seconds = round(time.monotonic() - started, 3)
    record["seconds"] = record.get("seconds", {}) | {"rank": seconds}
    record["outputs"] = hash_outputs(out, OUTPUTS)
    write_record(out, record)
    progress.finish(f"{len(candidates):,} candidates ranked")
    return candidates

"""Finding on disk: the events of a store, written below a run folder, once."""

import logging
import os
import time
from dataclasses import fields
from pathlib import Path
from typing import Final

from stsdetect import __version__, pipeline
from stsdetect.config import Config
from stsdetect.engine import Engine
from stsdetect.errors import InputError
from stsdetect.ingest.store import Store, open_store
from stsdetect.pipeline import Events
from stsdetect.progress import Progress
from stsdetect.record import (
    cause_of,
    hash_outputs,
    is_done,
    list_inputs,
    read_record,
    require_same_inputs,
    sum_counts,
    write_record,
)
from stsdetect.run_folder import EVENT_FILES, read_events, write_events
from stsdetect.schema import KINDS
from stsdetect.software import code_sha256
from stsdetect.windows.window_files import PARTS

__all__ = ["KINDS_SOUGHT", "find_below"]

log = logging.getLogger(__name__)

KINDS_SOUGHT: Final = KINDS
"""Kinds of candidate that a run looks for, as ``run.json`` tells."""


def find_below(
    out: Path,
    store_folder: Path,
    config: Config,
    seconds: dict[str, float],
    engine: Engine,
    progress: Progress,
) -> Events:
    """Find the events of a store and write them below ``out``, unless they are there.

    ``seconds`` are those that earlier stages took, for the record.
    """
    store = open_store(store_folder)
    inputs = list_inputs(store)
    _require_positions(store, sum_counts(inputs))
    code = code_sha256()
    cause, where = cause_of(code, config, inputs), os.path.relpath(store_folder, out)
    if is_done(out, cause, EVENT_FILES):
        log.info("%s: found before, not looked for again", out / "events")
        record = read_record(out)
        if record.get("store") != where:  # it was moved since
            write_record(out, record | {"store": where})
        return read_events(out)
    started = time.monotonic()
    events = pipeline.find_events(
        store, config, engine=engine, progress=progress, parts_folder=out / PARTS
    )
    require_same_inputs(store_folder, inputs)
    events = write_events(events, out)
    write_record(
        out,
        {
            "stsdetect_version": __version__,
            "cause": cause,
            "found_by_code": code,
            "config_hash": config.digest,
            "kinds_sought": list(KINDS_SOUGHT),
            "counts": sum_counts(inputs) | _count(events),
            "seconds": seconds | {"detect": round(time.monotonic() - started, 3)},
            "outputs": hash_outputs(out, EVENT_FILES),
            "store": where,
            "inputs": inputs,
            "config": config.as_json(),
        },
    )
    return events


def _require_positions(store: Store, counts: dict[str, int]) -> None:
    """Say why nothing can be looked at, where not one row was usable."""
    if store.days:
        return
    reasons = store.count_rejects().iter_rows()
    why = ", ".join(f"{n_rows:,} {reason}" for reason, n_rows in reasons)
    raise InputError(
        f"no usable position in {counts['rows_read']:,} rows ({why or 'no rejects'}); "
        f"{store.folder / 'rejects'} has each rejected line"
    )


def _count(events: Events) -> dict[str, int]:
    return {one.name: len(getattr(events, one.name)) for one in fields(Events)}

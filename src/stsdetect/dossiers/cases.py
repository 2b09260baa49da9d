"""Cases: all that is behind one candidate in a zip, which can be checked and rerun."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import polars as pl
from shapely.geometry.base import BaseGeometry

from stsdetect import __version__
from stsdetect.config import Config, config_from_json
from stsdetect.dossiers.case_figures import draw_case
from stsdetect.dossiers.case_rows import (
    CANDIDATE_FILE,
    POSITIONS_FILE,
    as_files,
    candidate_json,
)
from stsdetect.dossiers.enclosing import AROUND, enclose
from stsdetect.errors import InputError
from stsdetect.events.areas import find_areas, find_last_heard, find_silences
from stsdetect.export.bundle import write_bundle
from stsdetect.export.case_map import case_geojson, case_kml
from stsdetect.export.csv import plain_csv
from stsdetect.export.geo import properties, read_candidates
from stsdetect.export.timeline import list_timeline
from stsdetect.following import follow_pair
from stsdetect.ingest.store import Store, open_store
from stsdetect.pipeline import Events
from stsdetect.record import require_record
from stsdetect.report.brief.sheet import brief_pdf
from stsdetect.report.case_brief import PAGES, case_sections
from stsdetect.report.dossier import (
    describe_alternatives,
    describe_case,
    describe_identity,
)
from stsdetect.run_folder import read_events
from stsdetect.schema import VESSELS
from stsdetect.schema.last_heard import LastHeard
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.relevance import PRIORITY_FORMULA
from stsdetect.windows.window import period_of

__all__ = ["make_case"]

_METHOD = """# How it was found

1. Positions are kept as received; each has its file and line in positions_raw.csv.
2. Each vessel is put on common instants, never across its own silence.
3. Pairs close and slow together are encounters; bounds stand in provenance.json.
4. A silence is a gap; two gaps, or a gap and a wait, of which speed and coast allow
   that both vessels met are a meeting that nobody saw, a rendezvous.
5. Likelihood adds weights for and against, each with its source, on a base rate.
6. `stsdetect case --verify` checks every sum, finds the events of these vessels again
   in positions_raw.csv and scores the candidate anew: events/ and case.json have to
   come out the same. What hangs on other vessels, such as reception and chance, is
   taken over from the run; carried.json lists it, with what it would need.

AIS is what a crew sends. It shows neither cargo nor intent; a position can be false.
"""


def make_case(out: Path | str, candidate_id: str, output: Path | str) -> None:
    """Write the case of one candidate: rows, texts, figures, sums.

    Parameters
    ----------
    out : path
        A run folder.
    candidate_id : str
        As in ``candidates.csv``.
    output : path
        A zip; replaced as a whole, or not at all.

    Raises
    ------
    InputError
        There is no such candidate, or the file can't be written.
    """
    folder = Path(out)
    record = require_record(folder)
    store = open_store(folder / record["store"])
    config = config_from_json(record["config"])
    candidates = pd.DataFrame(read_candidates(folder).drop(columns="geometry"))
    chosen = candidates[candidates["candidate_id"] == candidate_id]
    if chosen.empty:
        raise InputError(f"{folder}: no candidate {candidate_id!r} in candidates.csv")
    events = read_events(folder)
    meeting = _meeting(events, config, candidate_id)
    behind = _Behind(store, config, record, events, *meeting)
    write_bundle(_files(chosen, behind), output)


class _Behind(NamedTuple):
    """The run that a case is of, and where its vessels could have met."""

    store: Store
    config: Config
    record: dict[str, Any]
    events: Events
    area: BaseGeometry | None
    last_heard: LastHeard | None


def _meeting(
    events: Events, config: Config, candidate_id: str
) -> tuple[BaseGeometry | None, LastHeard | None]:
    """Give where its vessels could have met, and where a silent one was heard last."""
    own = events.rendezvous[events.rendezvous["rendezvous_id"] == candidate_id]
    areas = find_areas(own, events.gaps, config.rendezvous.min_visit)
    last_heard = find_last_heard(own, events.gaps)
    return areas.get(candidate_id), last_heard.get(candidate_id)


def _files(chosen: pd.DataFrame, behind: _Behind) -> dict[str, bytes]:
    """Give each file of a case by its name."""
    candidate, config = chosen.iloc[0], behind.config
    mmsis = [int(mmsi) for mmsi in candidate[["mmsi_a", "mmsi_b"]].dropna()]
    period = period_of(behind.store, config)
    enclosed, carried = enclose(candidate, behind.store, behind.events, config, period)
    positions = _named(behind.store, enclosed.positions)
    terms = explain_terms(chosen, config.aligned().scoring)
    identity = describe_identity(VESSELS.to_pandas(enclosed.vessels), mmsis)
    provenance = _provenance(behind.store, behind.record, positions)
    figures = _figures(candidate, behind)
    texts = {
        **_words(chosen, terms, behind.last_heard),
        "identity_dossier.md": identity,
        "timeline.csv": _timeline(candidate, mmsis, behind.events),
        "method_card.md": _METHOD,
        POSITIONS_FILE: plain_csv(positions),
        **as_files(enclosed, carried),
        "map.geojson": case_geojson(chosen, positions, behind.area),
        "map.kml": case_kml(chosen, positions, behind.area),
        "provenance.json": _json(provenance),
    }
    files = {name: text.encode() for name, text in texts.items()}
    sections = case_sections(candidate, terms, identity, _METHOD, provenance, figures)
    files["brief.pdf"] = brief_pdf(sections, PAGES, "The files of the case have more.")
    return files | figures


def _words(
    chosen: pd.DataFrame, terms: pd.DataFrame, last_heard: LastHeard | None
) -> dict[str, str]:
    """Give the candidate in words and numbers, and what else it may be."""
    candidate, row = chosen.iloc[0], next(properties(chosen))
    return {
        CANDIDATE_FILE: candidate_json(row),
        "case.md": describe_case(candidate.to_dict(), PRIORITY_FORMULA, last_heard),
        "alternatives.md": describe_alternatives(
            terms, str(row.get("alternatives") or ""), candidate["reasons_against"]
        ),
        "evidence.csv": plain_csv(pl.from_pandas(terms)),
    }


def _figures(candidate: "pd.Series[Any]", behind: _Behind) -> dict[str, bytes]:
    events = behind.events
    silences = find_silences(events.rendezvous, events.gaps)
    silence = silences.get(candidate["candidate_id"])
    followed = follow_pair(behind.store, candidate, behind.config, silence=silence)
    meeting: dict[str, Any] = {"area": behind.area, "last_heard": behind.last_heard}
    return draw_case(candidate, *followed, **meeting)


def _timeline(candidate: "pd.Series[Any]", mmsis: list[int], events: Events) -> str:
    tables = {one.name: getattr(events, one.name) for one in fields(events)}
    start, stop = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    told = list_timeline(tables, mmsis, start, stop)
    return plain_csv(told, time_format="%Y-%m-%dT%H:%M:%SZ")


def _named(store: Store, positions: pl.DataFrame) -> pl.DataFrame:
    """Give the raw positions, each with the name of its file and its line there."""
    names = store.read_sources().select(
        "source_id", pl.col("name").alias("source_name")
    )
    return positions.join(names, on="source_id", how="left", maintain_order="left")


def _provenance(
    store: Store, record: dict[str, Any], positions: pl.DataFrame
) -> dict[str, Any]:
    used = set(positions["source_id"].unique())
    sources = store.read_sources().filter(pl.col("source_id").is_in(used))
    return {
        "stsdetect_version": __version__,
        "config_hash": record["config_hash"],
        "config": record["config"],
        "sources": sources.select("source_id", "name", "sha256", "bytes").to_dicts(),
        "run_outputs": record["outputs"],
    }


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"

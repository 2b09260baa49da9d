"""Cases: all that is behind one candidate in a zip, which can be checked and rerun."""

import json
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd
import polars as pl
from shapely.geometry.base import BaseGeometry

from stsdetect import __version__
from stsdetect.case_figures import draw_case
from stsdetect.config import Config, config_from_json
from stsdetect.errors import InputError, SchemaError
from stsdetect.events.areas import find_areas, find_silences
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.export.case_map import case_geojson, case_kml
from stsdetect.export.csv import plain_csv
from stsdetect.export.geo import NOTE, properties, read_candidates
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
from stsdetect.rerun import detect_alone
from stsdetect.run_folder import read_events
from stsdetect.schema import POSITIONS, VESSELS
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.relevance import PRIORITY_FORMULA

__all__ = ["make_case", "verify_case"]

AROUND: Final = timedelta(hours=72)
"""Of raw positions before and after; ours: the voyage in and the voyage out."""

_POSITIONS: Final = "positions_raw.csv"
_VESSELS: Final = "vessels.csv"
_RERUN: Final = "rerun.csv"
_PROVENANCE: Final = "provenance.json"

_STRANGE: Final = (
    KeyError,
    TypeError,
    ValueError,
    SchemaError,
    pl.exceptions.PolarsError,
)
"""What the content of a file that is no case can raise."""

_METHOD = """# How it was found

1. Positions are kept as received; each has its file and line in positions_raw.csv.
2. Each vessel is put on common instants, never across its own silence.
3. Pairs close and slow together are encounters; bounds stand in provenance.json.
4. Likelihood adds weights for and against, each with its source, on a base rate.
5. `stsdetect case --verify` checks every sum and finds the encounters of these
   vessels again from positions_raw.csv; rerun.csv has to come out the same.

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
    behind = _Behind(store, config, record, events, _area(events, config, candidate_id))
    write_bundle(_files(chosen, behind), output)


def verify_case(path: Path | str) -> list[str]:
    """Check the sums of a case and find its encounters again.

    Returns
    -------
    list of str
        What was checked, in words.

    Raises
    ------
    InputError
        A sum does not hold, the case was made by another version of stsdetect, or the
        detection gives something else than the case says.
    """
    files = read_bundle(path)
    try:
        provenance = json.loads(files[_PROVENANCE])
        config = config_from_json(provenance["config"])
        version = provenance["stsdetect_version"]
        again = _rerun(files[_POSITIONS], files[_VESSELS], config)
        stated = files[_RERUN]
    except _STRANGE as error:
        raise InputError(f"{path}: no case of stsdetect: {error!r}") from error
    if again != stated and version != __version__:
        raise InputError(
            f"{path}: made by stsdetect {version}; this is {__version__}, which finds "
            "something else in its positions"
        )
    if again != stated:
        raise InputError(f"{path}: its positions don't give what {_RERUN} says")
    n_again = len(stated.splitlines()) - 1
    return [
        f"{len(files):,} files, every sum holds",
        f"{n_again} encounters found again, the same to the byte",
    ]


class _Behind(NamedTuple):
    """The run that a case is of, and where its vessels could have met."""

    store: Store
    config: Config
    record: dict[str, Any]
    events: Events
    area: BaseGeometry | None


def _area(events: Events, config: Config, candidate_id: str) -> BaseGeometry | None:
    own = events.rendezvous[events.rendezvous["rendezvous_id"] == candidate_id]
    return find_areas(own, events.gaps, config.rendezvous.min_visit).get(candidate_id)


def _files(chosen: pd.DataFrame, behind: _Behind) -> dict[str, bytes]:
    """Give each file of a case by its name."""
    candidate, config = chosen.iloc[0], behind.config
    mmsis = [int(mmsi) for mmsi in candidate[["mmsi_a", "mmsi_b"]].dropna()]
    positions = _positions(behind.store, candidate, mmsis)
    vessels = behind.store.read_vessels().filter(pl.col("mmsi").is_in(mmsis))
    terms = explain_terms(chosen, config.aligned().scoring)
    identity = describe_identity(VESSELS.to_pandas(vessels), mmsis)
    provenance = _provenance(behind.store, behind.record, positions)
    figures = _figures(candidate, behind)
    texts = {
        **_words(chosen, terms),
        "identity_dossier.md": identity,
        "timeline.csv": _timeline(candidate, mmsis, behind.events),
        "method_card.md": _METHOD,
        _POSITIONS: plain_csv(positions),
        _VESSELS: plain_csv(vessels),
        "map.geojson": case_geojson(chosen, positions, behind.area),
        "map.kml": case_kml(chosen, positions, behind.area),
        _PROVENANCE: _json(provenance),
    }
    files = {name: text.encode() for name, text in texts.items()}
    sections = case_sections(candidate, terms, identity, _METHOD, provenance, figures)
    files["brief.pdf"] = brief_pdf(sections, PAGES, "The files of the case have more.")
    files[_RERUN] = _rerun(files[_POSITIONS], files[_VESSELS], config)
    return files | figures


def _words(chosen: pd.DataFrame, terms: pd.DataFrame) -> dict[str, str]:
    """Give the candidate in words and numbers, and what else it may be."""
    candidate, row = chosen.iloc[0], next(properties(chosen))
    return {
        "case.json": _json({"note": NOTE, **row}),
        "case.md": describe_case(candidate.to_dict(), PRIORITY_FORMULA),
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
    return draw_case(candidate, *followed, area=behind.area)


def _timeline(candidate: "pd.Series[Any]", mmsis: list[int], events: Events) -> str:
    tables = {one.name: getattr(events, one.name) for one in fields(events)}
    start, stop = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    told = list_timeline(tables, mmsis, start, stop)
    return plain_csv(told, time_format="%Y-%m-%dT%H:%M:%SZ")


def _positions(
    store: Store, candidate: "pd.Series[Any]", mmsis: list[int]
) -> pl.DataFrame:
    """Give the raw positions, each with the name of its file and its line there."""
    start, stop = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    names = store.read_sources().select(
        "source_id", pl.col("name").alias("source_name")
    )
    positions = store.read_positions(start, stop, mmsis)
    return positions.join(names, on="source_id", how="left", maintain_order="left")


def _rerun(positions: bytes, vessels: bytes, config: Config) -> bytes:
    rows = POSITIONS.conform(_read(positions))
    return (
        detect_alone(rows, VESSELS.conform(_read(vessels)), config).write_csv().encode()
    )


def _read(text: bytes) -> pl.DataFrame:
    table = pl.read_csv(text, infer_schema=False)
    times = [name for name in ("timestamp", "valid_from") if name in table.columns]
    return table.with_columns(pl.col(times).str.to_datetime(time_zone="UTC"))


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

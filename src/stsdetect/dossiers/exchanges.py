"""Exchanges: chosen candidates with verdicts and markings, from team to team."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from stsdetect import __version__
from stsdetect.disk.files import written_whole
from stsdetect.disk.locks import claim
from stsdetect.errors import InputError, StoreError
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.export.cells import format_time, format_value, plain
from stsdetect.export.geo import properties, read_candidates
from stsdetect.labelling import read_labels
from stsdetect.review.labels import match_labels
from stsdetect.review.ledger import append_entry, read_entries
from stsdetect.schema import CANDIDATES, LABELS
from stsdetect.sharing.manifest import open_files, sign_files
from stsdetect.sharing.merge import MERGED, find_own, merge_received
from stsdetect.sharing.rows import pack_rows, unpack_rows

__all__ = ["RECEIVED", "open_exchange", "read_exchange", "write_exchange"]

RECEIVED: Final = "received.sqlite"
"""Ledger of what other teams sent; our own labels are another."""

_TABLE: Final = "received.csv"
_CANDIDATES: Final = "candidates.jsonl"
_LABELS: Final = "labels.jsonl"
_MAX_BYTES: Final = 64 << 20
"""Of a bundle unpacked; ours: ten thousand candidates have some 30 MB."""


def write_exchange(
    out: Path | str,
    ids: Sequence[str],
    output: Path | str,
    key: bytes,
    *,
    origin: str,
    marking: str,
) -> int:
    """Write a bundle of chosen candidates with our verdicts; give how many verdicts.

    Parameters
    ----------
    out : path
        The run folder.
    ids : sequence of str
        As in ``candidates.csv``.
    output : path
        A zip; replaced as a whole, or not at all. Same input, same bytes.
    key : bytes
        Held by both teams; it signs the bundle and does not encrypt it.
    origin : str
        Who sends it, as the others will read it.
    marking : str
        How it may be passed on, such as ``TLP:AMBER``; free text.

    Raises
    ------
    InputError
        There is no such candidate, or origin or marking is no line of text.
    """
    folder = Path(out)
    candidates = pd.DataFrame(read_candidates(folder).drop(columns="geometry"))
    lost = sorted(set(ids) - set(candidates["candidate_id"]))
    if lost or not ids:
        raise InputError(
            f"{folder}: no candidate {', '.join(lost)}" if lost else "no id is given"
        )
    chosen = candidates[candidates["candidate_id"].isin(ids)]
    labels = match_labels(read_labels(folder), candidates).sort_values("number")
    labels = labels[labels["candidate_id"].isin(ids)]
    files = {
        _CANDIDATES: pack_rows(properties(chosen)),
        _LABELS: pack_rows(_label_rows(labels)),
    }
    said = {"origin": origin, "marking": marking, "stsdetect_version": __version__}
    write_bundle(sign_files(files, said, key), output)
    return len(labels)


def read_exchange(path: Path | str, out: Path | str, key: bytes) -> tuple[int, int]:
    """Read a bundle of another team into a run folder; nothing comes in twice.

    What was received is kept in a ledger of its own, each verdict with its origin, and
    written as ``received.csv``, each candidate once. Own candidates and own labels are
    left as they are.

    Parameters
    ----------
    path : path
        The bundle, not trusted in anything.
    out : path
        The run folder.
    key : bytes
        Held by both teams.

    Returns
    -------
    tuple of int
        New candidates and new verdicts.

    Raises
    ------
    InputError
        The bundle is not whole, not signed with this key, or its rows break their
        schema; then nothing of it is kept.
    """
    folder = Path(out)
    own = pd.DataFrame(read_candidates(folder).drop(columns="geometry"))
    content = _open(path, key)
    with claim(folder):
        n_candidates, n_labels = (
            _keep(folder / RECEIVED, subject, content[subject])
            for subject in ("candidate", "label")
        )
        _write_table(folder, own)
    return n_candidates, n_labels


def _open(path: Path | str, key: bytes) -> dict[str, list[dict[str, Any]]]:
    """Open a bundle and check all of it; give its rows with origin and marking."""
    bundle = read_bundle(path, max_bytes=_MAX_BYTES)
    try:
        return open_exchange(bundle, key)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def open_exchange(
    bundle: dict[str, bytes], key: bytes
) -> dict[str, list[dict[str, Any]]]:
    """Check the files of a bundle; give its ``candidate`` and ``label`` rows.

    Each row has the bundle's ``origin`` and ``marking`` as well.

    Raises
    ------
    InputError
        As :func:`read_exchange` raises it, without the name of the file.
    """
    files, manifest = open_files(bundle, key)
    if set(files) != {_CANDIDATES, _LABELS}:
        raise InputError("it holds other files than candidates and labels")
    candidates = unpack_rows(files[_CANDIDATES], CANDIDATES)
    labels = unpack_rows(files[_LABELS], LABELS)
    if not set(labels["candidate_id"]) <= set(candidates["candidate_id"]):
        raise InputError("a verdict in it is on no candidate in it")
    said = {"origin": manifest["origin"], "marking": manifest["marking"]}
    return {
        "candidate": [{**row, **said} for row in properties(candidates)],
        "label": [{**row, **said} for row in _label_rows(labels)],
    }


def _keep(ledger: Path, subject: str, rows: list[dict[str, Any]]) -> int:
    """Add those rows that are not there word for word; give how many."""
    there = {_text(entry.content) for entry in read_entries(ledger, subject)}
    new = [row for row in rows if _text(row) not in there]
    for row in new:
        append_entry(ledger, subject, row, datetime.now(UTC))
    return len(new)


def _write_table(folder: Path, own: pd.DataFrame) -> None:
    """Write all that was ever received, each candidate once, as it came last."""
    rows = [one.content for one in read_entries(folder / RECEIVED, "candidate")]
    labels = [one.content for one in read_entries(folder / RECEIVED, "label")]
    try:
        latest = {row["candidate_id"]: row for row in rows}
        table = unpack_rows(pack_rows(latest.values()), CANDIDATES)
        merged = merge_received(rows, labels)
    except (InputError, LookupError, TypeError, ValueError) as error:
        raise StoreError(
            f"{folder / RECEIVED}: damaged, it holds what no bundle brought"
        ) from error
    ours = find_own(table, own)
    with (
        written_whole(folder / _TABLE) as aside,
        aside.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow([*MERGED, *CANDIDATES.names])
        for row in table.sort_values("candidate_id").to_dict("records"):
            name = row["candidate_id"]
            told: dict[Any, Any] = {"own_id": ours[name], **merged[name], **row}
            names = [*MERGED, *CANDIDATES.names]
            writer.writerow([format_value(one, told[one]) for one in names])


def _label_rows(labels: pd.DataFrame) -> list[dict[str, Any]]:
    """Give labels as JSON holds them."""
    rows = labels[LABELS.names].itertuples(index=False, name=None)
    return [
        {name: _plain(one) for name, one in zip(LABELS.names, row, strict=True)}
        for row in rows
    ]


def _plain(value: Any) -> Any:
    value = plain(value)
    return format_time(value) if isinstance(value, datetime) else value


def _text(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False)

"""Labelling: verdicts on the candidates of a run, kept beside it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.errors import InputError, SchemaError, StoreError
from stsdetect.export.geo import read_candidates
from stsdetect.review.labels import describe_label, follow_labels, labels_table
from stsdetect.review.ledger import LEDGER, append_entry, read_entries, verify_entries
from stsdetect.review.queue import make_queue
from stsdetect.schema import QUEUE

__all__ = [
    "LEDGER",
    "label",
    "queue",
    "read_labels",
    "read_queues",
    "read_verdicts",
    "verify_labels",
]

_NO_QUEUE: Final = (
    *(SchemaError, pl.exceptions.PolarsError, pl.exceptions.PanicException),
    *(LookupError, TypeError, ValueError, OverflowError),
)
"""What rows raise that are none of a queue."""


def label(  # noqa: PLR0913  each is something that an analyst says
    out: Path | str,
    candidate_id: str,
    verdict: str,
    *,
    by: str,
    activity: str = "",
    note: str = "",
    blind: bool = False,
) -> pd.DataFrame:
    """Say of a candidate whether it is a transfer; give all labels of the run.

    Labels are added, never changed: who thinks better of it labels again.

    Parameters
    ----------
    out : path
        The run folder.
    candidate_id : str
        As the list has it; its beginning is enough where no other begins so.
    verdict : str
        ``transfer``, ``no_transfer`` or ``unsure``.
    by : str
        Who says so.
    activity, note : str
        What the two did, and why you think so.
    blind : bool
        The score had not been seen.

    Raises
    ------
    InputError
        There is no such candidate, or no such verdict.
    """
    folder = Path(out)
    candidate = _find(read_candidates(folder), candidate_id)
    said = {
        "verdict": verdict,
        "activity": activity,
        "note": note,
        "analyst": by,
        "blind": blind,
    }
    queued = _queued(folder).get(candidate["candidate_id"], {})
    content = describe_label(candidate.to_dict(), said, queued)
    append_entry(folder / LEDGER, "label", content, datetime.now(UTC))
    return read_labels(folder)


def read_labels(out: Path | str) -> pd.DataFrame:
    """Read all labels of a run, the oldest first."""
    return labels_table(read_entries(Path(out) / LEDGER, "label"))


def read_queues(out: Path | str) -> list[list[dict[str, Any]]]:
    """Read all queues of a run, the oldest first.

    Raises
    ------
    StoreError
        The ledger holds one that was never made.
    """
    path, queues = Path(out) / LEDGER, []
    for entry in read_entries(path, "queue"):
        try:
            rows = QUEUE.conform(pl.DataFrame(entry.content["rows"]))
            QUEUE.check(rows)
        except _NO_QUEUE as error:
            raise StoreError(
                f"{path}: damaged, entry {entry.number} is no queue"
            ) from error
        queues.append(rows.to_dicts())
    return queues


def read_verdicts(out: Path | str) -> pd.DataFrame:
    """Read what the labels say of the candidates as they are now.

    See :func:`~stsdetect.review.labels.follow_labels`.
    """
    return follow_labels(read_labels(out), read_candidates(out))


def verify_labels(out: Path | str) -> str:
    """Check that no label was changed; give the last seal, to be kept elsewhere.

    Raises
    ------
    StoreError
        A label was changed or taken out.
    """
    path = Path(out) / LEDGER
    faults = verify_entries(path)
    if faults:
        raise StoreError(f"{path}: {'; '.join(faults)}")
    entries = read_entries(path)
    return entries[-1].seal if entries else ""


def queue(
    out: Path | str, *, size: int = 20, seed: int = 0, again: bool = False
) -> pd.DataFrame:
    """Give what to look at next: what is left of the last queue, or a new one.

    Parameters
    ----------
    out : path
        The run folder.
    size : int
        Candidates in a new queue.
    seed : int
        Of its draw.
    again : bool
        Make a new queue even where the last one is not done.

    Returns
    -------
    DataFrame
        Candidates that have no label yet, in the order of the queue, with ``place``,
        ``stratum`` and ``inclusion_p``.
    """
    folder = Path(out)
    candidates = read_candidates(folder)
    labelled = set(read_verdicts(folder)["candidate_id"])
    rows = [] if again else _last_queue(folder)
    left = _join(pd.DataFrame(rows), candidates, labelled) if rows else candidates[:0]
    if left.empty:
        made = make_queue(candidates, labelled, size, seed)
        if not made.empty:
            content = {"seed": seed, "rows": made.to_dict("records")}
            append_entry(folder / LEDGER, "queue", content, datetime.now(UTC))
        left = _join(made, candidates, labelled)
    return left


def _join(
    rows: pd.DataFrame, candidates: pd.DataFrame, labelled: set[str]
) -> pd.DataFrame:
    waiting = rows[~rows["candidate_id"].isin(labelled)]
    return waiting.merge(candidates, on="candidate_id").sort_values("place")


def _last_queue(folder: Path) -> list[dict[str, Any]]:
    queues = read_queues(folder)
    return queues[-1] if queues else []


def _queued(folder: Path) -> dict[str, dict[str, Any]]:
    """Give what queues said of each candidate, the latest last."""
    return {row["candidate_id"]: row for rows in read_queues(folder) for row in rows}


def _find(candidates: pd.DataFrame, candidate_id: str) -> "pd.Series[Any]":
    found = candidates[candidates["candidate_id"].str.startswith(candidate_id)]
    if candidate_id == "" or found.empty:
        raise InputError(f"no candidate {candidate_id!r}; candidates.csv has their ids")
    if len(found) > 1:
        raise InputError(
            f"{candidate_id!r} begins {len(found)} ids; give more of it: "
            + ", ".join(found["candidate_id"].head(3))
        )
    return found.iloc[0]

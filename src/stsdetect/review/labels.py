"""Labels: verdicts on candidates, and how they follow an event through reruns."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.errors import InputError, SchemaError, StoreError
from stsdetect.review.ledger import Entry
from stsdetect.schema import CANDIDATES, LABELS
from stsdetect.schema.review import VERDICTS

__all__ = ["describe_label", "follow_labels", "labels_table", "match_labels"]

_SAID = ("verdict", "activity", "note", "analyst", "blind")
_KNOWN = ("candidate_id", "kind", "mmsi_a", "mmsi_b", "start_time", "end_time")

_NO_LABELS = (
    *(SchemaError, pl.exceptions.PolarsError, pl.exceptions.PanicException),
    *(TypeError, ValueError, OverflowError),
)
"""What entries raise that no verdict made; half a letter is a ``ValueError``."""


def describe_label(
    candidate: Mapping[Any, Any], said: Mapping[str, Any], queued: Mapping[str, Any]
) -> dict[str, Any]:
    """Put a verdict together with what it is about, as the ledger keeps it.

    Parameters
    ----------
    candidate : mapping
        Row of :data:`~stsdetect.schema.CANDIDATES`.
    said : mapping
        ``verdict, activity, note, analyst, blind``.
    queued : mapping
        ``stratum, inclusion_p`` where a queue held it, else empty.

    Raises
    ------
    InputError
        The verdict is none of those known, or nobody says it.
    """
    if said["verdict"] not in VERDICTS:
        raise InputError(
            f"no verdict {said['verdict']!r}; choose {', '.join(VERDICTS)}"
        )
    if not said["analyst"].strip():
        raise InputError("a label needs a name; give --by NAME")
    content = {name: candidate[name] for name in (*_KNOWN, "likelihood")}
    content |= {name: said[name] for name in _SAID}
    content |= {name: queued.get(name) for name in ("stratum", "inclusion_p")}
    return {name: _plain(value) for name, value in content.items()}


def labels_table(entries: list[Entry]) -> pd.DataFrame:
    """Turn entries of the ledger into a :data:`~stsdetect.schema.LABELS` table.

    Raises
    ------
    StoreError
        An entry is none that a verdict made.
    """
    rows = [
        {**one.content, "number": one.number, "labelled_at": one.time}
        for one in entries
    ]
    times = ("start_time", "end_time", "labelled_at")
    columns = {name: [row.get(name) for row in rows] for name in LABELS.names}
    try:
        table = pl.DataFrame(
            columns, schema_overrides=dict.fromkeys(times, pl.String), strict=False
        ).with_columns(pl.col(times).str.to_datetime(time_unit="ms", time_zone="UTC"))
        labels = LABELS.to_pandas(LABELS.conform(table))
        LABELS.check(labels)
    except _NO_LABELS as error:
        words = " ".join(str(error).split())
        raise StoreError(f"a ledger of verdicts is damaged: {words:.200}") from error
    return labels


def follow_labels(labels: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """Find for each candidate the verdict that it has, through reruns.

    A label follows its event by id; where other thresholds gave the event other
    bounds, and so another id, by the same vessels at overlapping times, of several
    the one that overlaps longest. Of several verdicts of one analyst the latest
    counts; where analysts differ the verdict is ``unsure``.

    Parameters
    ----------
    labels : DataFrame
        A :data:`~stsdetect.schema.LABELS` table.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.

    Returns
    -------
    DataFrame
        One row per labelled candidate: ``candidate_id, verdict, stratum,
        inclusion_p, n_analysts``; by candidate id.
    """
    LABELS.check(labels)
    CANDIDATES.check(candidates)
    matched = match_labels(labels, candidates)
    latest = matched.sort_values("number").drop_duplicates(
        ["candidate_id", "analyst"], keep="last"
    )
    grouped = latest.groupby("candidate_id", sort=True)
    verdict = grouped["verdict"].agg(_agreed)
    return pd.DataFrame(
        {
            "verdict": verdict,
            "stratum": grouped["stratum"].last(),
            "inclusion_p": grouped["inclusion_p"].last(),
            "n_analysts": grouped["analyst"].nunique(),
        }
    ).reset_index()


def _agreed(verdicts: "pd.Series[str]") -> str:
    said = set(verdicts)
    return said.pop() if len(said) == 1 else "unsure"


def match_labels(labels: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """Give labels the id that their event has now; drop those whose event is gone.

    Parameters
    ----------
    labels : DataFrame
        A :data:`~stsdetect.schema.LABELS` table.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.LABELS` table, in any order.
    """
    known = candidates[list(_KNOWN)]
    same = labels[labels["candidate_id"].isin(known["candidate_id"])]
    lost = labels[~labels["candidate_id"].isin(known["candidate_id"])]
    both = _by_vessels(lost).merge(
        _by_vessels(known), on=["low", "high"], suffixes=("_then", "")
    )
    starts = both[["start_time", "start_time_then"]].max(axis=1)
    ends = both[["end_time", "end_time_then"]].min(axis=1)
    both = both.assign(overlap=ends - starts)
    both = both[both["overlap"] >= pd.Timedelta(0)].sort_values(
        ["number", "overlap", "candidate_id"], ascending=[True, False, True]
    )
    moved = both.drop_duplicates("number")
    filled = [one[LABELS.names] for one in (same, moved) if not one.empty]
    return pd.concat(filled) if filled else same


def _by_vessels(events: pd.DataFrame) -> pd.DataFrame:
    """Add the two vessels in the order of their MMSI; 0 stands for none."""
    pair = events[["mmsi_a", "mmsi_b"]].fillna(0).to_numpy(dtype=np.int64)
    return events.assign(low=pair.min(axis=1), high=pair.max(axis=1))


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if value is None or pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value

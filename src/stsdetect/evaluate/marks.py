"""Marks: which planted false identities and positions are told, and what else is."""

from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.evaluate.markdown import table

__all__ = ["MARKS_TEXT", "NO_MARKS", "marks_section", "measure_marks"]

_FALSE_TRACK: Final = ("jump", "smooth", "frozen", "circle", "on_land", "replay")
EXPECTED: Final = {
    "S10": _FALSE_TRACK,
    "S11": ("replay",),
    "S12": ("handover",),
    "S13": ("simultaneous", "static_clone", "shell"),
    "S14": ("handover", "shell"),
    "S20": ("receiver",),
    "N14": ("one_hull",),
    "N16": ("regional_gnss",),
    "N18": ("simultaneous", "static_clone", "shell"),
    "A3": _FALSE_TRACK,
}
"""Kinds of event of which one tells what a story planted."""
IDENTITY: Final = ("handover", "simultaneous", "static_clone", "one_hull", "shell")
"""Kinds of identity event that no vessel of a simulated sea gives rise to by itself."""
BESIDE: Final = timedelta(hours=6)
"""Ours: an anomaly so long before or after the story belongs to it."""

NO_MARKS: Final = pl.DataFrame(
    schema={
        "level": pl.String,
        "what": pl.String,
        "name": pl.String,
        "n": pl.Int64,
        "n_told": pl.Int64,
        "vessel_days": pl.Int64,
    }
)
"""Of a user's own data nothing is known."""

MARKS_TEXT: Final = """## Are false identities and positions told?

Stories with a false position or identity, and how many of them an identity event or an
anomaly of the right kind tells: a replay only as `replay`, so that one of a vessel that
lay still, which nothing but its jump gives away, is a miss. Below, events of vessels
of which nothing of the kind was planted."""


def measure_marks(
    identity_events: pl.DataFrame,
    anomalies: pl.DataFrame,
    truth: pl.DataFrame,
    vessel_days: int,
) -> pl.DataFrame:
    """Hold the identity events and anomalies of a world against its truth.

    Parameters
    ----------
    identity_events, anomalies : DataFrame
        :data:`~stsdetect.schema.IDENTITY_EVENTS` and
        :data:`~stsdetect.schema.ANOMALIES` of the whole world.
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table.
    vessel_days : int
        Of the world.

    Returns
    -------
    DataFrame
        ``what`` (``planted`` or ``false``), ``name`` (scenario or kind of event),
        ``n``, ``n_told`` (of the planted) and ``vessel_days``.
    """
    marks = _marks(identity_events, anomalies)
    planted = truth.filter(pl.col("scenario").is_in(list(EXPECTED)))
    planted = planted.filter(
        (pl.col("scenario") != "S12") | (pl.col("kind") == "handover")
    )
    told: dict[str, list[bool]] = {}
    for row in planted.iter_rows(named=True):
        near = marks.filter(
            pl.col("mmsi").is_in([row["mmsi_a"], row["mmsi_b"]]),
            pl.col("kind").is_in(EXPECTED[row["scenario"]]),
            pl.col("first").is_null()
            | (
                (pl.col("first") <= row["end_time"] + BESIDE)
                & (pl.col("last") >= row["start_time"] - BESIDE)
            ),
        )
        told.setdefault(row["scenario"], []).append(near.height > 0)
    involved = truth.filter(
        pl.col("scenario").is_in(list(EXPECTED))
        | (pl.col("observability").cast(pl.String) == "spoofed")
    )
    guilty = pl.concat([involved["mmsi_a"], involved["mmsi_b"]]).drop_nulls()
    others = marks.filter(~pl.col("mmsi").is_in(guilty.implode()))
    false = others.group_by("kind").agg(pl.col("id").n_unique().alias("n")).sort("kind")
    rows = [("planted", name, len(one), sum(one)) for name, one in sorted(told.items())]
    rows += [("false", kind, n, 0) for kind, n in false.iter_rows()]
    names = ("what", "name", "n", "n_told")
    found = pl.DataFrame(
        rows, schema={name: NO_MARKS.schema[name] for name in names}, orient="row"
    )
    return found.with_columns(pl.lit(vessel_days, pl.Int64).alias("vessel_days"))


def marks_section(marks: pl.DataFrame, counts: pl.DataFrame) -> str:
    """Tell how many planted stories were told, and what was told of other vessels.

    Parameters
    ----------
    marks : DataFrame
        As :func:`measure_marks` gives them, of many worlds, with ``level``.
    counts : DataFrame
        ``level`` and ``vessel_days`` of every world.
    """
    if marks.is_empty():
        return ""
    planted = (
        marks.filter(pl.col("what") == "planted")
        .group_by("level", "name", maintain_order=True)
        .agg(pl.col("n", "n_told").sum())
    )
    kinds = ", ".join
    found = table(
        ["level", "story", "told by", "planted", "told"],
        (
            [level, name, kinds(EXPECTED[name]), f"{n:,}", f"{n_told:,}"]
            for level, name, n, n_told in planted.iter_rows()
        ),
    )
    days = dict(counts.group_by("level").agg(pl.col("vessel_days").sum()).iter_rows())
    false = (
        marks.filter(pl.col("what") == "false")
        .group_by("level", "name", maintain_order=True)
        .agg(pl.col("n").sum())
    )
    wrong = table(
        ["level", "event", "of others", "per 1,000 vessel-days"],
        (
            [level, name, f"{n:,}", f"{1_000 * n / days[level]:.2f}"]
            for level, name, n in false.iter_rows()
        ),
    )
    return f"{found}\n\n{wrong if false.height else 'No event of any other vessel.'}"


def _marks(identity_events: pl.DataFrame, anomalies: pl.DataFrame) -> pl.DataFrame:
    """Give a row for each vessel of each event; identity events hold at all times."""
    timeless = pl.lit(None, pl.Datetime("ms", "UTC"))
    identity = identity_events.filter(pl.col("kind").is_in(IDENTITY))
    sides = [
        identity.select(
            pl.col("event_id").alias("id"),
            "kind",
            pl.col(name).alias("mmsi"),
            timeless.alias("first"),
            timeless.alias("last"),
        )
        for name in ("mmsi", "other_mmsi")
    ]
    spans = anomalies.select(
        pl.col("anomaly_id").alias("id"),
        "kind",
        "mmsi",
        pl.col("start_time").alias("first"),
        pl.col("end_time").alias("last"),
    )
    return pl.concat([*sides, spans]).drop_nulls("mmsi")

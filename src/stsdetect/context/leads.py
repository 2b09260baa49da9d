"""Leads: events of every kind, with what is known of their vessels and place."""

from datetime import timedelta
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.context.flags import flag_of
from stsdetect.context.light import local_time, night_share
from stsdetect.context.places import measure_places
from stsdetect.context.ship_types import ship_type_name
from stsdetect.schema import ENCOUNTERS, LEADS, LOITERINGS, RENDEZVOUS, VESSELS

__all__ = ["describe_encounters", "describe_leads"]

_PARTICULARS: Final = ("shipname", "imo", "ship_type", "length_m")
_HOUR: Final = timedelta(hours=1)


def describe_leads(
    encounters: pd.DataFrame,
    rendezvous: pd.DataFrame,
    loiterings: pd.DataFrame,
    vessels: pl.DataFrame,
    port_files: tuple[str, ...] = (),
    region_files: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Describe events of every kind as leads: whose vessels, which flags, where.

    Parameters
    ----------
    encounters : DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table, in any order.
    rendezvous : DataFrame
        A :data:`~stsdetect.schema.RENDEZVOUS` table, in any order.
    loiterings : DataFrame
        A :data:`~stsdetect.schema.LOITERINGS` table, in any order.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order; vessels that never
        told their particulars may be absent.
    port_files : tuple of str
        Ports and anchorages of the user, beside those that ship.
    region_files : tuple of str
        Regions of the user, beside those that ship.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.LEADS` table: encounters, rendezvous, loiterings,
        each in the order given, with the particulars that hold at their end: the
        latest before, else, where a vessel had told none yet, the first that it told
        afterwards. What a kind does not measure is missing.
    """
    ENCOUNTERS.check(encounters)
    RENDEZVOUS.check(rendezvous)
    LOITERINGS.check(loiterings)
    VESSELS.check(vessels)
    parts = [
        _bare_encounters(encounters),
        _bare_rendezvous(rendezvous, loiterings),
        _bare_loiterings(loiterings, rendezvous),
    ]
    leads = pl.concat(parts, how="diagonal_relaxed")
    if leads.is_empty():
        return LEADS.empty()
    leads = leads.with_columns(
        ((pl.col("end_time") - pl.col("start_time")) / _HOUR).alias("duration_h")
    )
    for side in ("a", "b"):
        leads = leads.hstack(_describe_vessel(leads, vessels, side))
    when_where = leads.select("start_time", "end_time", "lat", "lon").to_pandas()
    places = pl.from_pandas(measure_places(when_where, port_files, region_files))
    night = pl.Series("night_share", night_share(when_where), nan_to_null=True)
    local = local_time(leads["start_time"], leads["lon"]).alias("local_start")
    described = LEADS.conform(leads.hstack(places).with_columns(night, local))
    frame = LEADS.to_pandas(described.select(LEADS.names))
    LEADS.check(frame)
    return frame


def describe_encounters(
    encounters: pd.DataFrame, vessels: pl.DataFrame
) -> pd.DataFrame:
    """Describe encounters alone; see :func:`describe_leads`."""
    return describe_leads(encounters, RENDEZVOUS.empty(), LOITERINGS.empty(), vessels)


def _bare_encounters(encounters: pd.DataFrame) -> pl.DataFrame:
    return _plain(ENCOUNTERS.from_pandas(encounters)).with_columns(
        pl.col("encounter_id").alias("candidate_id"), pl.lit("encounter").alias("kind")
    )


def _bare_rendezvous(
    rendezvous: pd.DataFrame, loiterings: pd.DataFrame
) -> pl.DataFrame:
    """Give meetings in silence; of one that waited also how, and among how many."""
    waits = _plain(LOITERINGS.from_pandas(loiterings)).select(
        pl.col("loitering_id").alias("event_a"), "mode", "n_waiting"
    )
    return (
        _plain(RENDEZVOUS.from_pandas(rendezvous))
        .rename(
            {
                "rendezvous_id": "candidate_id",
                "earliest_start": "start_time",
                "latest_end": "end_time",
                "n_partners": "n_possible",
            }
        )
        .with_columns(p_silence=pl.max_horizontal("p_silence_a", "p_silence_b"))
        .join(waits, on="event_a", how="left", maintain_order="left")
    )


def _bare_loiterings(
    loiterings: pd.DataFrame, rendezvous: pd.DataFrame
) -> pl.DataFrame:
    """Give vessels that wait, with how many silent ones could have come: maybe none."""
    visitors = (
        RENDEZVOUS.from_pandas(rendezvous)
        .filter(pl.col("kind") == "one_dark")
        .group_by(pl.col("event_a").alias("loitering_id"))
        .agg(n_possible=pl.col("n_partners").max())
    )
    return (
        _plain(LOITERINGS.from_pandas(loiterings))
        .join(visitors, on="loitering_id", how="left", maintain_order="left")
        .with_columns(pl.col("n_possible").fill_null(0))
        .rename(
            {
                "loitering_id": "candidate_id",
                "mmsi": "mmsi_a",
                "mean_speed_kn": "median_speed_kn",
                "displacement_nm": "drift_nm",
            }
        )
        .with_columns(
            pl.lit("loitering").alias("kind"),
            pl.lit(None, dtype=pl.Int64).alias("mmsi_b"),
        )
    )


def _plain(events: pl.DataFrame) -> pl.DataFrame:
    """Turn words of a closed list into text, so that tables of all kinds stack."""
    return events.with_columns(pl.col(pl.Enum).cast(pl.String()))


def _describe_vessel(
    leads: pl.DataFrame, vessels: pl.DataFrame, side: str
) -> pl.DataFrame:
    """Give the columns of one side, row by row of the leads."""
    told = _particulars_at(leads[f"mmsi_{side}"], leads["end_time"], vessels)
    words = ship_type_name(told["ship_type"].cast(pl.Float64()).to_numpy())
    return pl.DataFrame(
        {
            f"shipname_{side}": told["shipname"],
            f"imo_{side}": told["imo"],
            # as a list: an array of objects that begins with None is no text
            f"flag_{side}": pl.Series(
                flag_of(told["mmsi"].to_numpy()).tolist(), dtype=pl.String()
            ),
            f"ship_type_{side}": pl.Series(words.tolist(), dtype=pl.String()),
            f"length_{side}_m": told["length_m"],
        }
    )


def _particulars_at(
    mmsi: pl.Series, time: pl.Series, vessels: pl.DataFrame
) -> pl.DataFrame:
    """Give particulars of each vessel at its time, in the order given."""
    wanted = (
        pl.DataFrame({"mmsi": mmsi, "time": time}).with_row_index("row").sort("time")
    )
    told = vessels.select("mmsi", "valid_from", *_PARTICULARS).sort("valid_from")
    before, after = (
        wanted.join_asof(
            told,
            left_on="time",
            right_on="valid_from",
            by="mmsi",
            strategy=strategy,
            check_sortedness=False,
        ).sort("row")
        for strategy in ("backward", "forward")
    )
    known = before["valid_from"].is_not_null()
    return before.with_columns(
        before[name].zip_with(known, after[name]) for name in _PARTICULARS
    )

"""World: a simulated sea as the tables of a store and its truth, or as files."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from stsdetect.progress import SILENT, Progress
from stsdetect.schema import POSITIONS, VESSELS
from stsdetect.simulate.blemishes import blemish
from stsdetect.simulate.heard import HeardSea, hear_sea
from stsdetect.simulate.images import shows_unseen, take_images, write_detections
from stsdetect.simulate.levels import level_named
from stsdetect.simulate.listed import write_watchlist
from stsdetect.simulate.readme import write_readme
from stsdetect.simulate.sea import SAMPLE, SHARED, WORSENED, SeaParams, stream
from stsdetect.simulate.truth import truth_table, write_truth
from stsdetect.simulate.worsen import worsen
from stsdetect.simulate.write import Layout, layout_of, stamped, write_rows

__all__ = ["World", "make_world", "simulate"]

_SOURCE = "simulated"


class World(NamedTuple):
    """A simulated sea in tables.

    Attributes
    ----------
    positions : DataFrame
        A POSITIONS table, without the damaged rows that files have.
    vessels : DataFrame
        A VESSELS table.
    truth : DataFrame
        The columns of truth.csv, with instants and numbers.
    """

    positions: pl.DataFrame
    vessels: pl.DataFrame
    truth: pl.DataFrame


def make_world(params: SeaParams = SAMPLE, progress: Progress = SILENT) -> World:
    """Make a simulated sea without a file.

    Parameters
    ----------
    params : SeaParams
        What sea; ``sized`` asks for a number of vessels.
    progress : Progress
        Told about each story.

    Raises
    ------
    ConfigError
        The parameters make no sense.
    """
    heard = hear_sea(params, progress)
    rows = _rows(heard, params)
    truth = truth_table(heard.events, params.start, params.seed)
    return World(_positions(rows), _vessels(rows), truth)


def _rows(heard: HeardSea, params: SeaParams) -> pl.DataFrame:
    """Join what all networks received; of reports of one second the first is kept."""
    tables = [
        rows.with_columns(
            receiver=pl.lit("satellite" if network == "satellite" else "terrestrial")
        )
        for network, rows in heard.rows.items()
    ]
    joined = pl.concat(tables).sort("mmsi", "second", "lat", "lon", "told")
    kept = joined.unique(["mmsi", "second"], keep="first", maintain_order=True)
    return stamped(kept, params.start).join(
        heard.particulars.drop("mmsi"), on="told", how="left", maintain_order="left"
    )


def _positions(rows: pl.DataFrame) -> pl.DataFrame:
    return POSITIONS.conform(
        rows.select(
            "mmsi", "timestamp", "lat", "lon", "ais_class", "receiver", "msg_type",
            sog=_unless("sog", 102.25),
            cog=_unless("cog", 359.95),
            heading=_unless("heading", 359.5),
            nav_status=_unless("nav_status", 14),
            source_id=pl.lit(_SOURCE),
            source_row=pl.int_range(2, pl.len() + 2),
        )
    )  # fmt: skip


def _unless(name: str, maximum: float) -> pl.Expr:
    """Leave out what AIS calls not available."""
    return pl.when(pl.col(name) <= maximum).then(pl.col(name))


def _vessels(rows: pl.DataFrame) -> pl.DataFrame:
    """Give what each vessel tells of herself, from when it is first heard."""
    known = pl.col("length") > 0
    offsets = ("to_bow", "to_stern", "to_port", "to_starboard")
    first = rows.unique("told", keep="first", maintain_order=True)
    return VESSELS.conform(
        first.select(
            "mmsi", "callsign",
            valid_from="timestamp",
            imo=_if_set("imo"),
            shipname=_if_set("name", ""),
            ship_type=_if_set("ship_type"),
            **{f"{name}_m": pl.when(known).then(name) for name in offsets},
            length_m=_if_set("length"),
            beam_m=_if_set("beam"),
            draught=_if_set("draught"),
            destination=_if_set("destination", ""),
            source_id=pl.lit(_SOURCE),
            source_row=pl.int_range(2, pl.len() + 2),
        ).sort("mmsi", "valid_from")
    )  # fmt: skip


def _if_set(name: str, sentinel: object = 0) -> pl.Expr:
    return pl.when(pl.col(name) != sentinel).then(pl.col(name))


def simulate(
    out: Path,
    params: SeaParams = SAMPLE,
    progress: Progress = SILENT,
    *,
    format_name: str = "",
) -> list[Path]:
    """Make the AIS files of a simulated sea, its truth and a README.

    The same parameters give the same files on any machine. All vessels are fictional.
    A sea that holds a transfer which images alone can show (S19) brings what images
    show of it.

    Parameters
    ----------
    out : Path
        Folder to write to; files of the same names are replaced.
    params : SeaParams
        What sea.
    progress : Progress
        Told about each story.
    format_name : str
        One of ``LAYOUTS``; empty: each network has its own.

    Returns
    -------
    list of Path
        Every file written.

    Raises
    ------
    ConfigError
        The parameters make no sense.
    """
    layouts = {
        network: layout_of(network, format_name)
        for network in level_named(params.level).networks
    }
    heard = hear_sea(params, progress)
    if params.worse:
        heard = worsen(stream(params, WORSENED, 0), heard, params.worse)
    files = _write_days(out, params, heard, layouts)
    files.append(
        write_truth(out / "truth.csv", heard.events, params.start, params.seed)
    )
    listed = out / "watchlist.csv"
    files.append(write_watchlist(listed, heard.events, heard.particulars))
    if shows_unseen(heard.events):
        images = take_images(params, heard.events)
        files.append(write_detections(out / "detections.csv", images, params.start))
    files.append(write_readme(out / "README.md", params, heard.events, files))
    return files


def _write_days(
    out: Path, params: SeaParams, heard: HeardSea, layouts: dict[str, Layout]
) -> list[Path]:
    """Write one file per network and day, in order of time."""
    who = heard.particulars.drop("mmsi")
    files = []
    for index, (network, rows) in enumerate(heard.rows.items()):
        receiver = "satellite" if network == "satellite" else "terrestrial"
        named = rows.with_columns(receiver=pl.lit(receiver))
        spoiled = blemish(stream(params, SHARED, 2 + index), named)
        told = stamped(spoiled, params.start).join(who, on="told", how="left")
        told = told.sort("second", "mmsi", "lat", "lon", maintain_order=True)
        for (day,), table in told.group_by(
            pl.col("timestamp").dt.date().alias("day"), maintain_order=True
        ):
            path = out / f"{network}-{day:%Y-%m-%d}"
            files.append(write_rows(path, table, layouts[network]))
    return files

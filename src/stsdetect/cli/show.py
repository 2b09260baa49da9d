"""``stsdetect show``: one candidate in words, with its distance and speed in a line."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stsdetect.cli.places import RunArgument

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

_WIDTH = 72
"""Characters of a line over time."""

_FAR_M = 2_000.0
"""Distance of a full bar [m]; what is farther is a full bar too."""


def show(
    folder: RunArgument,
    rank: Annotated[
        int, typer.Argument(metavar="[RANK]", min=1, help="1 is the first.")
    ] = 1,
) -> None:
    """Print one candidate: who, when, where, why, and how near and how fast."""
    from stsdetect.answers import follow_pair
    from stsdetect.cli.summary import headline, plain_console
    from stsdetect.errors import InputError
    from stsdetect.export.geo import read_candidates

    candidates = read_candidates(folder)
    chosen = candidates[candidates["rank"] == rank]
    if chosen.empty:
        raise InputError(f"no rank {rank}: {folder} has {len(candidates):,} candidates")
    candidate = chosen.iloc[0]
    console = plain_console()
    console.print(headline(candidate))
    _print_reasons(console, candidate)
    tracks, proximities = follow_pair(folder, candidate)
    _print_series(console, candidate, tracks, proximities)


def _print_reasons(console: "Console", candidate: "pd.Series[Any]") -> None:
    from rich.markup import escape

    for heading, column in (("for", "reasons_for"), ("against", "reasons_against")):
        for reason in filter(None, candidate[column].split("; ")):
            console.print(f"     {heading}: {escape(reason)}")


def _print_series(
    console: "Console", candidate: "pd.Series[Any]", tracks: Any, proximities: Any
) -> None:
    import polars as pl

    from stsdetect.following import AROUND
    from stsdetect.report.sparkline import bin_over_time, sparkline

    period = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    console.print(f"\n     from {period[0]:%Y-%m-%d %H:%M} to {period[1]:%m-%d %H:%M}")
    if proximities.height:
        values = bin_over_time(proximities, "distance_m", period, _WIDTH)
        console.print(f"     {sparkline(values, _FAR_M)}  distance, full bar 2 km")
    for side in ("a", "b"):
        mmsi = candidate[f"mmsi_{side}"]
        own = tracks.filter(pl.col("mmsi") == mmsi) if _is_known(mmsi) else tracks[:0]
        if own.height:
            values = bin_over_time(own, "sog", period, _WIDTH)
            console.print(f"     {sparkline(values, 12.0)}  speed of {side}, to 12 kn")


def _is_known(mmsi: Any) -> bool:
    import pandas as pd

    return bool(pd.notna(mmsi))

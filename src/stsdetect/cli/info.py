"""``stsdetect info``: what a store holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from stsdetect.cli.places import to_read

if TYPE_CHECKING:
    from rich.console import Console

    from stsdetect.ingest.store import Box
    from stsdetect.ingest.survey import Coverage, Survey

_SHADES: Final = "·░▒▓█"
_N_SOURCES: Final = 20


def info(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            parser=to_read,
            help="A store, a run folder, or an address where it is published.",
        ),
    ],
) -> None:
    """Tell what a store holds: days, vessels, sources, rejects, coverage."""
    from stsdetect.cli.summary import plain_console
    from stsdetect.ingest.store import open_store
    from stsdetect.ingest.survey import survey_store
    from stsdetect.record import find_store

    found = survey_store(open_store(find_store(folder)))
    console = plain_console()
    _show_counts(console, found)
    _show_sources(console, found)
    if found.rejects.height:
        console.print("\nRejected rows, kept with their reason:")
    for reason, n_rows in found.rejects.iter_rows():
        console.print(f"  {n_rows:>12,}  {reason}")
    _show_intervals(console, found)
    if found.coverage is not None:
        _show_map(console, found.coverage)


def _show_counts(console: "Console", found: "Survey") -> None:
    days = "1 day" if found.n_days == 1 else f"{found.n_days:,} days"
    console.print(
        f"{found.n_positions:,} positions of {found.n_vessels:,} vessels on {days}"
    )
    kinds = [f"{n:,} {name.replace('_', ' ')}" for name, n in found.classes.iter_rows()]
    if kinds:
        console.print(f"identities by the form of their MMSI: {', '.join(kinds)}")
    if found.box is None:
        return
    first = found.sources["first_timestamp"].min()
    last = found.sources["last_timestamp"].max()
    console.print(f"from {str(first)[:16]} to {str(last)[:16]} UTC")
    console.print(f"between {_words(found.box)}")


def _words(box: "Box") -> str:
    south, north = (_degrees(lat, "N", "S") for lat in (box.south, box.north))
    west, east = (_degrees(lon, "E", "W") for lon in (box.west, box.east))
    across = ", across 180°" if box.west > box.east else ""
    return f"{south} and {north}, {west} and {east}{across}"


def _degrees(angle: float, positive: str, negative: str, digits: int = 2) -> str:
    return f"{abs(angle):.{digits}f}° {positive if angle >= 0 else negative}"


def _show_sources(console: "Console", found: "Survey") -> None:
    from rich.markup import escape

    shown = found.sources.sort("name", "source_id").head(_N_SOURCES)
    n_files = found.sources.height
    console.print(f"\nSources: {n_files:,} {'file' if n_files == 1 else 'files'}")
    for one in shown.iter_rows(named=True):
        console.print(
            f"  {escape(one['name'])} ({one['format']}): {one['rows_read']:,} rows = "
            f"{one['rows_kept']:,} kept + {one['rows_duplicate']:,} duplicate + "
            f"{one['rows_static']:,} static + {one['rows_rejected']:,} rejected"
        )
    if n_files > _N_SOURCES:
        console.print(f"  and {n_files - _N_SOURCES:,} more; sources.parquet has all")


def _show_intervals(console: "Console", found: "Survey") -> None:
    if found.intervals.height:
        console.print("\nHow often a vessel is heard:")
    for name, _, median_s, p90_s in found.intervals.iter_rows():
        vessels = f"class {name}" if name else "class not told"
        console.print(
            f"  {vessels}: every {_duration(median_s)} (median); 9 of 10 intervals "
            f"are at most {_duration(p90_s)}"
        )


def _duration(seconds: int) -> str:
    """Write a duration in its largest unit, as people say it."""
    if seconds >= 86_400:
        return "a day or more"
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f}".removesuffix(".0") + f" {unit}"
    return f"{seconds} s"


def _show_map(console: "Console", coverage: "Coverage") -> None:
    """Draw the map: a letter per cell, darker where more positions are."""
    import numpy as np

    digits = 0 if coverage.width_deg >= 1 else 2
    counts = coverage.counts
    # Logarithms: a harbour has thousands of times the positions of the sea before it.
    share = np.log1p(counts) / np.log1p(counts.max())
    shade = np.clip((share * len(_SHADES)).astype(int), 0, len(_SHADES) - 1)
    lines = [
        "".join(_SHADES[i] if n else " " for i, n in zip(row, amounts, strict=True))
        for row, amounts in zip(shade.tolist(), counts.tolist(), strict=True)
    ]
    console.print(
        f"\nCoverage: a letter is {coverage.width_deg:g}° of longitude and "
        f"{coverage.height_deg:g}° of latitude; {_SHADES} from 1 to "
        f"{counts.max():,} positions, by logarithms"
    )
    for number, line in enumerate(lines):
        lat = coverage.south + (len(lines) - 1 - number) * coverage.height_deg
        console.print(f"{_degrees(lat, 'N', 'S', digits):>9} |{line}|", soft_wrap=True)
    east = coverage.west + counts.shape[1] * coverage.width_deg
    ends = [_degrees(_turned(lon), "E", "W", digits) for lon in (coverage.west, east)]
    console.print(f"{'':>9}  {ends[0]} to {ends[1]}", soft_wrap=True)


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180 if lon > 180 else lon

"""Options that several commands share, each written once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.amounts import memory_mib

__all__ = [
    "AtOption",
    "ColumnsOption",
    "ConfigOption",
    "DetectionsOption",
    "FactorsOption",
    "FormatOption",
    "MemoryOption",
    "OutOption",
    "PortsOption",
    "PresetOption",
    "QuietOption",
    "ReferenceTimeOption",
    "RegionFilesOption",
    "RegionOption",
    "RegistryOption",
    "SchedulerOption",
    "SeaStateOption",
    "SinceOption",
    "SourcesArgument",
    "TopOption",
    "UntilOption",
    "VerboseOption",
    "WatchlistOption",
    "WorkersOption",
]

_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]

SourcesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="AIS files, folders, globs or s3:// gs:// az:// addresses; .gz, .zip and "
        ".zst are read as they are.",
        show_default=False,
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE.toml",
        help="Parameters of the run; stsdetect config --write makes such a file.",
    ),
]
PresetOption = Annotated[
    str | None,
    typer.Option(
        "--preset",
        metavar="NAME",
        help="A published encounter rule in place of ours: gfw, skylight, starboard, "
        "marinetraffic or kerch.",
    ),
]
RegionOption = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="NAME|FILE.geojson",
        help="Only candidates in this area; stsdetect regions lists the names.",
    ),
]
SinceOption = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        formats=_TIMES,
        metavar="TIME",
        help="From this time on, UTC: 2024-04-16 or 2024-04-16T06:00.",
    ),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(
        "--until",
        formats=_TIMES,
        metavar="TIME",
        help="Before this time, UTC: 2024-04-19 takes all of the 18th.",
    ),
]
AtOption = Annotated[
    datetime | None,
    typer.Option(
        "--at",
        formats=_TIMES,
        metavar="TIME",
        help="Look at the day around this, UTC: 2024-04-16T06:00.",
    ),
]
ReferenceTimeOption = Annotated[
    datetime | None,
    typer.Option(
        "--reference-time",
        formats=_TIMES,
        metavar="TIME",
        help="When a log begins whose messages have no time, UTC: 2024-04-16T06:00.",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Read all as this format; stsdetect formats lists the names.",
    ),
]
ColumnsOption = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="FILE.toml",
        help="Which column of a CSV file holds what; stsdetect formats FILE "
        "--write-columns drafts it.",
    ),
]
FactorsOption = Annotated[
    str | None,
    typer.Option(
        "--factors", metavar="FILE.json", help="Weights that stsdetect train learned."
    ),
]
TopOption = Annotated[
    int | None,
    typer.Option("--top", metavar="N", min=1, help="The first N candidates only."),
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Processes; 0: one per processor."),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler to use."),
]
MemoryOption = Annotated[
    float | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        parser=memory_mib,
        help="Memory to take at most, as 4G or 1500M; with --scheduler each worker.",
    ),
]
WatchlistOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--watchlist",
        metavar="FILE",
        help="A list of vessels: OFAC, UN 1718, UK, EU, OpenSanctions or plain CSV; "
        "may be given again.",
    ),
]
RegistryOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--registry",
        metavar="FILE",
        help="What is known of vessels: CSV of imo, name, mmsi, callsign, flag, "
        "length, built; may be given again.",
    ),
]
RegionFilesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--regions",
        metavar="FILE",
        help="More named areas: GeoJSON, or EEZ boundaries of Marine Regions as "
        "GeoJSON or GeoPackage; may be given again.",
    ),
]
OutOption = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="DIR|ADDRESS",
        help="The run folder; or an s3:// gs:// az:// address where the run is "
        "published, worked on below $STSDETECT_SCRATCH (~/.cache/stsdetect).",
    ),
]
PortsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--ports",
        metavar="FILE",
        help="More ports and anchorages: World Port Index, Global Fishing Watch, CSV.",
    ),
]
DetectionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--detections",
        metavar="FILE",
        help="Vessels that images show, CSV or GeoJSON; may be given again.",
    ),
]
SeaStateOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--sea-state",
        metavar="FILE",
        help="Heights of waves, CSV of time, lat, lon, wave_height_m; may be given "
        "again.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Say nothing but faults.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", help="Say what each stage does.")
]

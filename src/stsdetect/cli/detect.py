"""``stsdetect detect``: a store in, events out."""

from typing import Annotated

import typer

from stsdetect.cli.choosing import choose_config, choose_loudness
from stsdetect.cli.options import (
    ConfigOption,
    MemoryOption,
    PortsOption,
    PresetOption,
    QuietOption,
    RegionFilesOption,
    RegionOption,
    SchedulerOption,
    SinceOption,
    UntilOption,
    VerboseOption,
    WorkersOption,
)


def detect(
    store: Annotated[
        str,
        typer.Option(
            "--store", metavar="DIR", help="The store, or where it is published."
        ),
    ],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="The run folder.")],
    config: ConfigOption = None,
    preset: PresetOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    ports: PortsOption = None,
    regions: RegionFilesOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    memory: MemoryOption = None,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find the events of a store and write them below the run folder."""
    from pathlib import Path

    from stsdetect import runs
    from stsdetect.cli.progress import watched
    from stsdetect.engine import choose_engine

    choose_loudness(quiet=quiet, verbose=verbose)
    chosen = choose_config(
        *(config, preset, region, since, until),
        region_files=regions,
        port_files=ports,
    )
    engine = choose_engine(workers, scheduler, memory)
    with watched(quiet=quiet) as progress:
        events = runs.detect(store, out, chosen, engine=engine, progress=progress)
    if not quiet:
        typer.echo(f"{len(events.encounters):,} encounters in {Path(out) / 'events'}")
        typer.echo(f"next: stsdetect rank {out}")

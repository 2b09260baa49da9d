"""``stsdetect watch``: a folder that files keep coming to, in rounds."""

import signal
from datetime import timedelta
from types import FrameType
from typing import Annotated

import typer

from stsdetect.cli.amounts import duration
from stsdetect.cli.choosing import choose_config, column_map
from stsdetect.cli.options import (
    ColumnsOption,
    ConfigOption,
    FormatOption,
    MemoryOption,
    OutOption,
    PresetOption,
    RegionOption,
    SchedulerOption,
    SourcesArgument,
    WatchlistOption,
    WorkersOption,
)


def watch(
    sources: SourcesArgument,
    out: OutOption,
    every: Annotated[
        timedelta | None,
        typer.Option(
            "--every",
            metavar="TIME",
            parser=duration,
            help="From round to round, as 1h; 10min when left out.",
        ),
    ] = None,
    rounds: Annotated[
        int | None,
        typer.Option("--rounds", metavar="N", min=1, help="Stop after so many."),
    ] = None,
    config: ConfigOption = None,
    preset: PresetOption = None,
    region: RegionOption = None,
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
    watchlist: WatchlistOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    memory: MemoryOption = None,
) -> None:
    """Keep a run folder up with files that arrive: one line a round, until stopped.

    health.json in the run folder tells when the last good round was. Ctrl-C or SIGTERM
    stops it; what was under way is done again by the next start, and nothing is lost.
    """
    from stsdetect import runs
    from stsdetect.cloud.workplace import open_workplace
    from stsdetect.disk.object_store import is_remote
    from stsdetect.engine import choose_engine
    from stsdetect.ingest.sources import find_files
    from stsdetect.watching import Watch, keep_watch

    chosen = choose_config(config, preset, region, watchlists=watchlist)
    runs.check_config(chosen)
    for source in sources:  # a name that is wrong is told now, not in each round
        if not is_remote(source):
            find_files(source)
    every = timedelta(minutes=10) if every is None else every
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with open_workplace(out) as place:
            kept = Watch(
                sources=sources,
                out=place.folder,
                config=chosen,
                format_name=format_name,
                columns=column_map(columns),
                engine=choose_engine(workers, scheduler, memory),
                publish=place.publish,
            )
            if place.address:
                typer.echo(f"worked on in {place.folder}; its health.json tells more")
            keep_watch(kept, every, typer.echo, rounds)
    except KeyboardInterrupt:
        typer.echo("stopped; the next start goes on from here")
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Stop as Ctrl-C does, wherever it falls."""
    signal.raise_signal(signal.SIGINT)

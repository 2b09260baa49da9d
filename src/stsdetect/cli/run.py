"""``stsdetect run``: files in, ranked candidates out."""

from dataclasses import replace

from stsdetect.cli.choosing import (
    choose_config,
    choose_loudness,
    choose_scoring,
    column_map,
)
from stsdetect.cli.options import (
    ColumnsOption,
    ConfigOption,
    DetectionsOption,
    FactorsOption,
    FormatOption,
    MemoryOption,
    OutOption,
    PortsOption,
    PresetOption,
    QuietOption,
    ReferenceTimeOption,
    RegionFilesOption,
    RegionOption,
    RegistryOption,
    SchedulerOption,
    SeaStateOption,
    SinceOption,
    SourcesArgument,
    TopOption,
    UntilOption,
    VerboseOption,
    WatchlistOption,
    WorkersOption,
)


def run(
    sources: SourcesArgument,
    out: OutOption,
    config: ConfigOption = None,
    preset: PresetOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    ports: PortsOption = None,
    regions: RegionFilesOption = None,
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
    factors: FactorsOption = None,
    top: TopOption = None,
    reference_time: ReferenceTimeOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    memory: MemoryOption = None,
    watchlist: WatchlistOption = None,
    registry: RegistryOption = None,
    detections: DetectionsOption = None,
    sea_state: SeaStateOption = None,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read AIS files, find possible transfers, rank them, and say where to look.

    The run folder then holds report.html to begin with, candidates.csv, and all that
    they come of. The same command again does only what is missing.
    """
    from stsdetect import runs
    from stsdetect.cli.progress import watched
    from stsdetect.cli.summary import show_run
    from stsdetect.engine import choose_engine

    choose_loudness(quiet=quiet, verbose=verbose)
    chosen = choose_config(
        *(config, preset, region, since, until),
        region_files=regions,
        port_files=ports,
        watchlists=watchlist,
        registries=registry,
        detections=detections,
        sea_states=sea_state,
    )
    if reference_time is not None:
        chosen = replace(chosen, reference_time=reference_time)
    engine = choose_engine(workers, scheduler, memory)
    chosen = replace(chosen, scoring=choose_scoring(chosen.scoring, factors, top))
    with watched(quiet=quiet) as progress:
        done = runs.run(
            sources,
            out,
            chosen,
            format_name=format_name,
            columns=column_map(columns),
            engine=engine,
            progress=progress,
        )
    if not quiet:
        show_run(done, out)

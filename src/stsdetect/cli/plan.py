"""``stsdetect plan``: what a run will take, before it begins."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from stsdetect.cli.choosing import choose_config, column_map
from stsdetect.cli.options import (
    ColumnsOption,
    ConfigOption,
    FormatOption,
    MemoryOption,
    SinceOption,
    UntilOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from rich.console import Console

    from stsdetect.windows.planning import Plan

_N_SHOWN: Final = 40


def plan(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...|DIR",
            help="AIS files, or a store or run folder that has read them.",
            show_default=False,
        ),
    ],
    config: ConfigOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
    workers: WorkersOption = None,
    memory: MemoryOption = None,
) -> None:
    """Tell windows, rows, time and memory of a run before it begins."""
    from stsdetect.cli.summary import plain_console
    from stsdetect.disk.object_store import is_remote
    from stsdetect.engine import choose_engine
    from stsdetect.errors import InputError
    from stsdetect.ingest.estimate import estimate_rows
    from stsdetect.ingest.plan import Wish
    from stsdetect.ingest.store import open_store
    from stsdetect.ingest.store_files import SOURCES_FILE
    from stsdetect.record import find_store
    from stsdetect.windows.planning import plan_run
    from stsdetect.windows.window_files import PARTS

    for source in filter(is_remote, sources):
        raise InputError(
            f"{source}: plan looks at what is here; stsdetect ingest {source} --store "
            "DIR, or of a published run stsdetect fetch, then plan DIR"
        )
    console = plain_console()
    folder = Path(sources[0])
    store = find_store(folder)
    if len(sources) > 1 or not (store / SOURCES_FILE).is_file():
        wish = Wish(format_name, column_map(columns))
        _show_files(console, estimate_rows(sources, wish))
        return
    engine = choose_engine(workers, memory_mib=memory)
    planned = plan_run(
        open_store(store),
        choose_config(config, None, None, since, until),
        n_workers=engine.n_workers,
        memory_mib=engine.memory_mib,
        parts=folder / PARTS if store != folder else None,
    )
    _show_plan(console, planned)


def _show_files(console: "Console", rows: dict[Path, int]) -> None:
    from stsdetect.errors import InputError
    from stsdetect.windows.planning import INGEST_ROWS_PER_S

    if not rows:
        raise InputError("no AIS file there; stsdetect formats lists those known")
    n_bytes = sum(path.stat().st_size for path in rows)
    n_rows = sum(rows.values())
    console.print(
        f"{len(rows):,} files, {n_bytes / 1e6:,.0f} MB, about {n_rows:,} rows\n"
        f"reading: about {_span(n_rows / INGEST_ROWS_PER_S)}\n"
        "then plan the rest: stsdetect ingest SOURCE... --store DIR, stsdetect plan DIR"
    )


def _show_plan(console: "Console", planned: "Plan") -> None:
    n_rows = sum(one.n_own for one in planned.windows)
    due = [one for one in planned.windows if not one.done]
    groups = planned.size.max_rows
    console.print(
        f"{n_rows:,.0f} positions in {len(planned.windows):,} windows of "
        f"{planned.size.length / timedelta(hours=1):g} h, {len(due):,} to work on"
        + (f", vessels in groups of {groups:,} positions" if groups else "")
    )
    for one in planned.windows[:_N_SHOWN]:
        state = "done" if one.done else _span(one.seconds)
        console.print(
            f"  {one.window.start:%Y-%m-%d %H:%M}  {one.n_own:>13,.0f} positions "
            f"{one.n_read:>13,.0f} read {one.mib:>8,.0f} MiB {state:>8}"
        )
    if planned.windows[_N_SHOWN:]:
        console.print(f"  … and {len(planned.windows) - _N_SHOWN:,} more")
    rests_on = (
        f"{planned.n_measured:,} windows of the run before"
        if planned.n_measured
        else "the benchmark; a machine can be several times slower"
    )
    console.print(
        f"memory: {planned.worker_mib:,.0f} MiB for each worker "
        f"(of {planned.n_workers})\n"
        f"time: about {_span(planned.seconds)}, of which {_span(planned.after_s)} to "
        f"join and rank; rests on {rests_on}"
    )


def _span(seconds: float) -> str:
    """Tell a time to what an estimate is good for."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return str(timedelta(minutes=round(seconds / 60)))[:-3] + " h"

"""``stsdetect doctor``: what is wrong with a store, and its repair."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.choosing import column_map
from stsdetect.cli.options import (
    ColumnsOption,
    FormatOption,
    ReferenceTimeOption,
)
from stsdetect.cli.places import here


def doctor(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", parser=here, help="A store, or a run folder."),
    ],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...", help="Where the files are that it was made of."
        ),
    ] = None,
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended.")
    ] = False,
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
    reference_time: ReferenceTimeOption = None,
) -> None:
    """Name what is torn, missing, changed or does not add up in a store."""
    from stsdetect.cli.progress import watched
    from stsdetect.errors import StoreError
    from stsdetect.ingest.health import examine_store, store_files
    from stsdetect.ingest.plan import Wish
    from stsdetect.ingest.repair import repair_store
    from stsdetect.printed import printed
    from stsdetect.record import find_store

    store = find_store(folder)
    faults = examine_store(store)
    for one in faults:
        typer.echo(printed(str(one)))
    if faults and not repair:
        n = len(faults)
        raise StoreError(
            f"{store}: {n} {'fault' if n == 1 else 'faults'}; mend with stsdetect "
            f"doctor {folder} [SOURCE]... --repair"
        )
    if faults:
        wish = Wish(format_name, column_map(columns), reference_time)
        with watched(quiet=False) as progress:
            repair_store(store, sources or (), wish, progress=progress)
    n_files = len(store_files(store))
    word = "repaired" if faults else "sound"
    typer.echo(f"{store}: {word}; {n_files:,} files read, sums and counts hold")

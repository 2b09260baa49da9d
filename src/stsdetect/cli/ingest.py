"""``stsdetect ingest``: files in, a store out."""

from typing import Annotated

import typer

from stsdetect.cli.choosing import choose_loudness, column_map
from stsdetect.cli.options import (
    ColumnsOption,
    FormatOption,
    QuietOption,
    ReferenceTimeOption,
    SourcesArgument,
    VerboseOption,
)


def ingest(
    sources: SourcesArgument,
    store: Annotated[
        str,
        typer.Option(
            "--store", metavar="DIR", help="The store, or where it is published."
        ),
    ],
    format_name: FormatOption = None,
    columns: ColumnsOption = None,
    reference_time: ReferenceTimeOption = None,
    *,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read AIS files into a store; a file that it holds already adds nothing."""
    from stsdetect import runs
    from stsdetect.cli.progress import watched
    from stsdetect.cli.summary import show_sources

    choose_loudness(quiet=quiet, verbose=verbose)
    with watched(quiet=quiet) as progress:
        read = runs.ingest(
            sources,
            store,
            format_name=format_name,
            columns=column_map(columns),
            reference_time=reference_time,
            progress=progress,
        )
    if not quiet:
        show_sources(read, store)

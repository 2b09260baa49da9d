"""``stsdetect brief``: one document for a period, over one run or many."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import SinceOption, UntilOption
from stsdetect.cli.places import to_read


def brief(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="DIR...",
            parser=to_read,
            help="Run folders, or addresses where they are published.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help=".html, or .pdf of four pages."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates", metavar="DIR", help="Texts of your own, where there are any."
        ),
    ] = None,
    write_templates: Annotated[
        Path | None,
        typer.Option(
            "--write-templates", metavar="DIR", help="Write the texts, to be edited."
        ),
    ] = None,
) -> None:
    """Tell a period: what was looked at, what was found, which cases were selected."""
    if write_templates is not None:
        from stsdetect.report.brief.texts import copy_templates

        names = copy_templates(write_templates)
        typer.echo(f"{len(names)} templates in {write_templates}")
        return
    if not folders or output is None:
        raise typer.BadParameter("give DIR... and --output; or --write-templates DIR")
    from stsdetect.dossiers import briefs

    n_candidates = briefs.write_brief(
        folders, output, since=since, until=until, templates=templates
    )
    typer.echo(f"brief of {n_candidates:,} candidates in {output}")

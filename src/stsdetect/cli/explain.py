"""``stsdetect explain``: why two vessels are an encounter, or are none."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import AtOption


def explain(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.")],
    mmsi_a: Annotated[int, typer.Argument(metavar="MMSI", help="One vessel.")],
    mmsi_b: Annotated[int, typer.Argument(metavar="MMSI", help="The other.")],
    at: AtOption = None,
) -> None:
    """Tell step by step why two vessels are an encounter, or are none."""
    from stsdetect import answers

    steps = answers.explain(folder, mmsi_a, mmsi_b, at=at)
    for number, step in enumerate(steps, start=1):
        answer = "yes" if step.passed else "no"
        typer.echo(f"{number}. {step.question} {answer}")
        typer.echo(f"   found: {step.found}")
        typer.echo(f"   asked: {step.bound}")
    verdict = "an encounter" if steps[-1].passed else "no encounter"
    typer.echo(f"So {mmsi_a} and {mmsi_b} are {verdict}.")

"""``stsdetect explain``: why two vessels are a candidate, or are none."""

from typing import TYPE_CHECKING, Annotated

import typer

from stsdetect.cli.options import AtOption
from stsdetect.cli.places import RunArgument

if TYPE_CHECKING:
    from stsdetect.events.explain import Step


def explain(
    folder: RunArgument,
    mmsi_a: Annotated[int, typer.Argument(metavar="MMSI", help="One vessel.")],
    mmsi_b: Annotated[int, typer.Argument(metavar="MMSI", help="The other.")],
    at: AtOption = None,
) -> None:
    """Tell step by step why two vessels are a candidate, or are none."""
    from stsdetect import answers

    heard = answers.explain(folder, mmsi_a, mmsi_b, at=at)
    silent = answers.explain_silence(folder, mmsi_a, mmsi_b, at=at)
    _tell("As an encounter that both broadcast:", heard)
    verdict = "an encounter" if heard[-1].passed else "no encounter"
    typer.echo(f"So {mmsi_a} and {mmsi_b} are {verdict}.\n")
    _tell("As a meeting while one or both were silent:", silent)
    verdict = "could have met" if silent[-1].passed else "are no meeting"
    typer.echo(f"So {mmsi_a} and {mmsi_b} {verdict} in silence.")


def _tell(title: str, steps: "list[Step]") -> None:
    typer.echo(title)
    for number, step in enumerate(steps, start=1):
        answer = "yes" if step.passed else "no"
        typer.echo(f"{number}. {step.question} {answer}")
        typer.echo(f"   found: {step.found}")
        typer.echo(f"   asked: {step.bound}")

"""``stsdetect queue``: which candidates to look at next."""

from typing import Annotated

import typer

from stsdetect.cli.places import OwnRunArgument


def queue(
    folder: OwnRunArgument,
    size: Annotated[
        int,
        typer.Option("--size", metavar="N", min=1, help="Candidates in a new queue."),
    ] = 20,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Of the draw in a new queue.")
    ] = 0,
    *,
    new: Annotated[
        bool, typer.Option("--new", help="Leave the last queue, make a new one.")
    ] = False,
    only_next: Annotated[
        bool, typer.Option("--next", help="The next one only, without its score.")
    ] = False,
) -> None:
    """Show what to look at next: first, most uncertain, and drawn at random."""
    from stsdetect import labelling
    from stsdetect.cli.summary import headline, plain_console

    waiting = labelling.queue(folder, size=size, seed=seed, again=new)
    console = plain_console()
    if waiting.empty:
        console.print("Every candidate has a verdict.")
        return
    for _, one in waiting.head(1 if only_next else len(waiting)).iterrows():
        console.print(headline(one, scored=not only_next))
        console.print(f"     id {one['candidate_id']}")
    console.print(f"{len(waiting)} to look at; say what you see with stsdetect label")

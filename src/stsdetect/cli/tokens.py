"""``stsdetect tokens``: which events another team holds too, and nothing else."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.options import TopOption
from stsdetect.cli.places import RunArgument


def tokens(
    folder: RunArgument,
    key: Annotated[
        Path, typer.Option("--key", metavar="FILE", help="Secret that both teams hold.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.csv", help="Where to write ours."),
    ] = None,
    match: Annotated[
        Path | None,
        typer.Option("--match", metavar="FILE.csv", help="Compare with theirs."),
    ] = None,
    top: TopOption = None,
) -> None:
    """Write keyed hashes of the candidates, or compare with those of another team."""
    from stsdetect.cli.summary import plain_console
    from stsdetect.export.geo import read_candidates
    from stsdetect.sharing.key import read_key
    from stsdetect.sharing.token_file import read_tokens, write_tokens
    from stsdetect.sharing.tokens import find_shared, make_tokens

    if output is None and match is None:
        raise typer.BadParameter("give --output, --match or both")
    secret = read_key(key)
    candidates = read_candidates(folder)
    chosen = candidates if top is None else candidates.head(top)
    console = plain_console()
    if output is not None:
        made = make_tokens(chosen, secret)
        write_tokens(made, secret, output)
        console.print(
            f"{len(made):,} tokens of {len(chosen):,} candidates in {output}",
            markup=False,
        )
    if match is not None:
        shared = find_shared(chosen, read_tokens(match, secret), secret)
        console.print(
            f"{len(shared):,} of {len(chosen):,} candidates are held by both teams"
        )
        for _, one in shared.iterrows():
            console.print(
                f"  {one['rank']}  {one['candidate_id']}  {one['kind']}  "
                f"{one['start_time']:%Y-%m-%d %H:%M} UTC"
            )

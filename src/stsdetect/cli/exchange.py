"""``stsdetect exchange``: chosen candidates with verdicts, from team to team."""

from pathlib import Path
from typing import Annotated

import typer

from stsdetect.cli.places import OwnRunArgument, RunArgument

app = typer.Typer(
    help="Give chosen candidates to another team, or take theirs.",
    no_args_is_help=True,
)

_KeyOption = Annotated[
    Path, typer.Option("--key", metavar="FILE", help="Secret that both teams hold.")
]


@app.command("write")
def write(
    folder: RunArgument,
    ids: Annotated[
        str, typer.Option("--ids", metavar="ID,ID...", help="As in candidates.csv.")
    ],
    output: Annotated[
        Path, typer.Option("--output", metavar="FILE.zip", help="Where to.")
    ],
    key: _KeyOption,
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="Who sends it.")
    ],
    marking: Annotated[
        str,
        typer.Option(
            "--marking", metavar="TEXT", help="How it may be passed on: TLP:AMBER ..."
        ),
    ],
) -> None:
    """Write a signed bundle of candidates with our verdicts on them."""
    from stsdetect.dossiers import exchanges
    from stsdetect.sharing.key import read_key

    chosen = [one.strip() for one in ids.split(",") if one.strip()]
    n_labels = exchanges.write_exchange(
        folder, chosen, output, read_key(key), origin=origin, marking=marking
    )
    typer.echo(
        f"{len(set(chosen)):,} candidates and {n_labels:,} verdicts in {output}; "
        "signed, not encrypted"
    )


@app.command("read")
def read(
    bundle: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What they sent.")],
    folder: OwnRunArgument,
    key: _KeyOption,
) -> None:
    """Check a bundle of another team and keep what is new in it."""
    from stsdetect.dossiers import exchanges
    from stsdetect.sharing.key import read_key

    n_candidates, n_labels = exchanges.read_exchange(bundle, folder, read_key(key))
    typer.echo(
        f"{n_candidates:,} new candidates and {n_labels:,} new verdicts; "
        f"{folder / 'received.csv'} has all that other teams sent"
    )

"""``stsdetect evidence``: what moves a score, item by item."""

from typing import Annotated

import typer


def evidence(
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="K",
            help="Of this kind only: encounter, one_dark, both_dark or loitering.",
        ),
    ] = None,
) -> None:
    """List what moves likelihood and relevance: weights, sentences, needs, sources."""
    from stsdetect.errors import InputError
    from stsdetect.schema import KINDS
    from stsdetect.scoring.document import at_most, evidence_table
    from stsdetect.scoring.relevance import PRIORITY_FORMULA

    if kind is not None and kind not in KINDS:
        raise InputError(f"no kind {kind!r}; choose {', '.join(KINDS)}")
    group = None
    for row in evidence_table(kind).to_dict("records"):
        if row["group"] != group:
            group = row["group"]
            typer.echo(f"\n{row['score']}: {group}{at_most(row['cap'])}")
        typer.echo(f"  {row['name']} ({', '.join(row['kinds'])})")
        typer.echo(f"    weight: {row['weighed']}")
        if row["learned"]:
            typer.echo(f"    learned factor: {row['learned']}")
        for what in ("for", "against"):
            if row[f"speaks_{what}"]:
                typer.echo(f"    {what}: {row[f'speaks_{what}']}")
        typer.echo(f"    needs: {', '.join(row['needs'])}")
        typer.echo(f"    source: {row['source']}")
    typer.echo(f"\n{PRIORITY_FORMULA}")

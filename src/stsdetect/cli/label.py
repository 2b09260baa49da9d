"""``stsdetect label`` and ``stsdetect labels``: what analysts say of candidates."""

from typing import Annotated

import typer

from stsdetect.cli.places import OwnRunArgument, RunArgument


def label(
    folder: OwnRunArgument,
    candidate_id: Annotated[
        str,
        typer.Argument(metavar="CANDIDATE_ID", help="Its beginning is enough."),
    ],
    verdict: Annotated[
        str,
        typer.Argument(metavar="VERDICT", help="transfer, no_transfer or unsure."),
    ],
    activity: Annotated[
        str, typer.Option("--activity", metavar="TEXT", help="What the two did.")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")] = "",
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who says so; else your login name."),
    ] = None,
    *,
    blind: Annotated[
        bool, typer.Option("--blind", help="The score had not been seen.")
    ] = False,
) -> None:
    """Say of a candidate whether it is a transfer; labels are added, never changed."""
    from stsdetect import labelling

    labels = labelling.label(
        folder,
        candidate_id,
        verdict,
        by=_login_name() if by is None else by,
        activity=activity,
        note=note,
        blind=blind,
    )
    last = labels.iloc[-1]
    typer.echo(f"{last['candidate_id']}: {last['verdict']}, by {last['analyst']}")


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # as in a container
        raise typer.BadParameter("no login name here; give --by NAME") from error


def labels(
    folder: RunArgument,
    first: Annotated[
        int,
        typer.Option(
            "--first",
            metavar="N",
            min=1,
            help="Estimate how many of the first N are transfers.",
        ),
    ] = 20,
) -> None:
    """List the labels of a run, check their seals, and say what they tell."""
    from stsdetect import labelling
    from stsdetect.cli.summary import plain_console
    from stsdetect.export.geo import read_candidates
    from stsdetect.review.estimate import estimate_list

    seal = labelling.verify_labels(folder)
    console = plain_console()
    for _, one in labelling.read_labels(folder).iterrows():
        words = [one["verdict"], one["activity"] or "", one["note"] or ""]
        about = f"{one['candidate_id']}  {one['labelled_at']:%Y-%m-%d %H:%M}"
        told = ", ".join(word for word in [*words, f"by {one['analyst']}"] if word)
        console.print(f"{about}  {told}", markup=False)
    verdicts = labelling.read_verdicts(folder)
    candidates = read_candidates(folder)
    console.print(f"{len(verdicts):,} of {len(candidates):,} candidates have a verdict")
    found = estimate_list(verdicts, candidates, first)
    if found.n_labelled:
        console.print(
            f"by {found.n_labelled} verdicts of the queue: precision of the first "
            f"{first} {found.precision:.2f}, transfers among all candidates "
            f"{found.n_transfers:.1f}, of these {found.recall:.2f} among the first"
        )
    console.print(f"seals hold; the last is {seal}" if seal else "no label yet")

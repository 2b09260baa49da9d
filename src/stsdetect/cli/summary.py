"""The last lines of a command: what was found, in words, and where it lies."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from stsdetect.disk.object_store import is_remote
from stsdetect.printed import printed
from stsdetect.report.wording import KIND_WORDS
from stsdetect.schema import LIKELY

if TYPE_CHECKING:
    from stsdetect.runs import Run

__all__ = [
    "headline",
    "plain_console",
    "show_candidates",
    "show_home",
    "show_run",
    "show_sources",
]

N_SHOWN: Final = 5

_FILES: Final = (
    ("report.html", "open in a browser"),
    ("candidates.csv", "all candidates, ranked"),
    ("unseen_pairs.csv", "hulls side by side in images that AIS does not know"),
    ("candidates.geojson", "the same, for a map"),
    ("run.json", "what was read and done"),
)


def show_run(done: "Run", out: str) -> None:
    """Say what was read, which candidates come first, and where the files are."""
    counts = done.record["counts"]
    plain_console().print(
        f"\nRead {counts['rows_read']:,} rows: {counts['rows_kept']:,} positions kept, "
        f"{counts['rows_duplicate']:,} duplicates, {counts['rows_static']:,} static, "
        f"{counts['rows_rejected']:,} rejected."
    )
    show_candidates(done.candidates, done.folder)
    show_home(out)


def show_home(out: str) -> None:
    """Say that a run was published, where it has its home in an object store."""
    if is_remote(out):
        plain_console().print(f"{escape(out)}  [dim]all of it, published[/]")


def show_sources(sources: pd.DataFrame, store: str) -> None:
    """Say for each file what became of its rows."""
    console = plain_console()
    for _, one in sources.iterrows():
        console.print(
            f"{escape(one['name'])} ({one['format']}): {one['rows_read']:,} rows = "
            f"{one['rows_kept']:,} kept + {one['rows_duplicate']:,} duplicate + "
            f"{one['rows_static']:,} static + {one['rows_rejected']:,} rejected"
        )
    console.print(f"store: {escape(store)}")


def show_candidates(candidates: pd.DataFrame, folder: Path) -> None:
    """Tell the first candidates in words, then name the files of the folder."""
    console = plain_console()
    if candidates.empty:
        console.print(
            "\nNo candidate: no two vessels lay close and slow together, none waited "
            "at sea, and no silence could hide a meeting. That is no proof that none "
            "took place: what was not received was not seen."
        )
    else:
        console.print(
            f"\n[bold]{_count(len(candidates))}[/]: leads to check, never findings.\n"
        )
        console.print(_by_kind(candidates))
        console.print("\nLook here first:\n")
    for _, candidate in candidates.head(N_SHOWN).iterrows():
        console.print(headline(candidate))
        console.print(f"     for: {escape(_first(candidate['reasons_for']))}")
        against = _first(candidate["reasons_against"])
        if against:
            console.print(f"     against: {escape(against)}")
    console.print()
    for name, use in _FILES:
        if (folder / name).is_file():
            console.print(f"{escape(str(folder / name))}  [dim]{use}[/]")


def _by_kind(candidates: pd.DataFrame) -> Table:
    """Count the candidates of each kind, and tell which of them comes first."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("kind")
    for name in ("candidates", "likely or more", "first rank"):
        table.add_column(name, justify="right")
    for kind, words in KIND_WORDS.items():
        own = candidates[candidates["kind"] == kind]
        if not own.empty:
            likely = int((own["likelihood"] >= LIKELY).sum())
            counts = len(own), likely, int(own["rank"].min())
            table.add_row(words, *(f"{count:,}" for count in counts))
    return table


def headline(candidate: "pd.Series[Any]", *, scored: bool = True) -> str:
    """Tell who, when and where in two lines of console markup, its scores if wanted."""
    start, end = candidate["start_time"], candidate["end_time"]
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    times = f"{start:%Y-%m-%d %H:%M} – {until} UTC"
    kind = KIND_WORDS[candidate["kind"]]
    where = f"{kind}, {times}, {candidate['duration_h']:.1f} h, {_place(candidate)}"
    if not scored:
        return f"     {_vessels(candidate)}\n     {where}"
    return (
        f"[bold]{candidate['rank']:>3}[/]  {_vessels(candidate)}\n"
        f"     {where}, likelihood {candidate['likelihood']:.2f}, "
        f"relevance {candidate['relevance']:.0f}"
    )


def _vessels(candidate: "pd.Series[Any]") -> str:
    one = escape(_vessel(candidate, "a"))
    if pd.isna(candidate["mmsi_b"]):
        return one
    return f"{one} and {escape(_vessel(candidate, 'b'))}"


def _count(n_candidates: int) -> str:
    return "1 candidate" if n_candidates == 1 else f"{n_candidates:,} candidates"


def _vessel(candidate: "pd.Series[Any]", side: str) -> str:
    name = candidate[f"shipname_{side}"]
    number = candidate[f"mmsi_{side}"]
    about = [
        str(candidate[f"{what}_{side}"])
        for what in ("ship_type", "flag")
        if pd.notna(candidate[f"{what}_{side}"])
    ]
    inside = ", ".join([str(number), *about])
    return f"{name} ({inside})" if pd.notna(name) else inside


def _place(candidate: "pd.Series[Any]") -> str:
    lat, lon = candidate["lat"], candidate["lon"]
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    where = f"{abs(lat):.3f}° {north} {abs(lon):.3f}° {east}"
    region = candidate["region"]
    return f"{where} ({escape(region)})" if pd.notna(region) else where


def _first(reasons: str) -> str:
    """Give the strongest two reasons; the list and the report have them all."""
    return "; ".join(reasons.split("; ")[:2])


def plain_console() -> Console:
    """Give a console that breaks no line of a log: a file is as wide as need be."""
    console = _Plain(highlight=False)
    return console if console.is_terminal else _Plain(highlight=False, width=200)


class _Plain(Console):
    """A console that no name of a file or a vessel steers."""

    def print(self, *objects: Any, **how: Any) -> None:
        """Print, with what would steer it written out."""
        shown = [printed(one) if isinstance(one, str) else one for one in objects]
        super().print(*shown, **how)

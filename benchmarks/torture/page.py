"""The page: what was tried, how often, and what happened, of all parts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from torture.told import read_told

from stsdetect.disk.files import written_whole

__all__ = ["write_page"]

_BY_HAND = Path(__file__).with_name("by_hand.md")


class _Section(NamedTuple):
    title: str
    words: str
    heads: Sequence[str]


_SECTIONS = {
    "kills": _Section(
        "Work that is stopped",
        "Work on a small world of eight vessels and two days is stopped, three times "
        "in a row where it is killed, and then done to its end. Every file of store "
        "and run folder then has to be the same, byte for byte, as without the stop; "
        "nothing may be left behind, all sums, counts and seals have to hold. "
        "`run.json`, the log of runs and the manifests of windows are left out, since "
        "they tell times, and `changes.csv`, which compares with the list before.",
        ("what", "tried", "stopped by it", "findings"),
    ),
    "rows": _Section(
        "Rows that are wrong",
        "Sound rows of each format of AIS, each changed by itself in one to three "
        "places: bits, digits, values, lengths, texts that hurt, values of JSON; sums "
        "of sentences are often made good again. 10,000 of them lie in one file, and "
        "sound ones between. Each line has to be a position, a reject with its reason "
        "and its text, or counted as none; what is kept has to be on Earth, in time "
        "and a number; the sound ones have to come out as they do alone, wherever the "
        "file is cut into blocks. Anything else is a finding.",
        ("format", "rows changed", "refused", "kept", "sound", "per s", "findings"),
    ),
    "files": _Section(
        "Files that are wrong",
        "A sound file is changed in one to four places, its bytes or, where it is "
        "JSON, half of the time its values. A parser has to refuse it in one line or "
        "to take it. Of whole files of AIS every row has to be told (1,000 of each "
        "format at most, since their rows are tried above), packed ones are unpacked "
        "to their last block. Of what others may have written into a run, each file is "
        "changed alone, and sums, seals and signatures are made good where who changes "
        "it can do that. Each counts as one input, whatever it holds. Each parser has "
        "a process, whose memory is told. A few can be renewed at once (`--parsers`); "
        "the start of the sum of the code tells with which each was tried. What is "
        "opened, followed, found again or verified with all that lies beside the file "
        "takes long: 1,000 at most, and the file by itself is tried like the others. "
        "Fewer as well are those whose time was bounded (`--seconds`).",
        (
            *("parser", "files changed", "refused in one line", "per s"),
            *("peak memory, MiB", "findings", "code"),
        ),
    ),
    "guided": _Section(
        "Files that coverage leads to",
        "The same parsers, by atheris (libFuzzer): what reaches a branch that nothing "
        "reached before is kept and changed further, a list of texts that hurt is at "
        "hand. Kernels run as plain Python, so that their branches count too and a "
        "place beyond the end of an array raises. More than 60 s or 4 GiB for one "
        "input is a finding. *Reached* are edges between branches of stsdetect.",
        ("parser", "files tried", "reached", "kept", "s", "findings", "code"),
    ),
    "soak": _Section(
        "A watch of many days",
        "`stsdetect watch` in one process, a file of small traffic a day, a round for "
        "each. What grows is to be told.",
        (
            *("day", "memory, MiB", "open files", "store, MiB", "files in it"),
            *("folder without it, MiB", "positions", "s per round"),
        ),
    ),
    "floods": _Section(
        "Floods",
        "A real meeting among what was sent to hide it, by the command itself and with "
        "the bounds that ship. It has to be the first of the list, and the flood among "
        "the anomalies.",
        ("what", "reports", "seconds", "peak memory, MiB", "rank", "told as"),
    ),
}


def write_page(path: Path, parts: Sequence[str]) -> None:
    """Write the page of these parts, as they were told last."""
    with written_whole(path) as aside:
        text = "\n".join(_lines(parts))
        aside.write_text(f"{text}\n", encoding="utf-8")


def _lines(parts: Sequence[str]) -> Iterator[str]:
    yield "# What happens when things go wrong?"
    yield ""
    yield (
        "Written by `make torture`, on 2 processors that others used as well, part by "
        "part: below each table stands the command that made it, the day, and the "
        "start of the sum of the code. A short form of each is among the tests."
    )
    yield ""
    for part in parts:
        yield from _section(part)
    yield _BY_HAND.read_text(encoding="utf-8").rstrip()


def _section(part: str) -> Iterator[str]:
    title, words, heads = _SECTIONS[part]
    yield from (f"## {title}", "", words, "")
    told = read_told(part)
    if told is None:
        yield from (f"Not tried yet: `python benchmarks/torture/run.py {part}`.", "")
        return
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join(['---', *['---:'] * (len(heads) - 1)])}|"
    yield from (f"| {' | '.join(row)} |" for row in told.rows)
    yield ""
    yield from (line for word in told.words for line in (word, ""))
    yield from (f"`{told.command}`, {told.day}, code `{told.code}`.", "")
    if told.findings:
        yield from ("Open findings:", "")
        yield from (f"- `{one}`" for one in told.findings)
        yield ""

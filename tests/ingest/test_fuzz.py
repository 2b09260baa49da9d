"""Damaged files of every format: one line of fault, or counts that add up."""

import gzip
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import FORMATS_WRITTEN, simulated_positions

from stsdetect.errors import InputError
from stsdetect.ingest.blocks import read_blocks
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.plan import Wish, plan_file
from stsdetect.ingest.store import open_store
from stsdetect.schema import POSITIONS, VESSELS

Mutation = Callable[[bytes, Random], bytes]

ROWS = simulated_positions(5).to_dicts()
TEXTS = {name: how.write(ROWS) for name, how in FORMATS_WRITTEN.items()}


def flip_bits(text: bytes, draw: Random) -> bytes:
    changed = bytearray(text)
    for _ in range(max(1, len(text) // 200)):
        changed[draw.randrange(len(text))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def cut_lines(text: bytes, draw: Random) -> bytes:
    lines = text.split(b"\n")
    return b"\n".join(line[: draw.randrange(len(line) + 1)] for line in lines)


def swap_fields(text: bytes, draw: Random) -> bytes:
    lines = []
    for line in text.split(b"\n"):
        values = line.split(b",")
        draw.shuffle(values)
        lines.append(b",".join(values) if draw.random() < 0.5 else line)
    return b"\n".join(lines)


def recode(text: bytes, draw: Random) -> bytes:
    wrong = draw.choice(["utf-16", "utf-16-be", "utf-32", "utf-7", "cp037"])
    return text.decode("utf-8", "replace").encode(wrong, "replace")


def add_zeros(text: bytes, draw: Random) -> bytes:
    for _ in range(5):
        place = draw.randrange(len(text))
        text = text[:place] + b"\0" * draw.randrange(1, 4) + text[place:]
    return text


def stretch(text: bytes, draw: Random) -> bytes:
    place = draw.randrange(len(text))
    return (
        text[:place]
        + draw.choice([b"9", b",", b'"', b"a", b"{"]) * 200_000
        + text[place:]
    )


def mix_lines(text: bytes, draw: Random) -> bytes:
    others = draw.choice(list(TEXTS.values())).split(b"\n")
    lines = text.split(b"\n")
    return b"\n".join(draw.choice(others) if draw.random() < 0.3 else x for x in lines)


def cut_short(text: bytes, draw: Random) -> bytes:
    return gzip.compress(text)[: draw.randrange(20, 200)]


MUTATIONS: tuple[Mutation, ...] = (
    *(flip_bits, cut_lines, swap_fields, recode, add_zeros, stretch),
    *(mix_lines, cut_short),
)


def damaged(name: str, mutation: Mutation, folder: Path) -> Path:
    draw = Random(f"{name} {mutation.__name__}")  # noqa: S311
    file = folder / f"{name} {mutation.__name__}"
    file.write_bytes(mutation(TEXTS[name], draw))
    return file


def assert_adds_up(tables: Sequence[MessageTables]) -> None:
    for one in tables:
        n_told = one.positions.height + one.n_static + one.rejects.height
        assert one.n_read == n_told
        assert one.n_static >= 0
    rows = pl.concat([one.rejects for one in tables])["source_row"]
    assert rows.n_unique() == rows.len()


def decoded(file: Path) -> list[MessageTables]:
    """Decode a file without a store, nothing where it is no AIS any more."""
    found = []
    with suppress(InputError):
        for reading in plan_file(file, Wish()):
            decoder = reading.decoder(1)
            blocks = [block for block, _ in read_blocks(reading.member)]
            found += [decoder.feed(block) for block in blocks] + [decoder.finish()]
    return found


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_plan_file__damage_is_a_fault_or_adds_up(
    mutation: Mutation, tmp_path: Path
) -> None:
    read = [decoded(damaged(name, mutation, tmp_path)) for name in TEXTS]

    for tables in read:
        if tables:
            assert_adds_up(tables)
    assert any(read) == (mutation is not cut_short)


@pytest.mark.parametrize(
    ("name", "mutation"),
    [
        (name, mutation)
        for i, name in enumerate(FORMATS_WRITTEN)
        for k, mutation in enumerate(MUTATIONS)
        if (i + k) % 4 == 0
    ],
)
def test_ingest_files__damage_is_a_fault_or_a_sound_store(
    name: str, mutation: Mutation, tmp_path: Path
) -> None:
    file, store = damaged(name, mutation, tmp_path), tmp_path / "store"
    fault = ""

    try:
        ingest_files([file], store)
    except InputError as error:
        fault = str(error)

    assert "\n" not in fault
    if fault:
        return
    there = open_store(store)
    (source,) = there.read_sources().to_dicts()
    parts = ("rows_kept", "rows_duplicate", "rows_static", "rows_rejected")
    assert source["rows_read"] == sum(source[part] for part in parts)
    POSITIONS.check(there.read_positions())
    VESSELS.check(there.read_vessels())
    assert there.read_positions().height == source["rows_kept"]
    assert there.read_rejects().height == source["rows_rejected"]


damages = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 3),
        st.binary(max_size=4)
        | st.sampled_from([b"\n", b'"', b",", b"\r", b"\0", b"-"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60)
@given(st.sampled_from(list(TEXTS)), damages)
def test_decoder__no_line_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    damage: list[tuple[float, int, bytes]],
) -> None:
    file = tmp_path_factory.getbasetemp() / f"{name}.whole"
    file.write_bytes(TEXTS[name])
    (reading,) = plan_file(file, Wish())
    n_header = reading.how.n_header if isinstance(reading.how, Layout) else 0
    head = b"".join(TEXTS[name].splitlines(keepends=True)[:n_header])
    body = TEXTS[name][len(head) :]
    for share, n_bytes, new in damage:
        place = int(share * len(body))
        body = body[:place] + new + body[place + n_bytes :]
    decoder = reading.decoder(1)

    tables = [decoder.feed(head + body), decoder.finish()]

    lines = body.removesuffix(b"\n").split(b"\n") if body else []
    n_told = sum(one.n_read for one in tables)
    rows = pl.concat([one.rejects for one in tables])["source_row"]
    assert rows.n_unique() == rows.len()
    assert (
        sum(one.positions.height + one.n_static + one.rejects.height for one in tables)
        == n_told
    )
    n_filled = sum(bool(line.strip()) for line in lines)
    if name in ("aisstream", "digitraffic"):
        assert n_told <= len(lines)  # a message may go over several lines
    elif name == "nmea":
        assert n_told == len(lines)
    else:
        assert n_told == n_filled


MAX_PEAK_MIB = 500
"""Above what a small file takes: blocks of 20 MiB, several at once, and what is made of
them. The bomb alone unpacks to 512 MiB, of which one copy would be too many."""

PEAK = """
import resource, sys, stsdetect as sts
def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
folder = sys.argv[1]
sts.ingest(folder + "/small.csv", folder + "/0")
before = peak_mib()
sources = sts.ingest(sys.argv[2:], folder + "/1")
print(peak_mib() - before, *sources["rows_kept"], *sources["rows_rejected"])
"""


@pytest.mark.slow
def test_ingest__a_line_of_100_mb_and_bombs_take_little_memory(tmp_path: Path) -> None:
    text = TEXTS["csv"]
    (tmp_path / "small.csv").write_bytes(text)
    line, bomb = tmp_path / "1 line.csv", tmp_path / "2 bomb.csv.gz"
    line.write_bytes(text + b"9" * (100 << 20) + b"\n" + text)
    zeros = bytes(8 << 20)
    with gzip.open(bomb, "wb", compresslevel=1) as file:
        file.write(text)
        for _ in range(64):
            file.write(zeros)
    feeds = tmp_path / "3 feeds.zip"
    with zipfile.ZipFile(feeds, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", text + b"\n" * (32 << 20))
    command = [sys.executable, "-c", PEAK, *map(str, (tmp_path, line, bomb, feeds))]

    # Of two threads, whatever the machine has: each takes memory of its own.
    own = os.environ | {"POLARS_MAX_THREADS": "2"}

    done = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, env=own
    )

    peak_mib, *counts = map(int, done.stdout.split())
    assert (sum(counts[:3]), counts[3:]) == (15, [2, 1, 0])
    assert peak_mib < MAX_PEAK_MIB

"""Fuzz: inputs made wrong at random, for each parser, as many as there is time for.

A finding is whatever a parser raises that is not told on purpose, and rows of AIS that
are neither kept nor told. Coverage does not guide it; the mutations know what hurts.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from torture.seeds import BESIDE, PACKED, TEXTS

from stsdetect.config import read_config
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.port_files import read_port_file
from stsdetect.context.regions import find_region
from stsdetect.context.watchlists.read import read_watchlist
from stsdetect.errors import StsdetectError
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.ingest.blocks import read_blocks
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.limits import Limits
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.plan import Wish, plan_file
from stsdetect.sharing.token_file import read_tokens, write_tokens

__all__ = ["Fuzzed", "fuzz", "mutated"]

Parse = Callable[[Path], object]

_NASTY = (
    *(b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b'"', b","),
    *(b"nan", b"inf", b"-1e999", b"1e400", b"9" * 40, b"-0", b"0x1f", b"\xe2\x80\xae"),
    *(b"\x1b[2J", b"1969-12-31", b"2106-02-07T06:28:16Z", b"0000-00-00", b"91", b"181"),
    *(b"{", b"}", b"[", b"]", b"=", b"==1+1", b"!AIVDM,", b"\\", b"../../", b"%s%n"),
    *(b"A" * 5_000, b"[" * 3_000, b"{" * 3_000, b"1" * 5_000),
)
_LIMITS = Limits(least_unpacked_mib=8, max_members=50)


@dataclass(slots=True)
class Fuzzed:
    """How many inputs a parser was given, how many it refused, what it broke on."""

    parser: str
    n_inputs: int = 0
    n_refused: int = 0
    findings: list[str] = field(default_factory=list)


def fuzz(seconds: float, seed: int, n_most: int | None = None) -> list[Fuzzed]:
    """Give every parser wrong inputs for so many seconds each, or so many at most."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        return [
            _fuzz_one(
                target,
                Path(folder),
                Random(f"{seed} {target.name}"),  # noqa: S311  wrong inputs, no secrets
                (seconds, n_most or 1 << 62),
            )
            for target in _targets(Path(folder))
        ]


class _Target(NamedTuple):
    name: str
    parse: Parse
    seed: bytes


def _targets(folder: Path) -> list[_Target]:
    bundle = folder / "bundle.zip"
    write_bundle({"candidates.jsonl": b'{"rank": 1}\n', "labels.jsonl": b""}, bundle)
    tokens = folder / "tokens.csv"
    write_tokens(["a" * 64, "b" * 64], b"k" * 32, tokens)
    beside: dict[str, Parse] = {
        "settings (TOML)": read_config,
        "column map (TOML)": read_column_map,
        "region (GeoJSON)": find_region,
        "watch list (OFAC)": read_watchlist,
        "watch list (CSV)": read_watchlist,
        "ports (CSV)": lambda path: read_port_file(str(path)),
        "images (GeoJSON)": lambda path: read_detections([path]),
        "images (CSV)": lambda path: read_detections([path]),
        "bundle (zip)": partial(read_bundle, max_bytes=1 << 22),
        "tokens (CSV)": partial(read_tokens, key=b"k" * 32),
    }
    seeds = BESIDE | {
        "bundle (zip)": bundle.read_bytes(),
        "tokens (CSV)": tokens.read_bytes(),
    }
    return [
        *(_Target(f"AIS, {name}", _read_ais, text) for name, text in TEXTS.items()),
        *(_Target(f"AIS in {name}", _read_ais, one) for name, one in PACKED.items()),
        *(_Target(name, parse, seeds[name]) for name, parse in beside.items()),
    ]


def _fuzz_one(
    target: _Target, folder: Path, draw: Random, enough: tuple[float, int]
) -> Fuzzed:
    name, parse, seed = target
    seconds, n_most = enough
    outcome = Fuzzed(name)
    file = folder / ("input.geojson" if "GeoJSON" in name else "input.csv")
    stop = time.monotonic() + seconds
    while time.monotonic() < stop and outcome.n_inputs < n_most:
        content = mutated(seed, draw)
        file.write_bytes(content)
        outcome.n_inputs += 1
        try:
            parse(file)
        except StsdetectError as error:
            outcome.n_refused += 1
            if "\n" in str(error):
                outcome.findings.append(f"a fault of several lines: {error!r}"[:200])
        except Exception as error:  # noqa: BLE001  this is what is looked for
            kept = Path(tempfile.gettempdir()) / f"finding-{len(outcome.findings)}"
            kept.write_bytes(content)
            outcome.findings.append(f"{name}: {error!r}; see {kept}"[:300])
        if len(outcome.findings) >= 5:
            break
    return outcome


def mutated(seed: bytes, draw: Random) -> bytes:
    """Change an input in one to four places: bytes, lines, values, length."""
    content = seed
    for _ in range(draw.randint(1, 4)):
        content = draw.choice(_WAYS)(content, draw)
    return content[: 1 << 20]


def _flip(content: bytes, draw: Random) -> bytes:
    changed = bytearray(content or b"\0")
    changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _put_in(content: bytes, draw: Random) -> bytes:
    place = draw.randint(0, len(content))
    return content[:place] + draw.choice(_NASTY) + content[place:]


def _cut_out(content: bytes, draw: Random) -> bytes:
    place = draw.randint(0, len(content))
    return content[:place] + content[place + draw.randint(1, 60) :]


def _cut_off(content: bytes, draw: Random) -> bytes:
    return content[: draw.randint(0, len(content))]


def _change_value(content: bytes, draw: Random) -> bytes:
    mark = draw.choice([b",", b":", b"=", b";"])
    values = content.split(mark)
    values[draw.randrange(len(values))] = draw.choice(_NASTY)
    return mark.join(values)


def _swap_lines(content: bytes, draw: Random) -> bytes:
    lines = content.split(b"\n")
    i, k = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[i], lines[k] = lines[k], lines[i] * draw.randint(0, 3)
    return b"\n".join(lines)


def _noise(content: bytes, draw: Random) -> bytes:
    place = draw.randint(0, len(content))
    return content[:place] + draw.randbytes(draw.randint(1, 30)) + content[place:]


_WAYS = (_flip, _put_in, _cut_out, _cut_off, _change_value, _swap_lines, _noise)


def _read_ais(path: Path) -> None:
    """Decode a file as an ingest does; every row it read has to be told."""
    for reading in plan_file(path, Wish(limits=_LIMITS)):
        decoder = reading.decoder(1)
        tables = [decoder.feed(block) for block, _ in read_blocks(reading.member)]
        for one in [*tables, decoder.finish()]:
            _require_sum(one)


def _require_sum(one: MessageTables) -> None:
    told = one.positions.height + one.n_static + one.rejects.height
    if one.n_read != told:
        raise AssertionError(f"{one.n_read} rows read, {told} told")

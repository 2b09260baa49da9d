"""Targets: every parser of files with a sound input, and what counts as a fault."""

from collections.abc import Iterator, Mapping
from functools import partial
from inspect import unwrap
from pathlib import Path

from torture.kept_targets import KEPT
from torture.seeds import BESIDE, PACKED, TEXTS
from torture.sent_targets import SENT
from torture.target import Maker, Parse, Target

from stsdetect.config import read_config
from stsdetect.context.geojson import read_area
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.port_files import read_port_file
from stsdetect.context.region_files import read_region_file
from stsdetect.context.sea_state import read_sea_states
from stsdetect.context.watchlists.read import read_watchlist
from stsdetect.errors import StsdetectError
from stsdetect.ingest.blocks import read_blocks
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.limits import Limits
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.plan import Wish, plan_file

__all__ = ["refusal", "targets"]

_LIMITS = Limits(least_unpacked_mib=8, max_members=50)
_MOST_WHOLE = 1_000
"""Whole files of AIS of each format: each goes through a pipeline that is made for
millions of rows, and their rows are tried by the million elsewhere."""


def targets() -> Mapping[str, Maker]:
    """List every parser by its name, with what makes its sound input in a folder."""
    return {**dict(_read_by_a_run()), **SENT, **KEPT}


def _read_by_a_run() -> Iterator[tuple[str, Maker]]:
    """List AIS, and what is brought beside it; past the caches of files by name."""
    for name, text in TEXTS.items():
        whole = f"AIS, {name}"
        yield whole, partial(_made, Target(whole, _read_ais, text, n_most=_MOST_WHOLE))
    for name, packed in PACKED.items():
        whole = f"AIS in {name}"
        yield whole, partial(_made, Target(whole, _unpack, packed))
    parsers: dict[str, Parse] = {
        "settings": read_config,
        "column map": read_column_map,
        "area": read_area,
        "regions": lambda path: unwrap(read_region_file)(str(path)),
        "watch list": read_watchlist,
        "ports": lambda path: unwrap(read_port_file)(str(path)),
        "images": lambda path: read_detections([path]),
        "sea state": lambda path: read_sea_states([path]),
    }
    for name, seed in BESIDE.items():
        suffix = ".geojson" if "GeoJSON" in name else ".csv"
        parse = parsers[name.partition(" (")[0]]
        yield name, partial(_made, Target(name, parse, seed, suffix))


def _made(target: Target, _folder: Path) -> Target:
    """Give a target that needs nothing made."""
    return target


def refusal(parse: Parse, file: Path) -> str:
    """Parse a file; give the words with which it is refused, none where it is not.

    Raises
    ------
    AssertionError
        The words are of several lines, or rows are not told.
    """
    try:
        parse(file)
    except StsdetectError as error:
        if "\n" in str(error):
            raise AssertionError(f"a fault of several lines: {error!r}") from error
        return str(error) or "no words"
    return ""


def _unpack(path: Path) -> None:
    """Unpack a file to its last block; what is in it is tried by itself."""
    for reading in plan_file(path, Wish(limits=_LIMITS)):
        for _ in read_blocks(reading.member):
            pass


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

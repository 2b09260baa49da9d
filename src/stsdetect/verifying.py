"""Verifying: that the outputs of a run came from its inputs, by sums or by a rerun."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stsdetect import __version__
from stsdetect.config import Config, config_from_json
from stsdetect.disk.files import file_sha256
from stsdetect.errors import StoreError
from stsdetect.ingest.health import examine_store
from stsdetect.ingest.plan import AS_FOUND, Wish
from stsdetect.ingest.sources import find_files
from stsdetect.ingest.store import open_store
from stsdetect.progress import SILENT, Progress
from stsdetect.record import (
    RECORD,
    cause_of,
    hash_outputs,
    list_inputs,
    require_record,
)
from stsdetect.run_folder import CHANGES_FILE, OUTPUTS
from stsdetect.run_log import RUN_LOG, find_entry
from stsdetect.runs import detect, rank, run
from stsdetect.software import code_sha256

__all__ = ["Check", "verify_run"]

_REPEATED: Final = tuple(name for name in OUTPUTS if name != CHANGES_FILE)
"""What a rerun gives again; changes are told against the list that was there before."""

_BESIDE: Final = ("watchlists", "registries", "detections", "sea_states")


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, in words, and what of it does not hold."""

    words: str
    faults: tuple[str, ...] = ()


def verify_run(
    out: Path | str,
    sources: Sequence[Path | str] = (),
    *,
    rerun: bool = False,
    wish: Wish = AS_FOUND,
    progress: Progress = SILENT,
) -> Iterator[Check]:
    """Check that what a run wrote came from what it read, and is as it wrote it.

    Parameters
    ----------
    out : path
        The run folder.
    sources : sequence of paths
        The files that it read, or folders that hold them; compared by SHA-256.
    rerun : bool
        Do it again in a folder of its own, from ``sources`` or else from the store, and
        compare every byte.
    wish : Wish
        Format and columns by which a rerun from ``sources`` reads, as the run did.
    progress : Progress
        Told how far the rerun is.

    Yields
    ------
    Check
        Without faults where it holds.

    Raises
    ------
    InputError, StoreError
        There is no run, or its record or log can't be read.
    """
    folder = Path(out)
    record = require_record(folder)
    config = config_from_json(record["config"])
    yield _check_log(folder)
    yield _check_config(record, config)
    yield _check_outputs(folder, record["outputs"])
    yield _check_store(folder / record["store"], record["inputs"])
    yield _check_beside(record)
    if sources:
        yield _check_sources(sources, record["inputs"])
    if rerun:
        yield _check_software(record)
        yield _check_rerun(folder, sources, config, wish, progress)


def _check_log(folder: Path) -> Check:
    entry, faults = find_entry(folder, file_sha256(folder / RECORD))
    if entry is None:
        return Check("the log of runs", (f"{RUN_LOG} has no run with this {RECORD}",))
    words = f"the log of runs: {RECORD} is entry {entry.number}, sealed {entry.seal}"
    return Check(words, tuple(f"{RUN_LOG}: {fault}" for fault in faults))


def _check_config(record: dict[str, Any], config: Config) -> Check:
    faults = []
    if record["config_hash"] != config.digest:
        faults.append("config_hash is not that of the config")
    try:
        code = record.get("found_by_code", "")
        if record.get("cause") != cause_of(code, config, record["inputs"]):
            faults.append("cause is not that of code, config and inputs")
    except OSError as error:  # of a file of ports or regions
        faults.append(f"{error.filename} is not there")
    return Check(f"parameters, hash {record['config_hash']}", tuple(faults))


def _check_outputs(folder: Path, told: dict[str, str]) -> Check:
    there = hash_outputs(folder, list(told))
    faults = _differing(there, told)
    return Check(f"{len(told)} outputs by SHA-256", tuple(faults))


def _differing(there: dict[str, str], told: dict[str, str]) -> list[str]:
    return [
        f"{name} is {'not as it was written' if name in there else 'missing'}"
        for name in told
        if there.get(name) != told[name]
    ]


def _check_store(store: Path, inputs: list[dict[str, Any]]) -> Check:
    try:
        faults = [str(one) for one in examine_store(store)]
        if not faults and list_inputs(open_store(store)) != inputs:
            faults = ["it holds other files than the run read"]
    except StoreError as error:
        faults = [str(error)]
    return Check(f"the store {store}: sums of all files, and counts", tuple(faults))


def _check_beside(record: dict[str, Any]) -> Check:
    """Check the lists and images that were brought beside the AIS."""
    told = [one for name in _BESIDE for one in record.get(name, [])]
    faults = [
        f"{one['name']} is not there, or was changed since"
        for one in told
        if not Path(one["name"]).is_file()
        or file_sha256(Path(one["name"])) != one["sha256"]
    ]
    return Check(f"{len(told)} lists and images beside the AIS", tuple(faults))


def _check_sources(
    sources: Sequence[Path | str], inputs: list[dict[str, Any]]
) -> Check:
    there = {file_sha256(path) for one in sources for path in find_files(one)}
    faults = [
        f"{one['name']} is not among the files given, or was changed since"
        for one in inputs
        if one["sha256"] not in there
    ]
    return Check(f"{len(inputs)} source files by SHA-256", tuple(faults))


def _check_software(record: dict[str, Any]) -> Check:
    was = record.get("software", {}).get("code_sha256")
    if was == code_sha256():
        return Check(f"the software: stsdetect {__version__}, code {was[:16]}")
    version = record["stsdetect_version"]
    fault = f"the run was made by stsdetect {version} of other code than this"
    return Check("the software", (fault,))


def _check_rerun(
    folder: Path,
    sources: Sequence[Path | str],
    config: Config,
    wish: Wish,
    progress: Progress,
) -> Check:
    told = require_record(folder)
    with tempfile.TemporaryDirectory(prefix="stsdetect-verify-") as aside:
        again = Path(aside) / "again"
        if sources:
            run(
                _needed(sources, told["inputs"]),
                again,
                config,
                format_name=wish.format_name,
                columns=wish.columns,
                progress=progress,
            )
        else:
            detect(folder / told["store"], again, config, progress=progress)
            rank(again, config.scoring, top=config.scoring.top, progress=progress)
        there = hash_outputs(again, _REPEATED)
    names = [name for name in _REPEATED if name in told["outputs"]]
    faults = _differing(there, {name: told["outputs"][name] for name in names})
    origin = "the source files" if sources else "the store"
    words = f"a rerun from {origin}: {len(names)} outputs, byte by byte"
    return Check(words, tuple(faults))


def _needed(sources: Sequence[Path | str], inputs: list[dict[str, Any]]) -> list[Path]:
    """Give those of the files that the run read."""
    wanted = {one["sha256"] for one in inputs}
    files = [path for one in sources for path in find_files(one)]
    return [path for path in files if file_sha256(path) in wanted]

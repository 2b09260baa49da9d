"""Sent targets: what other people send: bundles, tokens, exchanges, truth, cases."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from builders_leads import candidates
from pydantic import ValidationError
from torture.small_run import small_case
from torture.target import MOST_WHOLE, Maker, Target

from stsdetect.desk.app import Said
from stsdetect.dossiers.exchanges import open_exchange
from stsdetect.dossiers.reopening import open_case, read_case_file, verify_case
from stsdetect.errors import InputError
from stsdetect.evaluate.truth import read_truth
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.export.geo import properties
from stsdetect.review.labels import describe_label
from stsdetect.schema import CANDIDATES, LABELS
from stsdetect.sharing.key import seal
from stsdetect.sharing.manifest import MANIFEST, SIGNATURE, open_files, sign_files
from stsdetect.sharing.rows import pack_rows, unpack_rows
from stsdetect.sharing.token_file import read_tokens, write_tokens

__all__ = ["SENT"]

_KEY = b"k" * 32
_SAID = {"origin": "SIM", "marking": "TLP:AMBER", "stsdetect_version": "0"}
_LINES = 12
"""Of a table of a case that is tried by itself."""

_TRUTH = (
    b"event_id,kind,mmsi_a,mmsi_b,start_time,end_time,lat,lon,is_transfer,observability,"
    b"expected,scenario,difficulty\n"
    b"sim-1,sts_oil,412000001,440000002,2024-03-01T08:00:00Z,2024-03-01T13:00:00Z,36.0,"
    b"123.0,true,encounter,found,plain,\n"
    b"sim-2,hardneg_port,412000001,,2024-03-02 08:00:00,2024-03-02T23:00:00+09:00,36.5,"
    b"123.5,false,none,absent,port,at anchor\n"
)


def _bundle(folder: Path) -> Target:
    file = folder / "bundle.zip"
    write_bundle({"candidates.jsonl": b'{"rank": 1}\n', "labels.jsonl": b""}, file)
    opens = partial(read_bundle, max_bytes=1 << 22)
    return Target("bundle (zip)", opens, file.read_bytes(), ".zip")


def _tokens(folder: Path) -> Target:
    file = folder / "tokens.csv"
    write_tokens(["a" * 64, "b" * 64], _KEY, file)
    return Target("tokens (CSV)", partial(read_tokens, key=_KEY), file.read_bytes())


def _exchange() -> dict[str, bytes]:
    """Give the files of an exchange: two candidates, a verdict on one."""
    own = candidates({"rank": 1}, {"rank": 2})
    said = {"verdict": "transfer", "activity": "", "note": "seen", "analyst": "Kim"}
    label = describe_label(own.iloc[0].to_dict(), {**said, "blind": True}, {})
    told = {**label, "number": 1, "labelled_at": "2024-04-01T00:00:00+00:00"}
    return {
        "candidates.jsonl": pack_rows(properties(own)),
        "labels.jsonl": pack_rows([told]),
    }


_ROWS = {"candidates.jsonl": CANDIDATES, "labels.jsonl": LABELS}


def _exchange_rows(name: str, _folder: Path) -> Target:
    """Make one of the rows of a file, read by themselves."""
    table = _ROWS[name]
    title = f"exchange ({name})"
    return Target(
        title,
        lambda path: unpack_rows(path.read_bytes(), table),
        _exchange()[name],
        ".jsonl",
    )


def _exchange_opened(name: str, _folder: Path) -> Target:
    """Make one of the whole, changed by who has the key: sum and signature hold."""
    files = _exchange()

    def parse(path: Path) -> None:
        changed = {**files, name: path.read_bytes()}
        open_exchange(sign_files(changed, _SAID, _KEY), _KEY)

    return Target(
        f"exchange, opened ({name})", parse, files[name], ".jsonl", MOST_WHOLE
    )


def _exchange_manifest(_folder: Path) -> Target:
    files = sign_files(_exchange(), _SAID, _KEY)

    def parse(path: Path) -> None:
        content = path.read_bytes()
        signed = {
            MANIFEST: content,
            SIGNATURE: seal(_KEY, "exchange 1", content).encode(),
        }
        open_files(files | signed, _KEY)

    return Target("exchange (manifest)", parse, files[MANIFEST], ".json")


def _verdict(_folder: Path) -> Target:
    """Make one of what a browser sends to the review page."""

    def parse(path: Path) -> None:
        try:
            Said.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise InputError(" ".join(str(error).split())) from error

    seed = b'{"candidate_id": "a", "verdict": "transfer", "analyst": "K", "note": ""}'
    return Target("verdict of the review page", parse, seed, ".json")


def _truth(_folder: Path) -> Target:
    return Target("truth (CSV)", read_truth, _TRUTH)


def _case_file(name: str, folder: Path) -> Target:
    """Make one of a file of a case, read by itself."""
    content = read_bundle(small_case(folder))[name]
    if name.endswith(".csv"):
        content = b"".join(content.splitlines(keepends=True)[:_LINES])
    return Target(
        f"case ({name})",
        lambda path: read_case_file(name, path.read_bytes(), path),
        content,
        Path(name).suffix,
    )


def _case_opened(name: str, folder: Path) -> Target:
    """Make one of the same among all files of it, whose sums hold again."""
    files = read_bundle(small_case(folder))

    def parse(path: Path) -> None:
        open_case({**files, name: path.read_bytes()}, path)

    title, suffix = f"case, opened ({name})", Path(name).suffix
    return Target(title, parse, files[name], suffix, MOST_WHOLE)


def _case_again(name: str, folder: Path) -> Target:
    """Make one of the same, found again in what it encloses."""
    files = read_bundle(small_case(folder))
    needed = {
        one: content
        for one, content in files.items()
        if not one.startswith(("figures/", "map.", "brief."))
    }
    changed = folder / "changed.zip"

    def parse(path: Path) -> None:
        write_bundle({**needed, name: path.read_bytes()}, changed)
        verify_case(changed)

    title = f"case found again ({name})"
    return Target(title, parse, files[name], Path(name).suffix, MOST_WHOLE)


_OF_A_CASE = (
    *("provenance.json", "carried.json", "positions_raw.csv", "vessels.csv"),
    *("events/encounters.csv", "events/gaps.csv"),
)

SENT: Mapping[str, Maker] = {
    "bundle (zip)": _bundle,
    "tokens (CSV)": _tokens,
    **{f"exchange ({name})": partial(_exchange_rows, name) for name in _ROWS},
    **{f"exchange, opened ({name})": partial(_exchange_opened, name) for name in _ROWS},
    "exchange (manifest)": _exchange_manifest,
    "verdict of the review page": _verdict,
    "truth (CSV)": _truth,
    **{f"case ({name})": partial(_case_file, name) for name in _OF_A_CASE},
    **{f"case, opened ({name})": partial(_case_opened, name) for name in _OF_A_CASE},
    **{f"case found again ({name})": partial(_case_again, name) for name in _OF_A_CASE},
}
"""Parsers by name."""

"""Fixtures: the Hypothesis profile and the folder of real AIS, where there is one."""

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout import ROOT, Command
from far_away import emptied_s3, started_s3, two_at_rest
from faulty_server import Faulty, faulty_server
from hypothesis import settings
from made_once import as_run, made_once, run_into

import stsdetect as sts
from stsdetect.cli.main import main
from stsdetect.disk import services

settings.register_profile("stsdetect", derandomize=True, deadline=None)
settings.load_profile("stsdetect")


def pytest_configure(config: pytest.Config) -> None:
    """Keep silent where kernels run as plain Python, of what numba says nothing."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        for message in ("overflow encountered", "Mean of empty slice"):
            config.addinivalue_line("filterwarnings", f"ignore:{message}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that have slow tests: at the end one worker waits for them.

    Those that run the whole, beside no package, come next. With
    ``--no-loadscope-reorder``, else xdist begins with the files of most tests.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    whole = ROOT / "tests"
    items.sort(key=lambda item: (item.path not in slow, item.path.parent != whole))


@pytest.fixture(autouse=True)
def _loud() -> None:
    """Let no test be silent because a command before it was told to be quiet."""
    logging.getLogger("stsdetect").setLevel(logging.NOTSET)


@pytest.fixture(scope="session")
def real_ais() -> Path:
    """Folder of real AIS; the test is skipped where there is none."""
    beside = ROOT.parent / "shared" / "real_ais"
    folder = Path(os.environ.get("STSDETECT_REAL_AIS", beside))
    if not folder.is_dir():
        pytest.skip("no real AIS here: set STSDETECT_REAL_AIS to a folder that has it")
    return folder


@pytest.fixture(scope="session")
def sample_ais() -> Path:
    """Folder of the simulated sample."""
    return ROOT / "sample_ais"


@pytest.fixture(scope="session")
def sample_made(sample_ais: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder into which the sample was run."""
    return made_once(tmp_path_factory, "sample", lambda one: run_into(one, sample_ais))


@pytest.fixture(scope="session")
def sample_run(sample_made: Path) -> "sts.Run":
    """Give the sample run once for all tests that only look at it."""
    return as_run(sample_made)


@pytest.fixture(scope="session")
def real_watchlists(real_ais: Path) -> Path:
    """Folder of published watch lists; the test is skipped where there is none."""
    folder = real_ais.parent / "reference" / "watchlists"
    if not folder.is_dir():
        pytest.skip("no published watch lists beside the real AIS")
    return folder


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start an S3 server for all tests of a process; give its address."""
    with started_s3(tmp_path_factory.mktemp("moto")) as url:
        yield url


@pytest.fixture(scope="module")
def s3(s3_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Empty the S3 server for the tests of a module; give its address."""
    with emptied_s3(s3_server, tmp_path_factory.mktemp("s3")):
        yield s3_server


@pytest.fixture(scope="module")
def run_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a run of two vessels; to be copied by who writes into it."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "one.csv").write_bytes(two_at_rest())
    return sts.run(folder / "one.csv", folder / "out").folder


@pytest.fixture
def small_run(run_of_two: Path, tmp_path: Path) -> Path:
    """Give a run folder of its own to a test."""
    return shutil.copytree(run_of_two, tmp_path / "small")


@pytest.fixture
def faulty(s3: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    """Put a server that can be told to refuse before the S3 server."""
    with faulty_server(s3) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        monkeypatch.setattr(services, "_MAX_TRIES", 2)
        yield server


@pytest.fixture
def stsdetect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command line; give exit code, output and errors."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["stsdetect", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        output = capsys.readouterr()
        return int(ended.value.code or 0), output.out, output.err

    return call

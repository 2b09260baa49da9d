"""What ships is what its README says."""

from collections import Counter

import pytest

from stsdetect import data
from stsdetect.context.ports import read_ports
from stsdetect.context.regions import region_names, regions_version
from stsdetect.context.rings import read_rings


@pytest.fixture(scope="module")
def readme() -> str:
    return (data.FOLDER / "README.md").read_text(encoding="utf-8")


def test_readme__names_each_file_that_ships(readme: str) -> None:
    own = {"README.md", "__init__.py"}
    files = (path for path in data.FOLDER.rglob("*") if path.is_file())
    names = {path.relative_to(data.FOLDER).as_posix() for path in files}
    shipped = {name for name in names - own if "__pycache__" not in name}

    assert {name for name in shipped if f"`{name}`" not in readme} == set()


def test_readme__counts_what_the_files_hold(readme: str) -> None:
    rings, ports = read_rings(), read_ports()

    assert f"{rings.level.size:,} rings" in readme
    assert f"{rings.lat.size / 1e6:.2f} million vertices" in readme
    assert f"{len(ports):,} ports" in readme
    areas, version = len(region_names()), regions_version()
    assert f"{areas} named areas, version {version} |" in readme


def test_readme__counts_the_ports_of_each_source(readme: str) -> None:
    for source, n_ports in Counter(read_ports()["source"]).items():
        assert f"| `{source}` | {n_ports:,} |" in readme

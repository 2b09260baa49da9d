"""Build sdist and wheel, install each beside the locked packages, and use them.

``python scripts/check_package.py``: no network. A virtual environment of its own holds
the package alone; what it depends on is taken from the environment that runs this. The
wheel runs two vessels as well, which compiles every kernel.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
NEEDED: Final = (
    "stsdetect/py.typed",
    "stsdetect/data/land.parquet",
    "stsdetect/data/regions.geojson",
    "stsdetect/data/licences/GSHHG-COPYING.LESSER",
)
LOOK: Final = """
import importlib.resources, stsdetect as sts
home = importlib.resources.files("stsdetect")
missing = [name for name in {needed} if not (home.parent / name).is_file()]
assert not missing, missing
assert ".venv-of-package" in str(home), home
assert callable(sts.run) and callable(sts.read_candidates)
print("import", sts.__version__, "from", home)
"""


def main() -> None:
    """Check both forms; the first that fails stops with its exit code."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        call(sys.executable, "-m", "hatchling", "build", "-d", work / "dist", cwd=ROOT)
        for form in ("*.tar.gz", "*.whl"):
            (package,) = (work / "dist").glob(form)
            print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB", flush=True)
            (work / form[2:]).mkdir()
            scripts = install(package, work / form[2:])
        run(scripts, work)


def install(package: Path, work: Path) -> Path:
    """Install a package alone, and see that it is whole; give where its command is."""
    home = work / ".venv-of-package"
    venv.create(home, with_pip=True)
    scripts, python = home / "bin", home / "bin" / "python"
    (site,) = home.glob("lib/python*/site-packages")
    # a plain line adds the folder behind our own, and runs no .pth that lies in it
    (site / "locked.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    quietly = ("-q", "--no-deps", "--no-index", "--no-build-isolation")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install")
    call(*pip, *quietly, "--force-reinstall", package, cwd=work)
    call(python, "-c", LOOK.format(needed=NEEDED), cwd=work)
    call(scripts / "stsdetect", "--help", cwd=work, quiet=True)
    return scripts


def run(scripts: Path, work: Path) -> None:
    """Run a meeting of two vessels, as a user would."""
    write_meeting(work / "two.csv")
    call(scripts / "stsdetect", "run", "two.csv", "--out", "look", cwd=work, quiet=True)
    listed = (work / "look" / "candidates.csv").read_text(encoding="utf-8")
    if listed.count("\n") != 2:
        sys.exit(f"of one meeting {listed.count(chr(10)) - 1} candidates were made")
    print("stsdetect run: one candidate of one meeting", flush=True)


def write_meeting(path: Path) -> None:
    """Write two fictional vessels that come together, lie for hours, and part."""
    begin = datetime(2024, 3, 1)  # noqa: DTZ001  written as UTC below
    rows = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(0, 600, 5):
        time = f"{begin + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%SZ}"
        away = max(0.0, abs(minute - 300) - 120) / 60 * 0.10
        knots = 6.0 if away else 0.3
        rows.append(f"412999001,{time},{38.10 + away:.5f},124.00000,{knots}")
        rows.append(f"441999002,{time},38.10030,{124.0 + away:.5f},{knots}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def call(*command: str | Path, cwd: Path, quiet: bool = False) -> None:
    """Run a command in no other environment than its own; stop when it fails."""
    clean = {name: one for name, one in os.environ.items() if name != "PYTHONPATH"}
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run(  # noqa: S603  our own commands
        [str(part) for part in command], cwd=cwd, env=clean, stdout=output, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()

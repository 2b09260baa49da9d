"""Fetch one package of the Python Package Index, and refuse any other file."""

import hashlib
import subprocess
import sys
from pathlib import Path

__all__ = ["fetch_package"]


def fetch_package(requirement: str, sha256: str, folder: Path) -> Path:
    """Download a package into a folder and give its archive, unpacked by nobody yet.

    Parameters
    ----------
    requirement : str
        Name and exact version, as ``searoute==1.6.0``.
    sha256 : str
        What the archive must hash to, so that a rerun reads the same bytes.
    folder : Path
        Where to put it.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*command, "--dest", str(folder), requirement], check=True)  # noqa: S603 - fixed words, no shell
    for archive in sorted(folder.iterdir()):
        if hashlib.sha256(archive.read_bytes()).hexdigest() == sha256:
            return archive
    raise SystemExit(f"{requirement}: no file has the SHA-256 {sha256}")

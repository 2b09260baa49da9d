"""A small run: two vessels that meet, as a run folder and as a case."""

from pathlib import Path

from torture.stories import write_world

__all__ = ["small_case", "small_run"]


def small_run(folder: Path) -> Path:
    """Give the run folder below a folder; it is made once, in some seconds."""
    from stsdetect import runs  # noqa: PLC0415  names of targets need no pipeline

    out = folder / "out"
    if not out.exists():
        write_world(folder, 0)
        runs.run([folder / "1.csv", folder / "2.csv"], out)
    return out


def small_case(folder: Path) -> Path:
    """Give the case of the one meeting of it."""
    from stsdetect.dossiers.cases import make_case  # noqa: PLC0415  as above
    from stsdetect.export.geo import read_candidates  # noqa: PLC0415

    file = folder / "case.zip"
    if not file.exists():
        out = small_run(folder)
        make_case(out, read_candidates(out)["candidate_id"].iloc[0], file)
    return file

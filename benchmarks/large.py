"""A long period on one machine: wall, CPU and memory of each worker, as it grows.

A small sea, the sample of three days, is tiled in space and in time until there are as
many positions as asked for; each tile has vessels of its own, so that a day is as dense
in the long period as in the short one. Each is wider or narrower than the others, since
tracks that are copies of others are looked for, and would be found by the thousand.
``python benchmarks/large.py 10 30 100`` takes millions of positions; what was measured
stands in ``bench_out/large/measured.jsonl`` and is not measured again, so that a
stopped run goes on.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

import stsdetect as sts
from stsdetect.engine import Engine, choose_engine

HERE = Path(__file__).parent
OUT = HERE.parent / "bench_out" / "large"
MEASURED = OUT / "measured.jsonl"

SMALL_M = (1, 3)
"""Millions of positions when none are asked for."""
WORKERS = ("1", "2", "dask")
"""One process, two, and two of a Dask cluster on this machine."""
BESIDE = "1 beside 1"
"""One process beside another that does the same and shares nothing with it: what the
machine itself gives two."""
AT_ONCE = 2
DASK = (sys.executable, "-m", "dask")
KEEP_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": "268435456",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
}
"""As docs/how-to/cluster.md says: without it glibc takes memory anew for each array."""
N_TILES = 12
DEGREES_APART = 30
DAYS_OF_SEED = 3
SPAN = timedelta(days=DAYS_OF_SEED)
VESSELS_OF_TILE = 1_000
"""Numbers set aside for the vessels of a tile; the sample has 146."""
N_WIDTHS = 7
"""So many to the north and to the east: more tiles than two weeks hold differ."""
NARROWEST, WIDER = 0.85, 0.05


def main(millions: list[int]) -> None:
    """Measure each size with each kind of workers, and show the growth."""
    OUT.mkdir(parents=True, exist_ok=True)
    for size in millions:
        store = make_store(size * 1_000_000)
        for workers in WORKERS:
            if not any(_is(one, size, workers) for one in measured()):
                _wait([_begin(store, size, workers)])
        if not any(_is(one, size, BESIDE) for one in measured()):
            _wait([_begin(store, size, BESIDE) for _ in range(AT_ONCE)])
    show([one for one in measured() if one["millions"] in millions])


def _begin(store: Path, size: int, workers: str) -> subprocess.Popen[bytes]:
    """Begin a measurement, in a process that has done nothing before."""
    command = [sys.executable, __file__, "measure", str(store), str(size), workers]
    return subprocess.Popen(command)


def _wait(begun: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait until all have measured."""
    codes = [one.wait() for one in begun]
    if any(codes):
        raise SystemExit("a measurement failed; what is measured is kept")


def measured() -> list[dict[str, Any]]:
    """Read what was measured before."""
    if not MEASURED.is_file():
        return []
    return [json.loads(line) for line in MEASURED.read_text().splitlines()]


def make_store(n_rows: int) -> Path:
    """Make a store of about so many positions, period by period."""
    store = OUT / f"store-{n_rows // 1_000_000}M"
    seed = _seed()
    n_periods = max(1, round(n_rows / (seed.height * N_TILES)))
    for period in range(n_periods):
        text = OUT / "period.csv"
        if _has(store, period):
            continue
        with text.open("wb") as file:
            for tile in range(N_TILES):
                rows = _shift(seed, period, tile)
                rows.write_csv(file, include_header=tile == 0)
        sts.ingest(text, store)
        text.unlink()
    return store


def _seed() -> pl.DataFrame:
    folder = OUT / "seed"
    if not (folder / "sources.parquet").is_file():
        sts.ingest(HERE.parent / "sample_ais", folder)
    positions = sts.open_store(folder).read_positions()
    number = pl.col("mmsi").rank("dense") - 1
    return positions.with_columns(number=number.cast(pl.Int64)).sort("timestamp")


def _has(store: Path, period: int) -> bool:
    """Tell whether a store holds a period already, of a run that was stopped."""
    if not (store / "sources.parquet").is_file():
        return False
    return len(sts.open_store(store).days) >= DAYS_OF_SEED * (period + 1)


def _shift(seed: pl.DataFrame, period: int, tile: int) -> pl.DataFrame:
    """Move the seed in time and space, and stretch it; its vessels become others."""
    at = pl.col("timestamp") + period * SPAN
    ways = divmod((period * N_TILES + tile) % N_WIDTHS**2, N_WIDTHS)
    middle = seed.select(pl.col("lat", "lon").mean())
    lat, lon = (
        middle[name].item()
        + (pl.col(name) - middle[name].item()) * (NARROWEST + WIDER * way)
        for name, way in zip(("lat", "lon"), ways, strict=True)
    )
    lon = (lon + DEGREES_APART * tile + 180) % 360 - 180
    own = (period * N_TILES + tile) * VESSELS_OF_TILE + pl.col("number")
    flag = 201 + own // 1_000_000 + pl.col("mmsi") // 1_000_000 % 500
    return seed.select(
        MMSI=flag * 1_000_000 + own % 1_000_000,
        BaseDateTime=at.dt.strftime("%Y-%m-%dT%H:%M:%S"),
        LAT=lat.round(5),
        LON=lon.round(5),
        SOG="sog",
        COG="cog",
        Heading="heading",
        Status="nav_status",
    )


@contextmanager
def _engine(workers: str) -> Iterator[Engine]:
    """Give an engine, with workers that are there already where Dask has them."""
    if workers != "dask":
        yield choose_engine(2 if workers == "2" else 1)
        return
    from distributed import Client  # noqa: PLC0415  an extra

    with TemporaryDirectory() as folder, ExitStack() as stack:
        told = ("--scheduler-file", f"{folder}/scheduler.json")
        each = ("--nworkers", str(AT_ONCE), "--nthreads", "1")
        commands = (("scheduler", *told, "--port", "0"), ("worker", *told, *each))
        for command in commands:
            started = _started([*DASK, *command, "--no-dashboard"])
            stack.enter_context(started)
        with Client(scheduler_file=told[1]) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(AT_ONCE)
            address = client.scheduler.address
        yield choose_engine(scheduler=address)


@contextmanager
def _started(command: Sequence[str]) -> Iterator[None]:
    """Run a process as long as it is needed, and wait until all of it has ended."""
    with subprocess.Popen(
        command,
        env=os.environ | KEEP_MEMORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def _measure(store: Path, millions: int, workers: str) -> None:
    """Find the events of a store from nothing, in this process."""
    out = OUT / f"out-{millions}M-{os.getpid()}"
    shutil.rmtree(out, ignore_errors=True)
    with _engine(workers) as engine:
        start = time.perf_counter()
        sts.detect(store, out, engine=engine)
        wall_s = time.perf_counter() - start
    here, there = (
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    n_rows = int(sts.open_store(store).read_sources()["rows_kept"].sum())
    parts = [json.loads(one.read_text()) for one in out.glob("parts/*/manifest.json")]
    line = {
        "millions": millions,
        "workers": workers,
        "positions": n_rows,
        "days": len(sts.open_store(store).days),
        "wall_s": round(wall_s, 1),
        "windows_s": round(sum(one["seconds"] for one in parts), 1),
        "cpu_s": round(sum(u.ru_utime + u.ru_stime for u in (here, there)), 1),
        "here_cpu_s": round(here.ru_utime + here.ru_stime, 1),
        "here_mib": round(here.ru_maxrss / 1024),
        "worker_mib": round((there if there.ru_maxrss else here).ru_maxrss / 1024),
    }
    with MEASURED.open("a") as file:
        file.write(json.dumps(line) + "\n")
    shutil.rmtree(out)


def show(lines: list[dict[str, Any]]) -> None:
    """Print the table, and what two workers gain."""
    names = ["positions", "days", "workers", "wall_s", "windows_s", "cpu_s"]
    names += ["here_cpu_s", "worker_mib", "here_mib"]
    print("".join(f"{name:>12}" for name in [*names, "k/cpu_s"]))
    for one in sorted(lines, key=lambda one: (one["positions"], one["workers"])):
        rate = one["positions"] / one["cpu_s"] / 1e3
        cells = (one[name] for name in names)
        told = (one if isinstance(one, str) else f"{one:,}" for one in cells)
        print("".join(f"{text:>12}" for text in told) + f"{rate:>12,.0f}")
    for size in sorted({one["millions"] for one in lines}):
        wall = {
            one["workers"]: one["wall_s"] for one in lines if one["millions"] == size
        }
        for what, ratio in _gains(wall).items():
            print(f"{size} M: {what} {ratio:.2f}")


def _gains(wall: dict[str, float]) -> dict[str, float]:
    """Tell what more workers gain, of what was measured."""
    gains = {}
    if wall.keys() >= {"1", "2"}:
        gains["two workers over one (reach 1.7)"] = wall["1"] / wall["2"]
    if wall.keys() >= {"2", "dask"}:
        gains["Dask's time over that of processes (reach 1.15)"] = (
            wall["dask"] / wall["2"]
        )
    if wall.keys() >= {"1", BESIDE}:
        gains["two that share nothing over one"] = AT_ONCE * wall["1"] / wall[BESIDE]
    return gains


def _is(line: dict[str, Any], millions: int, workers: str) -> bool:
    return bool(line["millions"] == millions and line["workers"] == workers)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        _measure(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        main([int(one) for one in sys.argv[1:]] or list(SMALL_M))

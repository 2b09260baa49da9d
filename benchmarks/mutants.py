"""Mutants: whether a test fails where an operator or a number is another.

A seeded sample of changes in a package is made one by one in a copy of the source, and
the tests that name the changed module are run on it, kernels as plain Python. A mutant
that no test kills does what the code does, or a test is missing: each is told with its
line as it is tried.

    python benchmarks/mutants.py kernels --number 150
    python benchmarks/mutants.py scoring --all
"""

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from mutations import Mutation, find_mutations, mutate

ROOT: Final = Path(__file__).resolve().parents[1]
SEED: Final = 12
SPARE_S: Final = 30
"""CPU seconds that a mutant may take beyond three times those of the code as it is."""
MOST_S: Final = 600
"""CPU seconds that the tests of a module may take."""


def main() -> None:
    """Make mutants, run tests, print what survived and the share that was killed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("package", choices=("kernels", "scoring"))
    asked.add_argument("--number", type=int, default=150)
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--seed", type=int, default=SEED)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{folder}/hypothesis"
        source = Path(folder) / "src"
        no_cache = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "src", source, ignore=no_cache)
        sites = list(sites_of(source / "stsdetect" / given.package))
        draw = random.Random(given.seed)  # noqa: S311  a sample, no secret
        chosen = sites if given.all else draw.sample(sites, given.number)
        print(f"{len(sites):,} mutants in {given.package}, {len(chosen):,} to be tried")
        counts = try_all(chosen, source)
    n_judged = counts["killed"] + counts["survived"]
    print(f"{dict(counts)}: {counts['killed'] / max(n_judged, 1):.1%} killed")


def sites_of(package: Path) -> Iterator[tuple[Path, Mutation]]:
    """Give every change of every module of a package."""
    for path in sorted(package.rglob("*.py")):
        if path.name != "__init__.py":
            text = path.read_text(encoding="utf-8")
            yield from ((path, one) for one in find_mutations(text))


def try_all(chosen: Sequence[tuple[Path, Mutation]], source: Path) -> Counter[str]:
    """Try each change in the order of the draw, and tell what came of it.

    A run that is broken off has thus tried a smaller sample of the whole package.
    """
    counts: Counter[str] = Counter()
    usual: dict[Path, float | None] = {}
    for number, (path, mutation) in enumerate(chosen, start=1):
        if path not in usual:
            failed, seconds = run_tests(find_tests(path, source), source, MOST_S)
            usual[path] = None if failed else seconds
        came = try_one(path, mutation, source, usual[path])
        counts[came] += 1
        line = path.read_text(encoding="utf-8").splitlines()[mutation.line - 1].strip()
        place = f"{path.name}:{mutation.line}: {mutation.what}: {line}"
        print(f"{number}/{len(chosen)} {came} {place}", flush=True)
    return counts


def try_one(path: Path, one: Mutation, source: Path, usual_s: float | None) -> str:
    """Tell whether the tests of a module see a change of it; put it back."""
    if usual_s is None:
        return "not tried, tests fail without it:"
    text = path.read_text(encoding="utf-8")
    path.write_text(mutate(text, one), encoding="utf-8")
    most_s = int(3 * usual_s) + SPARE_S
    failed, _ = run_tests(find_tests(path, source), source, most_s)
    path.write_text(text, encoding="utf-8")
    return "killed" if failed else "survived"


@cache
def find_tests(path: Path, source: Path) -> tuple[Path, ...]:
    """Find the tests that belong to a module: of its package those that import it.

    Where none does, those of the modules of its package that import it count, then
    those of modules elsewhere that do, and then all others.
    """
    package, name = path.parent.name, path.stem
    everywhere = sorted((ROOT / "tests").rglob("test_*.py"))
    near = [one for one in everywhere if one.parent.name == package]
    if own := [one for one in near if _imports(one, package, name)]:
        return tuple(own)
    for modules in (path.parent.glob("*.py"), source.rglob("*.py")):
        users = [one for one in modules if _imports(one, package, name)]
        if own := sorted({test for user in users for test in find_tests(user, source)}):
            return tuple(own)
    return tuple(one for one in everywhere if _imports(one, package, name))


@cache
def _imports(path: Path, package: str, name: str) -> bool:
    text = path.read_text(encoding="utf-8")
    return f"stsdetect.{package}.{name} import" in text


def run_tests(tests: Sequence[Path], source: Path, most_s: int) -> tuple[bool, float]:
    """Run tests on a source in a process of its own; tell failure, and CPU seconds.

    A mutant that never ends is ended by the clock of the processor, which does not run
    while others work, and has failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if child == 0:
        _be_tested(tests, source, most_s)
    _, status = os.waitpid(child, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return status != 0, after.ru_utime - before.ru_utime


def _be_tested(tests: Sequence[Path], source: Path, most_s: int) -> None:
    """Run pytest in this process, and end it."""
    resource.setrlimit(resource.RLIMIT_CPU, (most_s, most_s))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.chdir(ROOT)
    sys.path.insert(0, str(source))
    os.environ["PYTHONPATH"] = str(source)
    code = 1
    try:
        names = [str(one.relative_to(ROOT)) for one in tests]
        code = int(pytest.main(["-q", "-x", "--assert=plain", *names]))
    finally:
        os._exit(code)


if __name__ == "__main__":
    os.environ |= {"NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    for library in ("hypothesis", "numba", "pandas", "polars"):
        import_module(library)  # once: each process of tests begins with them
    main()

"""Mutants: whether a test fails where an operator or a number is another.

A seeded sample of changes in a package is made one by one in a copy of the source, and
the tests that name the changed module are run on it, kernels as plain Python. A mutant
that no test kills is told with its line: it does what the code does, or a test is
missing.

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
        print(f"{len(sites):,} mutants in {given.package}, {len(chosen):,} tried")
        counts = try_all(sorted(chosen, key=str), source)
    n_judged = counts["killed"] + counts["survived"]
    print(f"{dict(counts)}: {counts['killed'] / max(n_judged, 1):.1%} killed")


def sites_of(package: Path) -> Iterator[tuple[Path, Mutation]]:
    """Give every change of every module of a package."""
    for path in sorted(package.rglob("*.py")):
        if path.name != "__init__.py":
            text = path.read_text(encoding="utf-8")
            yield from ((path, one) for one in find_mutations(text))


def try_all(chosen: Sequence[tuple[Path, Mutation]], source: Path) -> Counter[str]:
    """Try each change; tell those that survive, and modules that no test names."""
    counts: Counter[str] = Counter()
    usual: dict[Path, float | None] = {}
    for path, mutation in chosen:
        tests = tests_of(path)
        if path not in usual:
            failed, seconds = run_tests(tests, source, MOST_S)
            usual[path] = None if failed or not tests else seconds
            if usual[path] is None:
                print(f"{path.name}: no test, or one that fails without a change")
        most_s = usual[path]
        if most_s is None:
            counts["not tried"] += 1
            continue
        text = path.read_text(encoding="utf-8")
        path.write_text(mutate(text, mutation), encoding="utf-8")
        failed, _ = run_tests(tests, source, int(3 * most_s) + SPARE_S)
        path.write_text(text, encoding="utf-8")
        counts["killed" if failed else "survived"] += 1
        if not failed:
            line = text.splitlines()[mutation.line - 1].strip()
            print(f"{path.name}:{mutation.line}: {mutation.what}: {line}", flush=True)
    return counts


def tests_of(path: Path) -> list[Path]:
    """Find the tests that belong to a module: of its package those that import it.

    Where none does, those of the modules that import it count, and then all others.
    """
    package, name = path.parent.name, path.stem
    everywhere = sorted((ROOT / "tests").rglob("test_*.py"))
    near = [one for one in everywhere if one.parent.name == package]
    own = [one for one in near if _imports(one, package, name)]
    if own:
        return own
    users = [one for one in path.parent.glob("*.py") if _imports(one, package, name)]
    own = sorted({test for user in users for test in tests_of(user)})
    return own or [one for one in everywhere if _imports(one, package, name)]


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

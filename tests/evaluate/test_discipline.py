"""Discipline: what judges is not seen by what is judged."""

import re
from pathlib import Path

from stsdetect.evaluate.worlds import FORMS, World, hidden_seed, list_worlds

ROOT = Path(__file__).parents[2]
PLACES = ("src", "tests", "scripts", "benchmarks", "notebooks", "docs", "Makefile")


def sources() -> list[Path]:
    """Every file of the project that someone wrote, but for the evaluation itself."""
    inside = [
        path
        for place in (ROOT / name for name in PLACES)
        for path in (place.rglob("*") if place.is_dir() else [place])
    ]
    return [
        path
        for path in inside
        if path.suffix in {".py", ".ipynb", ".toml", ".md", ".json", ""}
        and path.is_file()
        and not {"evaluate", "__pycache__"} & set(path.parts)
    ]


def named_seeds(text: str, seeds: set[int]) -> set[int]:
    numbers = {int(one.replace("_", "")) for one in re.findall(r"\d[\d_]{8,}", text)}
    return numbers & seeds


def all_hidden() -> set[int]:
    return {hidden_seed(number) for number in range(4_000)}


def test_sources__no_code_outside_evaluate_names_a_test_seed() -> None:
    seeds = all_hidden()

    named = {
        path.relative_to(ROOT): found
        for path in sources()
        if (found := named_seeds(path.read_text(encoding="utf-8"), seeds))
    }

    assert named == {}


def test_sources__no_code_outside_evaluate_asks_for_test_seeds() -> None:
    asking = [
        path.relative_to(ROOT)
        for path in sources()
        if "hidden_seed" in path.read_text(encoding="utf-8")
    ]

    assert asking == []


def test_named_seeds__finds_one_however_it_is_written() -> None:
    seed = hidden_seed(3)

    assert named_seeds(f"SeaParams(seed={seed})", all_hidden()) == {seed}
    assert named_seeds(f"SeaParams(seed={seed:_})", all_hidden()) == {seed}
    assert named_seeds("SeaParams(seed=101)", all_hidden()) == set()


def test_list_worlds__development_and_test_share_no_seed_and_no_motion() -> None:
    def seeds(worlds: list[World]) -> set[int]:
        return {world.seed for world in worlds}

    for form in FORMS.values():
        judging, open_ = (
            list_worlds(form, development=development) for development in (False, True)
        )
        assert not seeds(judging) & seeds(open_)
        assert len(seeds(judging)) == len(judging) == 3 * form.n_worlds
        assert all(world.is_test for world in judging)
        assert not any(world.is_test for world in open_)

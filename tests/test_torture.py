"""Torture in short: a few kills and some fuzz, of which ``make torture`` does many."""

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from torture.fuzz import fuzz, mutated
from torture.stories import STORIES

ROOT = Path(__file__).parents[1]

SHORT = """
import sys
sys.path[:0] = sys.argv[1:3]
from torture import kills
outcomes = kills.torture_runs(3, 1, seed=4, n_stories=1)
print(sum(one.n_tried for one in outcomes), [one.findings for one in outcomes])
"""


@pytest.mark.slow
def test_torture_runs__stopped_work_goes_on_to_the_same_bytes() -> None:
    paths = [str(ROOT / "benchmarks"), str(ROOT / "tests")]
    command = [sys.executable, "-c", SHORT, *paths]

    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603

    n_tried, findings = done.stdout.split(" ", 1)
    assert int(n_tried) >= 5
    assert findings.strip() == "[[], [], []]"


def test_fuzz__finds_nothing_in_a_moment() -> None:
    found = fuzz(60.0, seed=3, n_most=8)

    assert [one.findings for one in found if one.findings] == []
    assert all(one.n_inputs for one in found)


def test_mutated__changes_an_input_and_gives_the_same_again() -> None:
    several = {mutated(b"mmsi,lat\n1,2\n", Random(k)) for k in range(50)}  # noqa: S311
    again = {mutated(b"mmsi,lat\n1,2\n", Random(k)) for k in range(50)}  # noqa: S311

    assert len(several) > 30
    assert several == again


def test_stories__have_names_of_their_own() -> None:
    assert len({story.name for story in STORIES}) == len(STORIES)

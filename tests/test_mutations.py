"""Mutations of source: which there are, and that each is one change."""

import ast
import difflib

import pytest
from checkout import ROOT
from mutants import find_tests
from mutations import Mutation, find_mutations, mutate

SOURCE = '''"""Text with 1 < 2."""
@compiled(cache=True)
def count(found: "list[int]", most: int | None = 3) -> int:
    total = -1
    for one in found:
        if not one or one >= most and True:
            continue
        total = total + one * 2 + one
    return total
'''


def test_find_mutations__texts_and_hints_stay() -> None:
    told = {(one.line, one.what) for one in find_mutations(SOURCE)}

    assert told == {
        (3, "3 to 4"),
        (4, "1 to 2"),
        (4, "no USub"),
        (6, "And to Or"),
        (6, "GtE to Gt"),
        (6, "Or to And"),
        (6, "True to False"),
        (6, "no Not"),
        (7, "Continue to Break"),
        (8, "2 to 3"),
        (8, "Add to Sub"),
        (8, "Mult to Div"),
    }


@pytest.mark.parametrize("one", find_mutations(SOURCE), ids=lambda one: one.what)
def test_mutate__changes_one_line(one: Mutation) -> None:
    before = ast.unparse(ast.parse(SOURCE)).splitlines()

    after = mutate(SOURCE, one).splitlines()

    lines = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert [line[0] for line in lines] == ["-", "+"]


def test_mutate__a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no node 99"):
        mutate("x = 1", Mutation(99, 1, "1 to 2"))


def test_mutate__of_two_like_operators_one_is_changed() -> None:
    sums = [
        mutate("a + b + c", one)
        for one in find_mutations("a + b + c")
        if one.what == "Add to Sub"
    ]

    assert sorted(sums) == ["a + b - c", "a - b + c"]


@pytest.mark.parametrize("package", ["kernels", "scoring"])
def test_find_tests__every_module_has_some(package: str) -> None:
    source = ROOT / "src"
    modules = sorted((source / "stsdetect" / package).glob("[!_]*.py"))

    assert modules
    assert [one.name for one in modules if not find_tests(one, source)] == []


def test_find_tests__a_module_that_another_package_uses_has_the_tests_of_that() -> None:
    source = ROOT / "src"
    fields = source / "stsdetect" / "kernels" / "nmea_fields.py"

    assert ROOT / "tests" / "ingest" / "test_nmea.py" in find_tests(fields, source)

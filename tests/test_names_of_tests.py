"""Names of test files: each but once, since pytest collects no second one."""

from collections import Counter

from checkout import ROOT


def test_names_of_tests__each_file_has_its_own() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))

    assert [name for name, n in names.items() if n > 1] == []

"""Bill of materials: what CycloneDX 1.5 asks for is there, of every locked package."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "write_sbom.py"))
LOCK = (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_bill_of_materials__has_what_the_specification_requires() -> None:
    bill = SCRIPT["bill_of_materials"](LOCK)

    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == (
        "CycloneDX",
        "1.5",
        1,
    )
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(references) == len(set(references))
    for one in bill["components"]:
        assert {"type", "name", "version", "purl"} <= one.keys()
        assert re.fullmatch(r"pkg:pypi/[a-z0-9.-]+@\S+", one["purl"])
        assert one["hashes"]
    (own,) = bill["dependencies"]
    assert set(own["dependsOn"]) == set(references)


def test_bill_of_materials__misses_no_package_of_the_lock_and_no_hash() -> None:
    components = SCRIPT["bill_of_materials"](LOCK)["components"]

    assert len(components) == len(re.findall(r"^[\w.-]+==", LOCK, flags=re.MULTILINE))
    assert sum(len(one["hashes"]) for one in components) == LOCK.count("--hash=")

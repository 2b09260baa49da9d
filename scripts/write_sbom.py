"""Write a bill of materials: every locked package, as CycloneDX 1.5 JSON.

Names, versions and hashes come from ``constraints.txt``, licences from what is
installed; nothing is asked of a network.
"""

import json
import re
import sys
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import stsdetect
from stsdetect.disk.files import written_whole

LOCK = Path(__file__).parents[1] / "constraints.txt"

_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_MAX_LICENCE = 100
"""Letters; what is longer is the text of a licence and no name of one."""


def describe_packages(lock: str) -> list[dict[str, Any]]:
    """Give a component for each package of a lock, by name."""
    components: list[dict[str, Any]] = []
    for line in lock.splitlines():
        package = _PACKAGE.match(line)
        if package:
            components.append(_component(package[1], package[2]))
        components[-1]["hashes"] += [
            {"alg": "SHA-256", "content": one} for one in _HASH.findall(line)
        ]
    return sorted(components, key=lambda one: (one["name"], one["version"]))


def _component(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [],
    }
    licence = _licence(name)
    return component | (
        {"licenses": [{"license": {"name": licence}}]} if licence else {}
    )


def _licence(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    names = [name for name in ("License-Expression", "License") if name in told]
    licence = told[names[0]] if names else ""
    return licence if len(licence) <= _MAX_LICENCE else ""


def bill_of_materials(lock: str) -> dict[str, Any]:
    """Give the whole bill; the same lock gives the same serial number."""
    own = f"pkg:pypi/stsdetect@{stsdetect.__version__}"
    components = describe_packages(lock)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, own + lock).urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "stsdetect",
                "version": stsdetect.__version__,
                "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
        "dependencies": [
            {"ref": own, "dependsOn": [one["bom-ref"] for one in components]}
        ],
    }


def main() -> None:
    """Write the bill to the file that is named."""
    bill = bill_of_materials(LOCK.read_text(encoding="utf-8"))
    with written_whole(Path(sys.argv[1])) as aside:
        aside.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    print(f"{sys.argv[1]}: {len(bill['components'])} packages")


if __name__ == "__main__":
    main()

"""The bill of materials: CycloneDX of the distributions that are in the folder and of the libraries inside them."""

import json
import re
from pathlib import Path
from typing import Any

from resources.installer import environment
from resources.installer.recipe import LICENCE, NAME, SUMMARY, Build, run

NATIVE_LICENCES = {
    "Python": "PSF-2.0",
    "Qt": "LGPL-3.0-only",
    "PDFium": "BSD-3-Clause",
    "SQLite": "blessing",
    "SQLCipher": "BSD-3-Clause",
    "OpenSSL in sqlcipher3": "Apache-2.0",
    "OpenSSL in cryptography": "Apache-2.0",
    "libjpeg-turbo": "IJG",
    "libtiff": "libtiff",
    "OpenJPEG": "BSD-2-Clause",
}


def write(build: Build) -> None:
    """kapdesk-VERSION-SYSTEM.cdx.json in the output folder; the same folder gives the same bytes."""
    build.out.mkdir(parents=True, exist_ok=True)
    raw = build.work / "environment.cdx.json"
    counter: list[str | Path] = [
        environment.make_counting(build),
        "-m",
        "cyclonedx_py",
        "environment",
        "--output-reproducible",
    ]
    run([*counter, "--spec-version", "1.6", "--output-file", raw, environment.python(build)], build)
    whole = json.loads(raw.read_text("utf-8"))
    versions = {"Python": environment.look(build)["version"], "PDFium": "", **environment.natives(build)}
    listed = describe(build, whole, shipped(build), versions)
    place = build.out / f"{NAME}-{build.version}-{build.system}.cdx.json"
    place.write_text(json.dumps(listed, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    print(f"    {len(listed['components'])} components")


def shipped(build: Build) -> set[str]:
    """The distributions of which at least one file of code or data is in the folder."""
    taken = set(json.loads((build.work / "shipped.json").read_text("utf-8")))
    found = {
        one["name"]
        for one in environment.look(build)["distributions"]
        if any(file in taken for file in one["files"] if ".dist-info" not in file)
    }
    return found - {"pyinstaller", "pyinstaller-hooks-contrib", "setuptools", "pip"}


def describe(build: Build, whole: dict[str, Any], names: set[str], natives: dict[str, str]) -> dict[str, Any]:
    """The bill: what of `whole` is shipped, with the native libraries, and kapdesk as what it is about."""
    about = {
        "type": "application",
        "bom-ref": NAME,
        "name": NAME,
        "version": build.version,
        "description": SUMMARY,
        "licenses": [{"license": {"id": LICENCE}}],
    }
    kept = [one for one in whole["components"] if re.sub(r"[-_.]+", "-", one["name"]).lower() in names]
    inside = [_native(name, version) for name, version in sorted(natives.items()) if name in NATIVE_LICENCES]
    references = sorted([one["bom-ref"] for one in kept] + [one["bom-ref"] for one in inside])
    inner = [
        {"ref": one["ref"], "dependsOn": sorted(set(one.get("dependsOn", [])) & set(references))}
        for one in whole.get("dependencies", [])
        if one["ref"] in references
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": [*kept, *inside],
        "dependencies": [{"ref": NAME, "dependsOn": references}, *inner],
    }


def _native(name: str, version: str) -> dict[str, Any]:
    number = re.search(r"\d+(\.\d+)+", version)
    return {
        "type": "library",
        "bom-ref": f"native:{name}",
        "name": name,
        **({"version": number[0]} if number else {}),
        "licenses": [{"license": {"id": NATIVE_LICENCES[name]}}],
    }

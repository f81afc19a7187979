"""Every licence of what ships, as text files in one folder; what ships without one ends the build."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from resources.installer import environment
from resources.installer.recipe import Build, CannotBuild, empty

KNOWN = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt"),
    "pyside6-addons": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt"),
    "pyside6-pdf": ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Distributions that carry no licence file: the texts in resources/licences they are under."""
_ALSO = ("pyinstaller", "pyinstaller-hooks-contrib")
"""Their starter and hooks are part of the frozen program."""


def folder(build: Build) -> Path:
    """Where they are collected."""
    return build.work / "licences"


def collect(build: Build) -> None:
    """The program's own licence, those it keeps a copy of, Python's, and one file for each distribution."""
    found = environment.look(build)
    also = [one for one in found["distributions"] if one["name"] in _ALSO]
    gather(folder(build), build.root / "resources" / "licences", [*environment.runtime(build), *also])
    if not found["python"]:
        raise CannotBuild("Python's own licence (LICENSE.txt beside its library) is missing. Use a complete Python.")
    (folder(build) / "Python.txt").write_text(found["python"], "utf-8")


def gather(out: Path, kept: Path, distributions: Iterable[Mapping[str, Any]]) -> None:
    """Write `out`: the texts of `kept`, those of the fonts, and NAME.txt for each distribution; CannotBuild where there is no text."""
    empty(out)
    ours = Path(__file__).resolve().parents[1] / "licences"  # an older source has fewer
    for source in (ours, kept):
        for file in sorted(source.iterdir()):
            shutil.copyfile(file, out / file.name)
    for font in sorted((kept.parent / "fonts").glob("*LICENSE*.txt")):
        shutil.copyfile(font, out / font.name)
    without = []
    for one in distributions:
        texts = [f"{name}\n{'-' * len(name)}\n\n{text.strip()}\n" for name, text in one["texts"]]
        known = KNOWN.get(one["name"], ())
        if known and all((out / name).is_file() for name in known):
            texts.append(f"The texts are in this folder: {', '.join(known)}.\n")
        if not texts:
            without.append(f"{one['shown']} {one['version']}")
            continue
        head = f"{one['shown']} {one['version']}" + (f": {one['licence']}" if 0 < len(one["licence"]) < 100 else "")
        (out / f"{one['name']}.txt").write_text("\n\n".join([head, *texts]), "utf-8")
    if without:
        raise CannotBuild(
            f"No licence text was found for {', '.join(without)}. Put it into resources/licences and name it in "
            "resources/installer/licences.py (KNOWN); nothing is shipped without its licence."
        )

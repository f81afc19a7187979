"""Which packages go into an environment: the part of a hashed constraints file that some names need, and no more."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

BUILDERS = ("pyinstaller", "pyinstaller-hooks-contrib")
"""What freezes."""
COUNTERS = ("cyclonedx-bom",)
"""What writes the bill of materials."""


class Pinned(NamedTuple):
    """One pinned package: its name, its lines with the hashes, and what asks for it."""

    name: str
    text: str
    asked_by: frozenset[str]


def plain(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def runtime_names(pyproject: Path) -> list[str]:
    """What the program itself asks for in pyproject.toml."""
    asked = tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]
    return sorted({plain(re.split(r"[^A-Za-z0-9._-]", one, maxsplit=1)[0]) for one in asked})


def pick(constraints: str, names: Iterable[str]) -> list[Pinned]:
    """The pinned packages that `names` are and need, by the `# via` lines of the file."""
    pinned, kept = list(_read(constraints)), set(names)
    while True:
        more = {one.name for one in pinned if one.asked_by & kept} - kept
        if not more:
            return [one for one in pinned if one.name in kept]
        kept |= more


def requirements(*parts: list[Pinned]) -> str:
    """A requirements file of several picks; the first pick that names a package decides its version."""
    lines, seen = [], set[str]()
    for part in parts:
        lines += [one.text for one in part if one.name not in seen]
        seen |= {one.name for one in part}
    return "\n".join(lines) + "\n"


def _read(constraints: str) -> Iterator[Pinned]:
    for block in re.split(r"\n(?=[A-Za-z0-9])", constraints):
        lines = block.splitlines()
        found = re.match(r"([A-Za-z0-9._-]+)==", lines[0]) if lines else None
        if found is None:
            continue
        asked = [line.strip().removeprefix("#").strip().removeprefix("via").strip() for line in lines if "#" in line]
        text = "\n".join(line for line in lines if "#" not in line)
        yield Pinned(plain(found[1]), text, frozenset(plain(one) for one in asked if re.fullmatch(r"[\w.-]+", one)))

"""What every recipe of an installer is made of: the product's facts, named steps, templates, and running a tool."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
"""The top of the source."""
HERE = ROOT / "resources" / "installer"
"""Where the templates lie."""

NAME = "kapdesk"
IDENTIFIER = "org.kapdesk.kapdesk"
PUBLISHER = "The kapdesk authors"
CONTACT = "The kapdesk authors <kapdesk@localhost>"
SUMMARY = "Offline, encrypted practice desk for ketamine-assisted psychotherapy"
DESCRIPTION = (
    "Clients, the course with its three phases, the calendar, the prescriber's orders, the ketamine session, notes that "
    "cannot be altered once signed, consents and intake, and backups that can be trusted years later. Everything lies "
    "in one encrypted file on this computer. There is no cloud, no account and no network code."
)
LICENCE = "Apache-2.0"


class CannotBuild(Exception):
    """The installer cannot be built; its text is a plain sentence that says what to do."""


@dataclass(frozen=True)
class Build:
    """One build: for which system, from which source, to where."""

    system: str
    """linux, windows or macos."""
    version: str
    epoch: int
    """Seconds since 1970 of the last commit: the time that everything in the product bears."""
    python: str = sys.executable
    """The Python that the program is frozen with."""
    out: Path = ROOT / "dist"
    work: Path = ROOT / "build"
    root: Path = ROOT
    """The source that is built; another folder for an older version."""
    kinds: frozenset[str] = frozenset()
    """The products wanted, such as deb; all that the system can build when empty."""
    signing: Mapping[str, str] = field(default_factory=dict)
    """What was given for signing: key (GPG), certificate (Windows), identity (macOS)."""

    @property
    def frozen(self) -> Path:
        """The frozen folder: the program with its Python and libraries."""
        return self.work / "frozen" / self.system / NAME

    def wants(self, kind: str) -> bool:
        """Whether a product of this kind is asked for."""
        return not self.kinds or kind in self.kinds


class Step(NamedTuple):
    """One named step; the words stand in the dry run."""

    words: str
    act: Callable[[Build], None]


def facts(build: Build) -> dict[str, str]:
    """What templates are filled with, the one place for names and words."""
    return {
        "name": NAME,
        "version": build.version,
        "identifier": IDENTIFIER,
        "publisher": PUBLISHER,
        "contact": CONTACT,
        "summary": SUMMARY,
        "description": DESCRIPTION,
        "licence": LICENCE,
        "frozen": str(build.frozen),
        "out": str(build.out),
    }


class _Marked(Template):
    """@{name} is filled; $ means something to shells, NSIS and installers."""

    delimiter = "@"
    pattern = r"@(?:(?P<escaped>@)|(?P<named>\Z.)|\{(?P<braced>[a-z_]+)\}|(?P<invalid>\{))"  # type: ignore[assignment]


def fill(template: str, build: Build, **more: str) -> str:
    """The text of resources/installer/`template`, each @{name} filled with the product's facts; strict."""
    text = (HERE / template).read_text("utf-8")
    try:
        return _Marked(text).substitute({**facts(build), **more})
    except (KeyError, ValueError) as error:
        raise CannotBuild(f"The template {template} asks for {error}, which the recipe does not give.") from error


def run(
    command: Sequence[str | Path], build: Build, cwd: Path | None = None, settings: Mapping[str, str] | None = None
) -> str:
    """Run a tool and return what it printed; `settings` are environment variables. Its last words become the sentence
    when it fails.
    """
    words = [str(word) for word in command]
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    stable = {"SOURCE_DATE_EPOCH": str(build.epoch), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(words, cwd=cwd, env={**clean, **stable, **(settings or {})}, capture_output=True, text=True)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-25:]
        raise CannotBuild(f"{Path(words[0]).name} failed with {done.returncode}:\n  " + "\n  ".join(said))
    return done.stdout


def find_tool(name: str, advice: str) -> str:
    """The path of a tool; without it a sentence that says how to get it."""
    found = shutil.which(name)
    if found is None:
        raise CannotBuild(f"{name} is not on this computer. {advice}")
    return found


def empty(folder: Path) -> Path:
    """A new, empty folder in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder

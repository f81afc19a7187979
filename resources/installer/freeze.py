"""From source to a frozen folder: a clean environment of hashed packages, the licences, PyInstaller, the bill of materials."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from resources.installer import bom, elf, environment, licences
from resources.installer.recipe import HERE, NAME, Build, CannotBuild, Step, find_tool, run

LARGEST_FOLDER = 150_000_000
"""Bytes of the frozen folder at most."""
_LOADED_AFTER = 10.0
"""Seconds in which the program that is opened has brought in everything."""
_NOT_OURS = re.compile(
    r"(^|/)(tests?|testing|pytest|_pytest|ruff|mypy|hypothesis|installer)(/|$)|QtWebEngine|QtQml|/qml/|PySide6/QtNetwork"
)
"""What has no business in the product."""


def steps(build: Build) -> list[Step]:
    """The steps that make the frozen folder."""
    return [
        Step(
            "make a clean environment in build/ from hashed versions: runtime packages and PyInstaller",
            environment.make,
        ),
        Step("collect every licence into build/licences; a package without one ends the build", licences.collect),
        Step(f"freeze with PyInstaller into build/frozen/{build.system}/kapdesk, pruned and stripped", freeze),
        Step("look at the folder: its size, nothing of tests, nothing missing", look_at),
        Step("write the bill of materials (CycloneDX) of what is in the folder", bom.write),
    ]


def freeze(build: Build) -> None:
    """Run PyInstaller with the one spec; on Linux the system's own libraries take the place of copies."""
    if build.system == "linux":
        find_tool("objdump", "Install binutils.")
        find_tool("strip", "Install binutils.")
    shutil.rmtree(build.frozen, ignore_errors=True)
    work = build.work / "pyinstaller"
    command: list[str | Path] = [
        environment.python(build),
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
    ]
    run(
        [*command, "--distpath", build.frozen.parent, "--workpath", work, HERE / "kapdesk.spec"],
        build,
        cwd=build.work,
        settings={
            "PYINSTALLER_CONFIG_DIR": str(build.work / "cache"),
            "KAPDESK_SOURCE": str(build.root),
            "KAPDESK_LICENCES": str(licences.folder(build)),
            "KAPDESK_VERSION": build.version,
            "KAPDESK_SHIPPED": str(build.work / "shipped.json"),
            "KAPDESK_DISTRIBUTIONS": " ".join(one["name"] for one in environment.runtime(build)),
        },
    )
    if build.system == "linux":
        elf.prefer_systems(build.frozen)
    for link in [one for one in build.frozen.rglob("*") if one.is_symlink() and not one.exists()]:
        link.unlink()


def look_at(build: Build) -> None:
    """Hold the folder against what was promised."""
    size, odd = size_of(build.frozen), sorted(_odd(build.frozen))
    print(f"    {build.frozen}: {size / 1e6:.1f} MB")
    if odd:
        raise CannotBuild(f"These should not be in the folder: {', '.join(odd[:5])}.")
    if build.system == "linux" and size > LARGEST_FOLDER:
        raise CannotBuild(f"The folder has {size / 1e6:.1f} MB; at most {LARGEST_FOLDER / 1e6:.0f} MB are wanted.")


def try_out(build: Build) -> None:
    """Run the frozen program: its version, and its own test, without a display and with settings of its own."""
    program = build.frozen / (NAME + ("-console.exe" if build.system == "windows" else ""))
    with tempfile.TemporaryDirectory(prefix="kapdesk-try-") as room:
        own = {"QT_QPA_PLATFORM": "offscreen", "HOME": room, "XDG_CONFIG_HOME": room, "APPDATA": room}
        said = run([program, "--version"], build, settings=own).strip()
        if said != f"{NAME} {build.version}":
            raise CannotBuild(f"The frozen program calls itself “{said}”, and not {NAME} {build.version}.")
        _open_for_a_while(program, own)
        print("    " + run([program, "self-test"], build, settings=own).strip().replace("\n", "\n    "))
    look_at(build)


def _open_for_a_while(program: Path, own: dict[str, str]) -> None:
    """Open the first launch: what it brings in by name, in a thread, must all be there."""
    desk = subprocess.Popen([program], env={**os.environ, **own}, stderr=subprocess.PIPE, text=True)
    try:
        _, said = desk.communicate(timeout=_LOADED_AFTER)
    except subprocess.TimeoutExpired:
        desk.kill()
        _, said = desk.communicate()
        if "Error" not in said:
            return
    raise CannotBuild(f"The frozen program does not open as it should; it said:\n{said.strip()}")


def size_of(folder: Path) -> int:
    """Bytes of all files; links count nothing."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def _odd(folder: Path) -> Iterator[str]:
    for one in folder.rglob("*"):
        path = one.relative_to(folder).as_posix()
        if _NOT_OURS.search(path):
            yield path


def good_python() -> str:
    """The Python to freeze with when none is named: 3.13 where it is at hand, this one otherwise."""
    found = shutil.which("python3.13")
    works = found and os.system(f'"{found}" -c "import venv, ctypes" >{os.devnull} 2>&1') == 0  # noqa: S605
    return found if found and works else sys.executable

"""The Windows installer lived through under wine: install, run, refuse, update, remove; what a person put there survives.

The program is a stub that waits; the installer is made for 64 bit, so that wine needs no 32-bit half.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from resources.installer import windows
from resources.installer.recipe import Build

WINE = next((found for one in ("wine64", "/usr/lib/wine/wine64") if (found := shutil.which(one))), None)
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        WINE is None or shutil.which("makensis") is None, reason="wine or makensis is not on this computer"
    ),
]
REFUSED_RUNNING, REFUSED_OLDER = 4, 5
STUB = """Target amd64-unicode
Name stub
OutFile "{out}"
SilentInstall silent
RequestExecutionLevel user
Section
FileOpen $0 "$EXEDIR\\it-runs" w
FileClose $0
wait:
Sleep 100
IfFileExists "$EXEDIR\\it-runs" wait
SectionEnd
"""
UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\kapdesk"


class Computer:
    """A Windows 10 of wine's making."""

    def __init__(self, prefix: Path) -> None:
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "USER": "ada"}
        plain = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.environment = {**plain, **quiet, "WINEPREFIX": str(prefix)}
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")
        self.person = prefix / "drive_c" / "users" / "ada"
        self.program = self.person / "AppData" / "Local" / "Programs" / "kapdesk"

    def run(self, *command: str | Path) -> int:
        """Run to the end; the exit code."""
        return subprocess.run([str(WINE), *command], env=self.environment, capture_output=True, timeout=120).returncode

    def begin(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Run beside the test."""
        null = subprocess.DEVNULL
        return subprocess.Popen([str(WINE), *command], env=self.environment, stdout=null, stderr=null)

    def registry(self, key: str) -> str:
        """A key with everything below it; empty when it is not there."""
        asked = [str(WINE), "reg", "query", key, "/s"]
        run = subprocess.run(asked, env=self.environment, capture_output=True, timeout=60)
        return run.stdout.decode("utf-8", "replace") if run.returncode == 0 else ""


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    """It is switched off after the test."""
    made = Computer(tmp_path / "wine")
    yield made
    subprocess.run([str(Path("/usr/lib/wine/wineserver")), "-k"], env=made.environment, capture_output=True)


@pytest.fixture
def setup_of(windows_build: Build, tmp_path: Path) -> Callable[..., Path]:
    """Compile the installer of a version, with one file that only this version has."""

    def made(version: str) -> Path:
        build = replace(windows_build, version=version, work=tmp_path / version)
        shutil.copytree(windows_build.frozen, build.frozen)
        (build.frozen / "_internal" / f"only-in-{version}.txt").write_text(version)
        stub = tmp_path / "stub.nsi"
        stub.write_text(STUB.format(out=build.frozen / "kapdesk.exe"))
        windows.compile_script(build, stub)
        windows.compile_script(build, windows.write_script(build, "amd64-unicode"))
        return windows.installer(build)

    return made


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for another program, a minute at most."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_what_a_person_put_there_survives_an_update_and_the_removal(
    computer: Computer, setup_of: Callable[[str], Path]
) -> None:
    old, new, program = setup_of("0.1.0"), setup_of("0.2.0"), computer.program
    assert computer.run(old, "/S") == 0
    assert (program / "_internal" / "resources" / "papers" / "es" / "niños.md").read_text("utf-8") == "es"
    assert "0.1.0" in computer.registry(UNINSTALL_KEY)
    assert "kapdesk.exe" in computer.registry(r"HKCU\Software\Classes\kapdesk.backup\shell\open\command")
    assert "*.kapdesk" in computer.registry(r"HKCU\Software\Classes\Directory\shell\kapdesk")

    own = [
        program / "mine.kapdesk" / "vault.db",
        program / "_internal" / "resources" / "deep.kapdesk" / "vault.db",
        program / "my notes.txt",
        computer.person / "AppData" / "Roaming" / "kapdesk" / "preferences.json",
    ]
    for file in own:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine")

    running = computer.begin(program / "kapdesk.exe")
    wait_until((program / "it-runs").exists)
    assert computer.run(new, "/S") == REFUSED_RUNNING
    assert (program / "_internal" / "only-in-0.1.0.txt").exists(), "nothing is changed while kapdesk runs"
    (program / "it-runs").unlink()
    running.wait(60)

    assert computer.run(new, "/S") == 0
    assert (program / "_internal" / "only-in-0.2.0.txt").exists()
    assert not (program / "_internal" / "only-in-0.1.0.txt").exists()
    assert computer.run(old, "/S") == REFUSED_OLDER

    computer.run(program / "uninstall.exe", "/S")
    wait_until(lambda: not (program / "uninstall.exe").exists())  # it goes on in a copy of itself
    wait_until(lambda: computer.registry(r"HKCU\Software\kapdesk") == "")  # the last that it removes
    left = sorted(file for file in program.rglob("*") if file.is_file())
    assert left == sorted(own[:3])
    assert [file.read_text() for file in own] == ["mine"] * 4
    assert computer.registry(UNINSTALL_KEY) == ""
    assert computer.registry(r"HKCU\Software\Classes\.kdbk") == ""
    assert computer.registry(r"HKCU\Software\Classes\Directory\shell\kapdesk") == ""
    assert not list(computer.person.rglob("kapdesk.lnk"))

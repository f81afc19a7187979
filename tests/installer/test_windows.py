"""What Windows is given: the script, the list by which it is removed again, and a compilation where NSIS is at hand."""

import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from resources.installer import windows
from resources.installer.recipe import HERE, Build, CannotBuild

REFERENCE = Path(__file__).parent.parent / "reference" / "installer"


def script(build: Build) -> str:
    """The script, with this computer's folders named for what they are."""
    text = windows.write_script(build).read_text("utf-8-sig")
    for folder, name in ((build.frozen, "FROZEN"), (build.work, "WORK"), (build.out, "OUT"), (HERE, "HERE")):
        text = text.replace(str(folder), name)
    return text


def test_the_script_is_as_agreed(windows_build: Build) -> None:
    assert script(windows_build) == (REFERENCE / "kapdesk.nsi").read_text("utf-8")


def test_exactly_what_is_installed_is_listed_for_removal_and_no_practice_ever(windows_build: Build) -> None:
    text = script(windows_build)
    listed = (windows_build.work / "windows" / "installed-files.txt").read_bytes().decode("utf-16-le").split("\r\n")
    assert listed == [
        "_internal\\PySide6\\plugins\\platforms\\qwindows.dll",
        "_internal\\python313.dll",
        "_internal\\resources\\papers\\es\\niños.md",
        "kapdesk.exe",
        "_internal\\PySide6\\plugins\\platforms\\",
        "_internal\\resources\\papers\\es\\",
        "_internal\\PySide6\\plugins\\",
        "_internal\\resources\\papers\\",
        "_internal\\PySide6\\",
        "_internal\\resources\\",
        "_internal\\",
        "",
    ]
    assert "RMDir /r" not in text, "a whole folder is never removed: a practice may lie in it"


@pytest.mark.parametrize("name", ["mine.kapdesk/vault.db", "a..b", "$HOME.txt", "d" * 170])
def test_a_name_that_could_not_be_removed_again_is_refused(windows_build: Build, name: str) -> None:
    file = windows_build.frozen / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("x")
    with pytest.raises(CannotBuild, match="name"):
        windows.write_script(windows_build)


def test_without_the_frozen_program_a_sentence_says_where_to_freeze(tmp_path: Path) -> None:
    (tmp_path / "frozen" / "windows" / "kapdesk").mkdir(parents=True)
    with pytest.raises(CannotBuild, match="Freeze the program on Windows first"):
        windows.write_script(Build("windows", "1.2.3", 0, work=tmp_path))


def test_signing_is_said_to_be_skipped_or_signs_the_uninstaller_too(windows_build: Build) -> None:
    assert sum("skipped, no --certificate given" in step.words for step in windows.steps(windows_build)) == 2
    signed = replace(windows_build, signing={"certificate": "house.pfx"})
    assert not [step.words for step in windows.steps(signed) if "skipped" in step.words]
    assert '!uninstfinalize \'"osslsigncode" "sign" "-pkcs12" "house.pfx"' in script(signed)
    assert '&& mv -f "%1.signed" "%1"\' = 0' in script(signed), "an uninstaller that could not be signed ends the build"


def test_the_program_bears_its_version_and_is_sharp_on_every_screen(tmp_path: Path) -> None:
    given = windows.program("1.2.3", tmp_path)
    told = Path(given["version"]).read_text("utf-8")
    assert "filevers=(1, 2, 3, 0)" in told
    compile(told, "version_info", "eval")
    assert "PerMonitorV2" in given["manifest"]
    ElementTree.fromstring(given["manifest"].encode())


@pytest.mark.long
@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis (NSIS) is not on this computer")
def test_it_compiles_without_a_warning_and_the_same_twice(windows_build: Build) -> None:
    made = []
    for _ in range(2):
        windows.compile_script(windows_build, windows.write_script(windows_build))
        made.append(windows.installer(windows_build).read_bytes())
    assert made[0][:2] == b"MZ"
    assert made[0] == made[1]

"""What macOS is given: Info.plist, the exception to the hardened runtime, and the commands."""

import plistlib
import sys
from pathlib import Path

import pytest

from resources.installer import macos
from resources.installer.recipe import HERE, IDENTIFIER, Build, CannotBuild

REFERENCE = Path(__file__).parent.parent / "reference" / "installer"


def test_info_plist_is_as_agreed() -> None:
    written = plistlib.dumps(macos.info_plist("1.2.3"))
    assert written.decode() == (REFERENCE / "Info.plist").read_text("utf-8")


def test_a_practice_is_a_package_and_a_backup_is_a_file() -> None:
    told = plistlib.loads(plistlib.dumps(macos.info_plist("1.2.3")))
    kinds = {one["UTTypeIdentifier"]: one for one in told["UTExportedTypeDeclarations"]}
    practice, backup = told["CFBundleDocumentTypes"]
    assert practice["LSTypeIsPackage"] is True
    assert kinds[practice["LSItemContentTypes"][0]]["UTTypeConformsTo"] == ["com.apple.package"]
    assert kinds[practice["LSItemContentTypes"][0]]["UTTypeTagSpecification"]["public.filename-extension"] == [
        "kapdesk"
    ]
    assert kinds[backup["LSItemContentTypes"][0]]["UTTypeTagSpecification"]["public.filename-extension"] == ["kdbk"]
    assert told["CFBundleIdentifier"] == IDENTIFIER


def test_the_program_asks_for_no_network() -> None:
    granted = plistlib.loads((HERE / "entitlements.plist").read_bytes())
    assert granted == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize(
    ("signing", "name"),
    [
        ({}, "macos-steps.txt"),
        ({"identity": "Developer ID Application: A", "notary-profile": "kap"}, "macos-steps-signed.txt"),
    ],
)
def test_the_dry_run_says_each_command(signing: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    build = Build("macos", "1.2.3", 0, out=Path("/out"), work=Path("/work"), signing=signing)
    said = "".join(f"{step.words}\n" for step in macos.steps(build)).replace(str(HERE), "HERE")
    assert said == (REFERENCE / name).read_text("utf-8")


def test_code_is_signed_the_inner_first_and_the_program_last(tmp_path: Path) -> None:
    bundle = tmp_path / "kapdesk.app"
    for name in (
        "MacOS/kapdesk",
        "Frameworks/QtCore.framework/Versions/A/QtCore",
        "Frameworks/a.dylib",
        "Resources/x.md",
    ):
        file = bundle / "Contents" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    inside = [one.name for one in macos.code_inside(bundle)]
    assert inside == ["QtCore.framework", "a.dylib", "kapdesk.app"]


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac can")
def test_elsewhere_a_sentence_says_that_it_takes_a_mac(tmp_path: Path) -> None:
    build = Build("macos", "1.2.3", 0, work=tmp_path)
    with pytest.raises(CannotBuild, match="only be made on a Mac"):
        macos.steps(build)[1].act(build)

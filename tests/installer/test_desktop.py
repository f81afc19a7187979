"""What a Linux desktop is given: the entry, the file types, the page in a software centre; they agree with each other."""

import configparser
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from resources.installer import desktop
from resources.installer.recipe import IDENTIFIER, Build
from tests.installer.conftest import EPOCH

REFERENCE = Path(__file__).parent.parent / "reference" / "installer"
FILES = desktop.shared_files(Build("linux", "1.2.3", EPOCH))
METAINFO = f"metainfo/{IDENTIFIER}.metainfo.xml"
TYPES = {"application/x-kapdesk-backup": "*.kdbk", "application/x-kapdesk-practice": "*.kapdesk"}


def entry() -> configparser.SectionProxy:
    """The desktop entry."""
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(FILES["applications/kapdesk.desktop"].decode())
    return read["Desktop Entry"]


def test_the_page_in_a_software_centre_is_as_agreed() -> None:
    assert FILES[METAINFO].decode() == (REFERENCE / "metainfo.xml").read_text("utf-8")


def test_the_entry_names_the_icon_the_window_and_the_file_types_that_are_installed() -> None:
    told = entry()
    assert (told["Exec"], told["Icon"], told["StartupWMClass"]) == ("kapdesk %f", "kapdesk", "kapdesk")
    assert set(filter(None, told["MimeType"].split(";"))) == set(TYPES)
    assert "icons/hicolor/48x48/apps/kapdesk.png" in FILES
    assert "icons/hicolor/scalable/apps/kapdesk.svg" in FILES
    page = ElementTree.fromstring(FILES[METAINFO])
    assert {one.text for one in page.iter("mediatype")} == set(TYPES)
    assert [one.text for one in page.iter("launchable")] == ["kapdesk.desktop"]


def test_a_backup_and_a_practice_are_known_by_their_names() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kinds = ElementTree.fromstring(FILES["mime/packages/kapdesk.xml"])
    assert {
        one.attrib["type"]: one.find(f"{space}glob").attrib["pattern"]
        for one in kinds  # type: ignore[union-attr]
    } == TYPES


@pytest.mark.parametrize(
    ("tool", "file"),
    [
        (["desktop-file-validate"], "applications/kapdesk.desktop"),
        (["appstreamcli", "validate", "--no-net", "--pedantic"], METAINFO),
    ],
)
def test_the_desktops_own_checkers_find_nothing(tool: list[str], file: str, tmp_path: Path) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not on this computer")
    written = tmp_path / Path(file).name
    written.write_bytes(FILES[file])
    run = subprocess.run([*tool, written], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout

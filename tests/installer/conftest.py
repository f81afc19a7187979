"""A build that needs no freezing: a small folder laid out as the frozen one is."""

from pathlib import Path

import pytest

from resources.installer.recipe import Build

EPOCH = 1_780_000_000


@pytest.fixture
def windows_build(tmp_path: Path) -> Build:
    """A Windows build with a stub of the program."""
    build = Build("windows", "1.2.3", EPOCH, out=tmp_path / "out", work=tmp_path / "work")
    for name, words in {
        "kapdesk.exe": "MZ",
        "_internal/python313.dll": "p" * 3000,
        "_internal/PySide6/plugins/platforms/qwindows.dll": "q",
        "_internal/resources/papers/es/niños.md": "es",
    }.items():
        file = build.frozen / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, "utf-8")
    return build

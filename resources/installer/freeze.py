"""From source to a frozen folder: a clean environment of hashed packages, the licences, PyInstaller, the bill of materials."""

from resources.installer.recipe import Build, Step


def steps(build: Build) -> list[Step]:
    """The steps that make the frozen folder."""
    return [
        Step("make a clean environment in build/ from hashed versions, runtime packages and PyInstaller only", _todo),
        Step("collect every licence; a package without one ends the build", _todo),
        Step("freeze with PyInstaller into build/frozen/SYSTEM/kapdesk, pruned and stripped", _todo),
        Step("write the bill of materials (CycloneDX) of what is in the folder", _todo),
    ]


def _todo(build: Build) -> None:
    raise NotImplementedError


def try_out(build: Build) -> None:
    """Run the frozen program's own test, look at what is in the folder, and hold its size against the targets."""
    raise NotImplementedError

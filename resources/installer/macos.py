"""The macOS recipe: kapdesk.app and a .dmg from the frozen folder."""

from resources.installer.recipe import Build, Step


def steps(build: Build) -> list[Step]:
    """The steps after the freeze."""
    return []

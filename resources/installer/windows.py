"""The Windows recipe: a per-user installer made with NSIS from the frozen folder."""

from resources.installer.recipe import Build, Step


def steps(build: Build) -> list[Step]:
    """The steps after the freeze."""
    return []

"""The Linux recipe: a .tar.xz of the frozen folder, a .deb, and a .rpm where nfpm is at hand."""

from resources.installer.recipe import Build, Step


def steps(build: Build) -> list[Step]:
    """The steps after the freeze."""
    return [
        *([Step("pack the folder: kapdesk-VERSION-linux-x86_64.tar.xz", _tar)] if build.wants("tar") else []),
        *([Step("pack kapdesk_VERSION_amd64.deb with dpkg-deb", _deb)] if build.wants("deb") else []),
        *([Step("pack the .rpm with nfpm, where nfpm is present", _rpm)] if build.wants("rpm") else []),
    ]


def _tar(build: Build) -> None:
    raise NotImplementedError


def _deb(build: Build) -> None:
    raise NotImplementedError


def _rpm(build: Build) -> None:
    raise NotImplementedError

"""The Linux recipe: a .tar.xz of the frozen folder, a .deb, and a .rpm where nfpm is at hand."""

import os
import shutil
import tarfile
import textwrap
from pathlib import Path

from resources.installer import desktop, elf, freeze, licences
from resources.installer.recipe import (
    DESCRIPTION,
    HERE,
    NAME,
    Build,
    CannotBuild,
    Step,
    empty,
    fill,
    find_tool,
    run,
)

LARGEST_DEB = 50_000_000
"""Bytes of the .deb at most."""
SCRIPTS = ("preinst", "prerm", "postrm")


def steps(build: Build) -> list[Step]:
    """The steps after the freeze."""
    rpm = f"pack {NAME}-{build.version}-1.x86_64.rpm with nfpm"
    packing = {
        "tar": Step(f"pack {tar_name(build)}", _tar),
        "deb": Step(f"pack {deb_name(build)} with dpkg-deb", _deb),
        "rpm": Step(rpm, _rpm)
        if shutil.which("nfpm")
        else Step(f"{rpm}: skipped, nfpm is not on this computer", _pass),
    }
    tree = Step("lay out /opt/kapdesk, /usr/bin/kapdesk and what the desktop knows in build/tree", lay_out)
    return [tree, *(step for kind, step in packing.items() if build.wants(kind))]


def tar_name(build: Build) -> str:
    """The name of the packed folder."""
    return f"{NAME}-{build.version}-linux-x86_64.tar.xz"


def deb_name(build: Build) -> str:
    """The name of the Debian package."""
    return f"{NAME}_{build.version}_amd64.deb"


def lay_out(build: Build) -> None:
    """build/tree: everything at its place below /, with fixed modes and times."""
    tree = empty(_tree(build))
    shutil.copytree(build.frozen, tree / "opt" / NAME, symlinks=True)
    link = tree / "usr" / "bin" / NAME
    link.parent.mkdir(parents=True)
    link.symlink_to(f"/opt/{NAME}/{NAME}")
    for path, content in desktop.shared_files(build).items():
        _put(tree / "usr" / "share" / path, content)
    texts = sorted(licences.folder(build).iterdir()) if licences.folder(build).is_dir() else []
    _put(
        tree / "usr" / "share" / "doc" / NAME / "copyright", copyright_text(build, [one.name for one in texts]).encode()
    )
    settle(tree, build.epoch)


def settle(tree: Path, epoch: int) -> None:
    """The same modes and times on every machine."""
    for one in sorted(tree.rglob("*"), key=lambda path: len(path.parts), reverse=True):
        if not one.is_symlink():
            runs = one.is_dir() or os.access(one, os.X_OK)
            one.chmod(0o755 if runs else 0o644)
        os.utime(one, (epoch, epoch), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (epoch, epoch))


def control(build: Build, asked: elf.Needs, kilobytes: int) -> str:
    """The control file of the .deb."""
    words = "\n".join(textwrap.wrap(DESCRIPTION, 76, initial_indent=" ", subsequent_indent=" "))
    return fill("linux/control.in", build, depends=elf.depends(asked), kilobytes=str(kilobytes), folded=words)


def copyright_text(build: Build, texts: list[str]) -> str:
    """/usr/share/doc/kapdesk/copyright: whose it is, and where every text lies."""
    listed = "\n".join(f"  {name}" for name in texts)
    return fill("linux/copyright.in", build, texts=listed)


def _tree(build: Build) -> Path:
    return build.work / "tree"


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _tar(build: Build) -> None:
    pack_tar(build, elf.needs(build.frozen))


def pack_tar(build: Build, asked: elf.Needs) -> None:
    """The .tar.xz: the frozen folder, what the desktop knows, and a README."""
    build.out.mkdir(parents=True, exist_ok=True)
    plain = build.work / tar_name(build).removesuffix(".xz")
    top = f"{NAME}-{build.version}"
    with tarfile.open(plain, "w", format=tarfile.GNU_FORMAT) as archive:
        for source, name in (
            (_tree(build) / "opt" / NAME, f"{top}/{NAME}"),
            (_tree(build) / "usr/share", f"{top}/share"),
        ):
            for one in [source, *sorted(source.rglob("*"))]:
                inside = name if one == source else f"{name}/{one.relative_to(source).as_posix()}"
                archive.add(one, inside, recursive=False, filter=lambda member: _nobodys(member, build.epoch))
        readme = build.work / "README.txt"
        asked = "\n".join(textwrap.wrap(", ".join(sorted(asked.libraries)), 96))
        readme.write_text(fill("linux/README.txt.in", build, libraries=asked), "utf-8")
        readme.chmod(0o644)
        archive.add(readme, f"{top}/README.txt", filter=lambda member: _nobodys(member, build.epoch))
    run([find_tool("xz", "Install xz-utils."), "-9", "-T2", "--force", plain], build)
    shutil.move(plain.with_suffix(".tar.xz"), build.out / tar_name(build))
    _tell(build.out / tar_name(build))


def _nobodys(member: tarfile.TarInfo, epoch: int) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = epoch
    return member


def _deb(build: Build) -> None:
    build.out.mkdir(parents=True, exist_ok=True)
    packer = find_tool("dpkg-deb", "It is part of Debian and Ubuntu; elsewhere install dpkg, or ask for --target tar.")
    tree = _tree(build)
    shutil.rmtree(tree / "DEBIAN", ignore_errors=True)
    kilobytes = (freeze.size_of(tree) + 1023) // 1024
    _put(tree / "DEBIAN" / "control", control(build, elf.needs(build.frozen), kilobytes).encode())
    for name in SCRIPTS:
        _put(tree / "DEBIAN" / name, (HERE / "linux" / name).read_bytes())
        (tree / "DEBIAN" / name).chmod(0o755)
    settle(tree, build.epoch)
    out = build.out / deb_name(build)
    run([packer, "--root-owner-group", "-Zxz", "-z9", "--build", tree, out], build)
    shutil.rmtree(tree / "DEBIAN")
    _tell(out)
    if out.stat().st_size > LARGEST_DEB:
        raise CannotBuild(f"{out.name} is larger than {LARGEST_DEB / 1e6:.0f} MB. See what grew in build/frozen.")


def _rpm(build: Build) -> None:
    build.out.mkdir(parents=True, exist_ok=True)
    asked = elf.needs(build.frozen)
    more = {
        "depends": "\n".join(f'  - "{name}()(64bit)"' for name in sorted(asked.libraries)),
        "c_library": asked.c_library,
        "tree": str(_tree(build)),
        "scripts": str(HERE / "linux"),
    }
    recipe = build.work / "nfpm.yaml"
    recipe.write_text(fill("linux/nfpm.yaml.in", build, **more), "utf-8")
    out = build.out / f"{NAME}-{build.version}-1.x86_64.rpm"
    run([find_tool("nfpm", ""), "package", "--config", recipe, "--packager", "rpm", "--target", out], build)
    _tell(out)


def _pass(build: Build) -> None:
    """What is skipped was said in the step's words."""


def _tell(file: Path) -> None:
    print(f"    {file}: {file.stat().st_size / 1e6:.1f} MB")

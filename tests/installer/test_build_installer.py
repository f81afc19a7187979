"""The command that builds the installers: its steps, what goes into the product, its licences, its sums; nothing is frozen."""

import hashlib
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

import build_installer
from kapdesk import __version__
from resources.installer import elf, freeze, licences, linux, packages
from resources.installer.recipe import ROOT, Build, CannotBuild, fill

REFERENCE = Path(__file__).parent.parent / "reference" / "installer"
EPOCH = 1_780_000_000


@pytest.fixture
def linux_build(tmp_path: Path) -> Build:
    """A Linux build with a stub of the program."""
    build = Build("linux", "1.2.3", EPOCH, out=tmp_path / "out", work=tmp_path / "work")
    program = build.frozen / "kapdesk"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o700)
    (build.frozen / "_internal").mkdir()
    (build.frozen / "_internal" / "data.txt").write_text("words", "utf-8")
    return build


def dry_run(capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    assert build_installer.main(["--dry-run", *more]) == 0
    return [line.partition(". ")[2] for line in capsys.readouterr().out.splitlines()]


def test_the_dry_run_prints_each_step_for_linux_and_does_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    places = ["--work", str(tmp_path / "work"), "--out", str(tmp_path / "out")]
    assert dry_run(capsys, "--target", "linux", "--self-test", *places) == [
        "make a clean environment in build/ from hashed versions: runtime packages and PyInstaller",
        "collect every licence into build/licences; a package without one ends the build",
        "freeze with PyInstaller into build/frozen/linux/kapdesk, pruned and stripped",
        "look at the folder: its size, nothing of tests, nothing missing",
        "write the bill of materials (CycloneDX) of what is in the folder",
        "try the frozen program",
        "lay out /opt/kapdesk, /usr/bin/kapdesk and what the desktop knows in build/tree",
        f"pack kapdesk-{__version__}-linux-x86_64.tar.xz",
        f"pack kapdesk_{__version__}_amd64.deb with dpkg-deb",
        f"pack kapdesk-{__version__}-1.x86_64.rpm with nfpm: skipped, nfpm is not on this computer",
        "write SHA256SUMS of everything in the output folder",
        "sign SHA256SUMS: skipped, no --sign-key given",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("target", "words"), [("windows", "makensis"), ("macos", ".dmg"), ("deb", "dpkg-deb")])
def test_each_target_has_its_steps(capsys: pytest.CaptureFixture[str], target: str, words: str) -> None:
    listed = dry_run(capsys, "--target", target, "--skip-freeze", "--sign-key", "someone")
    assert listed[0] == "take the folder frozen last"
    assert any(words in line for line in listed)
    assert not any("PyInstaller" in line or ".tar.xz" in line for line in listed)
    assert listed[-1] == "sign SHA256SUMS with GPG"


def test_without_a_frozen_folder_a_sentence_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert build_installer.main(["--target", "tar", "--skip-freeze", "--work", str(tmp_path)]) == 1
    assert "Build once without --skip-freeze." in capsys.readouterr().err


def test_the_version_is_said_in_one_place() -> None:
    assert build_installer.version_of(ROOT) == __version__


def test_only_what_the_program_runs_with_goes_into_the_product() -> None:
    constraints = (ROOT / ".ci" / "constraints.txt").read_text("utf-8")
    names = packages.runtime_names(ROOT / "pyproject.toml")
    picked = packages.pick(constraints, names)
    assert set(names) <= {one.name for one in picked}
    assert {"shiboken6", "pillow", "cffi", "mako"} <= {one.name for one in picked}  # what those need
    assert not {"pytest", "ruff", "mypy", "hypothesis", "pypdf", "grimp"} & {one.name for one in picked}
    text = packages.requirements(picked)
    assert "pyside6-essentials==6.11.3 ; python_full_version < '3.12' \\\n    --hash=sha256:" in text
    assert "#" not in text


def test_what_freezes_is_pinned_with_hashes_and_the_runtimes_version_wins() -> None:
    builders = packages.pick((ROOT / ".ci" / "build-constraints.txt").read_text("utf-8"), packages.BUILDERS)
    assert set(packages.BUILDERS) <= {one.name for one in builders}
    assert all("--hash=sha256:" in one.text for one in builders)
    first = packages.Pinned("six", "six==1 \\\n    --hash=sha256:aa", frozenset())
    assert packages.requirements([first], [first._replace(text="six==2")]) == first.text + "\n"


def test_the_control_file_is_as_agreed(linux_build: Build) -> None:
    asked = elf.Needs(frozenset({"libglib-2.0.so.0", "libxcb-cursor.so.0", "libz.so.1"}), "2.35")
    assert linux.control(linux_build, asked, 4321) == (REFERENCE / "control").read_text("utf-8")


def test_a_library_of_no_known_package_ends_the_build() -> None:
    with pytest.raises(CannotBuild, match=r"Name the Debian package of libnew\.so\.1 "):
        elf.depends(elf.Needs(frozenset({"libnew.so.1", "libz.so.1"}), "2.35"))


def test_a_copied_library_gives_way_to_the_systems(tmp_path: Path) -> None:
    for name, content in {
        "PIL/_imaging.so": b"\x7fELF\0libxcb-9065.so.1.1.0\0libtiff-20b7.so.6\0",
        "pillow.libs/libtiff-20b7.so.6": b"\x7fELF\0libzstd-40.so.1.5.7\0",
        "pillow.libs/libxcb-9065.so.1.1.0": b"\x7fELF\0",
        "pillow.libs/libzstd-40.so.1.5.7": b"\x7fELF\0",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    elf.prefer_systems(tmp_path)
    assert (tmp_path / "PIL/_imaging.so").read_bytes() == b"\x7fELF\0libxcb.so.1" + b"\0" * 10 + b"libtiff-20b7.so.6\0"
    assert [one.name for one in (tmp_path / "pillow.libs").iterdir()] == ["libtiff-20b7.so.6"]


def test_a_package_without_a_licence_ends_the_build_and_names_it(tmp_path: Path) -> None:
    kept = ROOT / "resources" / "licences"
    good = {
        "name": "good",
        "shown": "Good",
        "version": "1",
        "licence": "MIT",
        "texts": [["LICENSE", "Do as you like."]],
    }
    qt = {"name": "shiboken6", "shown": "shiboken6", "version": "6", "licence": "LGPL", "texts": []}
    licences.gather(tmp_path / "out", kept, [good, qt])
    assert (tmp_path / "out" / "good.txt").read_text("utf-8").startswith("Good 1: MIT\n\nLICENSE\n-------\n\nDo as you")
    assert "LGPL-3.0.txt, GPL-3.0.txt" in (tmp_path / "out" / "shiboken6.txt").read_text("utf-8")
    assert (tmp_path / "out" / "SourceSans3-LICENSE.txt").is_file()
    assert "LESSER GENERAL PUBLIC" in (tmp_path / "out" / "LGPL-3.0.txt").read_text("utf-8")
    with pytest.raises(CannotBuild, match=r"No licence text was found for Bare 2\."):
        licences.gather(
            tmp_path / "out", kept, [good, {**good, "name": "bare", "shown": "Bare", "version": "2", "texts": []}]
        )


def test_what_has_no_business_in_the_product_ends_the_build(linux_build: Build) -> None:
    freeze.look_at(linux_build)
    stray = linux_build.frozen / "_internal" / "sqlalchemy" / "testing" / "x.py"
    stray.parent.mkdir(parents=True)
    stray.touch()
    with pytest.raises(CannotBuild, match="sqlalchemy/testing"):
        freeze.look_at(linux_build)


def test_the_tree_has_fixed_modes_and_times_and_the_same_archive_twice(linux_build: Build) -> None:
    packed = []
    for folder in ("one", "two"):
        build = replace(linux_build, out=linux_build.out / folder)
        linux.lay_out(build)
        tree = linux_build.work / "tree"
        assert (tree / "usr/bin/kapdesk").readlink() == Path("/opt/kapdesk/kapdesk")
        assert (tree / "opt/kapdesk/kapdesk").stat().st_mode & 0o777 == 0o755
        assert (tree / "opt/kapdesk/_internal/data.txt").stat().st_mode & 0o777 == 0o644
        assert {int(one.lstat().st_mtime) for one in tree.rglob("*")} == {EPOCH}
        linux.pack_tar(build, elf.Needs(frozenset({"libz.so.1"}), "2.35"))
        packed.append((build.out / linux.tar_name(build)).read_bytes())
        os.utime(linux_build.frozen / "kapdesk", (1, 1))
    assert packed[0] == packed[1]
    with tarfile.open(linux_build.out / "one" / linux.tar_name(linux_build)) as archive:
        assert {(one.uid, one.uname, one.mtime) for one in archive} == {(0, "root", EPOCH)}
        assert "kapdesk-1.2.3/share/applications/kapdesk.desktop" in archive.getnames()


def test_the_scripts_of_the_package_are_plain_shell_and_leave_practice_files_alone() -> None:
    for name in linux.SCRIPTS:
        text = (ROOT / "resources" / "installer" / "linux" / name).read_text("utf-8")
        assert text.startswith("#!/bin/sh\n")
        assert not any(word in text for word in ("rm ", "mv ", "find "))
    removal = (ROOT / "resources" / "installer" / "linux" / "postrm").read_text("utf-8")
    assert "Your practice files were not touched" in removal


def test_the_sums_are_as_sha256sum_checks_them(linux_build: Build) -> None:
    linux_build.out.mkdir()
    (linux_build.out / "b.deb").write_bytes(b"b")
    (linux_build.out / "a.tar.xz").write_bytes(b"a")
    (linux_build.out / "SHA256SUMS.asc").write_bytes(b"old")
    build_installer.write_sums(linux_build)
    assert (linux_build.out / "SHA256SUMS").read_text("utf-8") == (
        f"{hashlib.sha256(b'a').hexdigest()}  a.tar.xz\n{hashlib.sha256(b'b').hexdigest()}  b.deb\n"
    )


def test_a_template_is_filled_strictly(linux_build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("resources.installer.recipe.HERE", tmp_path)
    (tmp_path / "x.in").write_text("@{name} $HOME @@ a@b.c @{missing}", "utf-8")
    with pytest.raises(CannotBuild, match="missing"):
        fill("x.in", linux_build)
    assert fill("x.in", linux_build, missing="there") == "kapdesk $HOME @ a@b.c there"

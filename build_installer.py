#!/usr/bin/env python3
"""Build what this system can build of kapdesk's installers: `python build_installer.py`.

Linux: .deb and .tar.xz (.rpm where nfpm is present); Windows: a per-user installer (NSIS); macOS: .app and .dmg.
Each system's recipe is a module in resources/installer/; the steps are named, and `--dry-run` prints them.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from resources.installer import freeze, linux, macos, windows
from resources.installer.recipe import NAME, ROOT, Build, CannotBuild, Step, find_tool, run

RECIPES: dict[str, ModuleType] = {"linux": linux, "windows": windows, "macos": macos}
SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
SIGNING = {
    "certificate": "Windows: sign with this .pfx file, or with the certificate of this name in Windows' own store",
    "password-file": "osslsigncode: the file that holds the password of the .pfx; signtool takes one from Windows' store",
    "timestamp": "Windows: address of a time stamping server; needs the internet",
    "identity": "macOS: sign with this Developer ID Application identity",
    "notary-profile": "macOS: the keychain profile by which notarytool sends the image to Apple; needs the internet",
}
KINDS = {"deb": "linux", "tar": "linux", "rpm": "linux"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, or say what would be done; 0, or 1 with a sentence on standard error."""
    chosen = _parser().parse_args(arguments)
    try:
        build = _order(chosen)
        listed = steps(build, chosen.skip_freeze, chosen.self_test)
        for number, step in enumerate(listed, 1):
            print(f"{number:2}. {step.words}", flush=True)
            if not chosen.dry_run:
                step.act(build)
    except CannotBuild as error:
        print(f"build_installer: {error}", file=sys.stderr)
        return 1
    return 0


def steps(build: Build, skip_freeze: bool = False, self_test: bool = False) -> list[Step]:
    """All steps of a build, in order."""
    return [
        *([Step("take the folder frozen last", _need_frozen)] if skip_freeze else freeze.steps(build)),
        *([Step("try the frozen program", freeze.try_out)] if self_test else []),
        *RECIPES[build.system].steps(build),
        Step("write SHA256SUMS of everything in the output folder", write_sums),
        Step(
            "sign SHA256SUMS with GPG" if build.signing.get("key") else "sign SHA256SUMS: skipped, no --sign-key given",
            _sign,
        ),
    ]


def write_sums(build: Build) -> None:
    """SHA256SUMS, as sha256sum writes and checks it, sorted by name."""
    files = sorted(one for one in build.out.iterdir() if one.is_file() and not one.name.startswith("SHA256SUMS"))
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files]
    (build.out / "SHA256SUMS").write_bytes("".join(lines).encode())


def version_of(root: Path) -> str:
    """The version, from its one place: kapdesk/__init__.py."""
    found = re.search(r'^__version__ = "([0-9]+\.[0-9]+\.[0-9]+)"$', (root / NAME / "__init__.py").read_text(), re.M)
    if found is None:
        raise CannotBuild(f'{NAME}/__init__.py does not say the version as in __version__ = "1.2.3".')
    return found[1]


def _sign(build: Build) -> None:
    key = build.signing.get("key")
    if key:
        gpg = find_tool("gpg", "Install GnuPG, or leave --sign-key out.")
        sums = build.out / "SHA256SUMS"
        run([gpg, "--batch", "--yes", "--local-user", key, "--armor", "--detach-sign", sums], build)


def _need_frozen(build: Build) -> None:
    if not build.frozen.is_dir():
        raise CannotBuild(f"There is no frozen folder {build.frozen}. Build once without --skip-freeze.")


def _order(chosen: argparse.Namespace) -> Build:
    here = SYSTEMS.get(sys.platform, "linux")
    target = chosen.target or here
    system = KINDS.get(target, target)
    if system != here and not (chosen.dry_run or chosen.skip_freeze):
        raise CannotBuild(f"The program for {system} can only be frozen on {system}. --dry-run shows the steps.")
    root = chosen.source.resolve()
    return Build(
        system=system,
        version=version_of(root),
        epoch=_last_commit(root),
        python=chosen.python or (sys.executable if chosen.dry_run else freeze.good_python()),
        out=chosen.out.resolve(),
        work=chosen.work.resolve(),
        root=root,
        kinds=frozenset({target}) if target in KINDS else frozenset(),
        signing={"key": chosen.sign_key or "", **{option: getattr(chosen, option) or "" for option in SIGNING}},
    )


def _last_commit(root: Path) -> int:
    """When the source was committed, in seconds since 1970; SOURCE_DATE_EPOCH where it is not a clone."""
    try:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.strip():
            return int(done.stdout)
    except OSError:  # git is not there
        pass
    return int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build_installer.py", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--target", choices=[*RECIPES, *KINDS], help="this system, and all it can build, otherwise")
    parser.add_argument("--skip-freeze", action="store_true", help="pack the folder frozen last")
    parser.add_argument("--dry-run", action="store_true", help="print each step and do nothing")
    parser.add_argument("--self-test", action="store_true", help="try the frozen program before it is packed")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="where the products go; dist/")
    parser.add_argument("--work", type=Path, default=ROOT / "build", metavar="DIR", help="where it works; build/")
    parser.add_argument("--python", metavar="P", help="the Python to freeze with; 3.13 where it is at hand")
    parser.add_argument("--source", type=Path, default=ROOT, metavar="DIR", help="another source, an older version")
    parser.add_argument("--sign-key", metavar="KEY", help="GPG key that signs SHA256SUMS")
    for option, words in SIGNING.items():
        parser.add_argument(f"--{option}", dest=option, metavar="X", help=words)
    return parser


if __name__ == "__main__":
    sys.exit(main())

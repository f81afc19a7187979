"""The clean environments under build/: one that holds what ships and PyInstaller, one that counts; and what is in them."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from resources.installer import packages
from resources.installer.recipe import ROOT, Build, run

_LOOK = """
import importlib.metadata, json, pathlib, re, sys, sysconfig
def kept(path):
    named = re.match("(?i)(licen[cs]e|copying|notice|copyright|authors)", path.name)
    return ".dist-info" in path.parts[0] and named and path.suffix not in (".yml", ".json", ".py")
def text(file):
    return file.locate().read_text("utf-8", "replace")
found = []
for one in importlib.metadata.distributions():
    files = one.files or []
    found.append({
        "name": re.sub("[-_.]+", "-", one.name).lower(), "shown": one.name, "version": one.version,
        "licence": one.metadata.get("License-Expression") or one.metadata.get("License") or "",
        "texts": [[file.name, text(file)] for file in files if kept(file)],
        "files": [str(file.locate()) for file in files],
    })
stdlib = pathlib.Path(sysconfig.get_path("stdlib"))
places = [stdlib / "LICENSE.txt", pathlib.Path(sys.base_prefix) / "LICENSE.txt", stdlib.parent.parent / "LICENSE.txt"]
python = next((place.read_text("utf-8") for place in places if place.is_file()), "")
json.dump({"distributions": found, "python": python, "version": "%d.%d.%d" % sys.version_info[:3]}, sys.stdout)
"""
_NATIVE = """
import json, sys
import PySide6.QtCore, sqlcipher3.dbapi2 as sql
from cryptography.hazmat.backends.openssl import backend
from PIL import features
memory = sql.connect(":memory:")
memory.execute("PRAGMA key = 'x'")
ask = lambda what: memory.execute("PRAGMA " + what).fetchone()[0]
json.dump({
    "Qt": PySide6.QtCore.qVersion(), "SQLite": sql.sqlite_version, "SQLCipher": ask("cipher_version").split()[0],
    "OpenSSL in sqlcipher3": ask("cipher_provider_version"), "OpenSSL in cryptography": backend.openssl_version_text(),
    "libjpeg-turbo": features.version("libjpeg_turbo") or "", "libtiff": (features.version("libtiff") or "").split()[-1],
    "OpenJPEG": features.version("jpg_2000") or "", "zlib": features.version("zlib") or "",
}, sys.stdout)
"""


def make(build: Build) -> None:
    """build/venv: the hashed runtime packages and PyInstaller, nothing else; kept while its list stays the same."""
    runtime = packages.pick(
        (build.root / ".ci" / "constraints.txt").read_text("utf-8"),
        packages.runtime_names(build.root / "pyproject.toml"),
    )
    _environment(build, "venv", packages.requirements(runtime, packages.pick(_builders(), packages.BUILDERS)))


def make_counting(build: Build) -> Path:
    """build/tools: what writes the bill of materials; its Python."""
    return _environment(build, "tools", packages.requirements(packages.pick(_builders(), packages.COUNTERS)))


def python(build: Build, name: str = "venv") -> Path:
    """The Python of an environment."""
    folder = build.work / name
    return folder / "Scripts" / "python.exe" if (folder / "Scripts").is_dir() else folder / "bin" / "python"


def runtime(build: Build) -> list[dict[str, Any]]:
    """Every distribution that the program runs with, as it is installed in build/venv."""
    names = {
        one.name
        for one in packages.pick(
            (build.root / ".ci" / "constraints.txt").read_text("utf-8"),
            packages.runtime_names(build.root / "pyproject.toml"),
        )
    }
    return [one for one in look(build)["distributions"] if one["name"] in names]


def look(build: Build) -> dict[str, Any]:
    """What is installed in build/venv: distributions with files and licences, Python's version and licence."""
    told: dict[str, Any] = json.loads(run([python(build), "-c", _LOOK], build))
    told["distributions"].sort(key=lambda one: one["name"])
    return told


def natives(build: Build) -> dict[str, str]:
    """The versions of the libraries inside the packages: Qt, SQLite, SQLCipher, OpenSSL, pictures."""
    told: dict[str, str] = json.loads(run([python(build), "-c", _NATIVE], build))
    return told


def _builders() -> str:
    return (ROOT / ".ci" / "build-constraints.txt").read_text("utf-8")


def _environment(build: Build, name: str, wanted: str) -> Path:
    folder = build.work / name
    stamp, state = folder / ".made-from", hashlib.sha256((build.python + wanted).encode()).hexdigest()
    if not stamp.is_file() or stamp.read_text("utf-8") != state:
        shutil.rmtree(folder, ignore_errors=True)
        run([build.python, "-m", "venv", folder], build)
        (folder / "requirements.txt").write_text(wanted, "utf-8")
        pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
        run([python(build, name), *pip, folder / "requirements.txt"], build)
        stamp.write_text(state, "utf-8")
    return python(build, name)

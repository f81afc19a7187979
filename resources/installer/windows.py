"""The Windows recipe: a per-user installer made with NSIS from the frozen folder."""

import os
import sys
from pathlib import Path

from resources.installer import icons
from resources.installer.recipe import (
    HERE,
    LICENCE,
    NAME,
    PUBLISHER,
    SUMMARY,
    Build,
    CannotBuild,
    Step,
    fill,
    find_tool,
    run,
)

_LONGEST = 160
"""Characters of a path within the program's folder: with the folder of a long user name it stays below Windows' 260."""
_TARGET = "x86-unicode"
"""The installer itself is a 32-bit program, as all of NSIS' are; what it installs is 64 bit."""
_NSIS = (
    "Install NSIS 3.08 or newer (Debian: apt install nsis; Windows: nsis.sourceforge.io), or leave the installer out."
)


def steps(build: Build) -> list[Step]:
    """The steps after the freeze."""
    signed = bool(build.signing.get("certificate"))
    skipped = "skipped, no --certificate given; Windows will warn of an unknown publisher"
    return [
        Step("sign the programs" if signed else f"sign the programs: {skipped}", _sign_programs),
        Step("list what is installed, so that exactly this is removed again; write kapdesk.nsi", _write),
        Step(f"compile {installer(build).name} with makensis", _compile),
        Step("sign the installer" if signed else f"sign the installer: {skipped}", _sign_installer),
    ]


def installer(build: Build) -> Path:
    """Where the installer will lie."""
    return build.out / f"{NAME}-{build.version}-windows-x86_64-setup.exe"


def write_script(build: Build, target: str = _TARGET) -> Path:
    """The filled script, and beside it the list of installed files that it puts into the program's folder."""
    files = installed_files(build.frozen)
    folder = build.work / "windows"
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "installed-files.txt"
    listed.write_bytes("".join(f"{line}\r\n" for line in file_list(files)).encode("utf-16-le"))
    script = folder / f"{NAME}.nsi"
    size = sum((build.frozen / file).stat().st_size for file in files)
    script.write_text(script_text(build, files, listed, size // 1024, target), "utf-8-sig", newline="\n")
    return script


def script_text(build: Build, files: list[Path], listed: Path, kilobytes: int, target: str = _TARGET) -> str:
    """The NSIS script of this version with these files."""
    return fill(
        f"{NAME}.nsi.in",
        build,
        target=target,
        installer=str(installer(build)),
        icon=str(icons.ICO),
        side=str(icons.SIDE),
        install=_install_lines(build.frozen, files),
        list=str(listed),
        kilobytes=str(kilobytes),
        finalize=f"!uninstfinalize '{_sign_line(build)}' = 0" if build.signing.get("certificate") else "",
    )


def installed_files(folder: Path) -> list[Path]:
    """Every file of the frozen folder by its path within, sorted; refuses what Windows or the script cannot name."""
    files = sorted(one.relative_to(folder) for one in folder.rglob("*") if one.is_file())
    if Path(f"{NAME}.exe") not in files:
        raise CannotBuild(f"There is no {NAME}.exe in {folder}. Freeze the program on Windows first.")
    for file in files:
        if len(str(file)) > _LONGEST:
            raise CannotBuild(f"{file} is too long a name: Windows allows 260 characters with the user's folder.")
        if ".." in str(file) or set(str(file)) & set('*?"<>|:[]$') or ".kapdesk" in str(file):
            raise CannotBuild(f"{file} cannot be installed under this name. Leave it out of the frozen folder.")
    return files


def file_list(files: list[Path]) -> list[str]:
    r"""What the installer lists for its removal: the files, then the folders, each ending in \, the inner before the outer."""
    folders = {parent for file in files for parent in file.parents if parent != Path()}
    inner_first = sorted(folders, key=lambda folder: (-len(folder.parts), str(folder)))
    return [*(_backslashes(file) for file in files), *(_backslashes(folder) + "\\" for folder in inner_first)]


def program(version: str, folder: Path) -> dict[str, str]:
    """What the spec gives to PyInstaller's EXE: the version resource, written into `folder`, and the manifest."""
    told = folder / "version_info.txt"
    told.write_text(version_info(version), "utf-8")
    return {"version": str(told), "manifest": (HERE / f"{NAME}.exe.manifest").read_text("utf-8")}


def version_info(version: str) -> str:
    """The version resource of the program itself, in the form that PyInstaller reads."""
    numbers = (*(int(part) for part in version.split(".")), 0)
    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": NAME,
        "FileVersion": version,
        "InternalName": NAME,
        "LegalCopyright": LICENCE,
        "ProductName": NAME,
        "ProductVersion": version,
        "Comments": SUMMARY,
    }
    told = ",\n            ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    return f"""VSVersionInfo(
    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0),
    kids=[
        StringFileInfo([StringTable("040904B0", [
            {told},
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
    ],
)
"""


def _install_lines(folder: Path, files: list[Path]) -> str:
    lines, here = [], None
    for file in sorted(files, key=lambda file: (file.parent.parts, file.name)):
        if file.parent != here:
            here = file.parent
            lines.append(f'  SetOutPath "$INSTDIR{"".join(chr(92) + part for part in here.parts)}"')
        lines.append(f'  File "{folder / file}"')
    return "\n".join(lines)


def _backslashes(path: Path) -> str:
    return "\\".join(path.parts)


def _write(build: Build) -> None:
    write_script(build)


def _compile(build: Build) -> None:
    compile_script(build, build.work / "windows" / f"{NAME}.nsi")


def compile_script(build: Build, script: Path) -> None:
    """Run makensis; a warning is an error."""
    build.out.mkdir(parents=True, exist_ok=True)
    run([_makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", script], build)


def _makensis() -> str:
    """NSIS' own setup for Windows puts it where no search path looks."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    return str(usual) if sys.platform == "win32" and usual.is_file() else find_tool("makensis", _NSIS)


def _sign_programs(build: Build) -> None:
    for file in sorted(build.frozen.glob("*.exe")):
        _sign(build, file)


def _sign_installer(build: Build) -> None:
    _sign(build, installer(build))


def _sign(build: Build, file: Path) -> None:
    if build.signing.get("certificate"):
        signed = file.with_name(file.name + ".signed")
        run(_sign_command(build, str(file), str(signed)), build)
        if signed.exists():
            signed.replace(file)


def _sign_line(build: Build) -> str:
    """The command by which makensis has the uninstaller signed, %1, before it is packed."""
    signed = "%1" if sys.platform == "win32" else "%1.signed"
    line = " ".join(f'"{word}"' for word in _sign_command(build, "%1", signed))
    return line if signed == "%1" else f'{line} && mv -f "{signed}" "%1"'


def _sign_command(build: Build, file: str, signed: str) -> list[str]:
    """Signtool signs in place and takes no password, which would stand in the script; osslsigncode writes another file."""
    certificate, stamp = _whole(build.signing["certificate"]), build.signing.get("timestamp", "")
    if sys.platform == "win32":
        given = ["/f" if certificate.lower().endswith(".pfx") else "/n", certificate]
        return ["signtool", "sign", "/fd", "SHA256", *given, *(["/tr", stamp, "/td", "SHA256"] if stamp else []), file]
    password = build.signing.get("password-file")
    secret = ["-readpass", _whole(password)] if password else []
    known = ["-n", NAME, "-h", "sha256", *(["-ts", stamp] if stamp else [])]
    return ["osslsigncode", "sign", "-pkcs12", certificate, *secret, *known, "-in", file, "-out", signed]


def _whole(name: str) -> str:
    """The whole path of a file, since makensis works in a folder of its own; a name in Windows' store stays as it is."""
    return str(Path(name).resolve()) if Path(name).is_file() else name

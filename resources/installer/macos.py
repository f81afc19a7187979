"""The macOS recipe: kapdesk.app as the freeze made it, signed where an identity is given, in a .dmg to drag it from.

It is built for the kind of Mac that it is built on. That is arm64: cryptography is no longer published for x86_64 Macs, so on such
a one the clean environment ends with pip's sentence, until it is built there from source.
"""

import platform
import shlex
import sys
from pathlib import Path

from resources.installer import icons
from resources.installer.recipe import HERE, IDENTIFIER, LICENCE, NAME, PUBLISHER, Build, CannotBuild, Step, empty, run

_OLDEST = "14.0"
"""The oldest macOS that this Qt (6.12) is published for."""
_PRACTICE = "org.kapdesk.practice"
_BACKUP = "org.kapdesk.backup"
_CODE = (".dylib", ".so")


def steps(build: Build) -> list[Step]:
    """The steps after the freeze; each says the command that it runs."""
    return [
        Step(_said("sign all code, the inner first", sign_command(build, app(build)), build, "identity"), _sign_app),
        Step(f"lay out the image: {NAME}.app, and a link to Applications to drag it to", _lay_out),
        Step("make the image: " + shlex.join(image_command(build)), _make_image),
        Step(_said("sign the image", sign_command(build, image(build)), build, "identity"), _sign_image),
        Step(_said("have Apple look at it", notarize_command(build), build, "notary-profile"), _notarize),
        Step(_said("staple Apple's answer to it", staple_command(build), build, "notary-profile"), _staple),
    ]


def bundle(version: str) -> dict[str, object]:
    """What the spec gives to PyInstaller's BUNDLE."""
    return {
        "name": f"{NAME}.app",
        "icon": str(icons.ICNS),
        "bundle_identifier": IDENTIFIER,
        "version": version,
        "info_plist": info_plist(version),
    }


def info_plist(version: str) -> dict[str, object]:
    """What macOS knows of the program."""
    return {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundlePackageType": "APPL",
        "CFBundleDevelopmentRegion": "en",
        "LSMinimumSystemVersion": _OLDEST,
        "LSApplicationCategoryType": "public.app-category.medical",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # it has a dark look of its own
        "NSHumanReadableCopyright": f"{PUBLISHER}, {LICENCE}",
        "CFBundleDocumentTypes": [
            _document("kapdesk practice", _PRACTICE, "Editor") | {"LSTypeIsPackage": True},
            _document("kapdesk backup", _BACKUP, "Viewer"),
        ],
        "UTExportedTypeDeclarations": [
            _type("kapdesk practice", _PRACTICE, "kapdesk", ["com.apple.package"]),
            _type("kapdesk backup", _BACKUP, "kdbk", ["public.data", "public.archive"]),
        ],
    }


def app(build: Build) -> Path:
    """The program, as the spec's BUNDLE makes it."""
    return build.frozen.with_name(f"{NAME}.app")


def image(build: Build) -> Path:
    """Where the .dmg will lie."""
    return build.out / f"{NAME}-{build.version}-macos-{platform.machine()}.dmg"


def image_command(build: Build) -> list[str]:
    """Make a compressed image of what is laid out."""
    volume = ["-volname", f"{NAME} {build.version}", "-fs", "HFS+", "-format", "UDZO"]
    return ["hdiutil", "create", *volume, "-srcfolder", str(_layout(build)), "-ov", str(image(build))]


def sign_command(build: Build, file: Path) -> list[str]:
    """Sign with the hardened runtime; the program gets its one exception, a library and the image none."""
    granted = ["--entitlements", str(HERE / "entitlements.plist")] if file.suffix == ".app" else []
    return [
        "codesign",
        "--force",
        "--timestamp",
        "--options",
        "runtime",
        *granted,
        "--sign",
        _given(build, "identity"),
        str(file),
    ]


def notarize_command(build: Build) -> list[str]:
    """Send the image to Apple and wait; this is the one step that needs the internet."""
    profile = ["--keychain-profile", _given(build, "notary-profile")]
    return ["xcrun", "notarytool", "submit", str(image(build)), *profile, "--wait"]


def staple_command(build: Build) -> list[str]:
    """Put Apple's answer into the image, so that a Mac without internet believes it."""
    return ["xcrun", "stapler", "staple", str(image(build))]


def code_inside(bundle: Path) -> list[Path]:
    """Everything in the program that is signed for itself, the inner before the outer; the program comes last."""
    found = [
        one
        for one in bundle.rglob("*")
        if not one.is_symlink() and (one.suffix == ".framework" or (one.is_file() and _is_code(one, bundle)))
    ]
    return [*sorted(found, key=lambda one: (-len(one.parts), str(one))), bundle]


def _is_code(file: Path, bundle: Path) -> bool:
    return file.suffix in _CODE or (file.parent.name == "MacOS" and file != bundle / "Contents" / "MacOS" / NAME)


def _document(name: str, kind: str, role: str) -> dict[str, object]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": role,
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [kind],
        "CFBundleTypeIconFile": f"{NAME}.icns",
    }


def _type(name: str, kind: str, extension: str, conforms: list[str]) -> dict[str, object]:
    return {
        "UTTypeIdentifier": kind,
        "UTTypeDescription": name,
        "UTTypeConformsTo": conforms,
        "UTTypeTagSpecification": {"public.filename-extension": [extension]},
    }


def _given(build: Build, what: str) -> str:
    return build.signing.get(what, "")


def _said(words: str, command: list[str], build: Build, needs: str) -> str:
    return f"{words}: {shlex.join(command)}" if _given(build, needs) else f"{words}: skipped, no --{needs} given"


def _layout(build: Build) -> Path:
    return build.work / "macos" / "image"


def _sign_app(build: Build) -> None:
    if _given(build, "identity"):
        for one in code_inside(app(build)):
            run(sign_command(build, one), build)
        run(["codesign", "--verify", "--deep", "--strict", app(build)], build)


def _lay_out(build: Build) -> None:
    if sys.platform != "darwin":
        raise CannotBuild("The image can only be made on a Mac. --dry-run shows the steps.")
    folder = empty(_layout(build))
    run(["ditto", app(build), folder / app(build).name], build)
    (folder / "Applications").symlink_to("/Applications")


def _make_image(build: Build) -> None:
    build.out.mkdir(parents=True, exist_ok=True)
    run(image_command(build), build)


def _sign_image(build: Build) -> None:
    if _given(build, "identity"):
        run(sign_command(build, image(build)), build)


def _notarize(build: Build) -> None:
    if _given(build, "notary-profile"):
        run(notarize_command(build), build)


def _staple(build: Build) -> None:
    if _given(build, "notary-profile"):
        run(staple_command(build), build)

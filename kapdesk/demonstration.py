"""The sample practice shown: `kapdesk demo` and `kapdesk pictures`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from kapdesk.domain.paper_states import KAP_CONSENT
from kapdesk.errors import NameTaken
from kapdesk.terminal import now, show_progress, write_output
from kapdesk.usecases.fiction import sample
from kapdesk.usecases.house import backups, opening, practice
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import filed_papers, papers
from kapdesk.usecases.paper.paper_standings import list_filed
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault
from kapdesk.vault.files import disk_in_words

_NAME = "kapdesk-demo"


def run(folder: Path | None, force: bool, display: bool) -> int:
    """Make the sample practice in `folder` and open it; without a display do the main job and say what is where."""
    folder = (folder or _free_folder()).absolute()
    file = folder / "high-mesa.kapdesk"
    _make_room(folder, file, force)
    _say(f"Making the fictional sample practice in {folder}")
    created = sample.create_sample(file, sample.PASSPHRASE, now().date(), show_progress)
    write_output(folder / "recovery-key.txt", (created.recovery_key.words + "\n").encode(), True)
    if display:
        from kapdesk import app

        _say(f"It opens with the passphrase: {sample.PASSPHRASE}")
        return app.run(file, created.unlocked)
    created.unlocked.key.wipe()
    for name, words in _main_job(folder, file, created.recovery_key.words):
        _say(f"  {name:<28}{words}")
    _say(f"The practice opens with the passphrase: {sample.PASSPHRASE}")
    return 0


def draw(
    file: Path,
    secret: Secret,
    to: Path,
    dark: bool,
    scale: float,
    size: tuple[int, int],
    force: bool,
    for_help: bool = False,
) -> Sequence[Path]:
    """Every page, dialog and state of a sample practice as PNG in `to`; from a copy, at the sample's own day.

    `for_help`: only those that the help shows, in 256 colours.
    """
    _use_no_display()
    from kapdesk.ui import pictures
    from kapdesk.ui.help import topics

    with disk_in_words(to):
        to.mkdir(parents=True, exist_ok=True)
    if any(to.glob("*.png")) and not force:
        raise NameTaken(f"There are pictures in {to} already. Choose another folder, or add --force to replace them.")
    with tempfile.TemporaryDirectory(prefix="kapdesk-pictures-") as room:
        copy = sample.copy_of(file, secret, Path(room), now())
        if not for_help:
            return pictures.draw(copy, secret, to, dark, scale, size)
        drawn = pictures.draw(copy, secret, to, dark, scale, size, topics.pictures_named())
        for one in drawn:
            _pack(one)
        return drawn


def _pack(picture: Path) -> None:
    """Make a picture a third as large, which looks the same: 256 colours are enough for the desk."""
    from PIL import Image

    with Image.open(picture) as drawn:
        few = drawn.convert("RGB").quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(picture, "PNG", optimize=True)


def _main_job(folder: Path, file: Path, recovery_key: str) -> list[tuple[str, str]]:
    """Pictures, a printed introduction, a signed consent, a backup that is checked and restored; what lies where, in words."""
    secret = Secret.passphrase(sample.PASSPHRASE)
    done = [("high-mesa.kapdesk", "the sample practice"), ("recovery-key.txt", "its recovery key")]
    drawn = draw(file, secret, folder / "pictures", dark=False, scale=1.0, size=(1280, 800), force=True)
    done.append(("pictures/", f"{len(drawn)} pages of the desk, as PNG"))
    vault = opening.open_practice(opening.unlock(file, secret, now(), show_progress), now())
    try:
        at = datetime.now(practice.zone(practice.get_practice(vault)))
        first = clients.list_clients(vault, at.date())[0].id
        printed = papers.print_paper(vault, "kap-introduction", "letter", at.date(), first)
        write_output(folder / "kap-introduction.pdf", printed.pdf, True)
        papers.hand_to_client(vault, printed, first, "saved", at)
        done.append(("kap-introduction.pdf", f"the introduction for clients, {printed.pages} pages"))
        consent = _signed_consent(vault, at.date())
        write_output(folder / "consent-signed.pdf", filed_papers.exact_bytes(vault, consent), True)
        filed_papers.copy_handed(vault, consent, "saved", at)
        done.append(("consent-signed.pdf", "a consent as it was signed on the screen, byte for byte"))
        report = backups.make_backup(
            backups.prepare_backup(vault), folder / "high-mesa.kdbk", at, show_progress, overwrite=True
        )
        backups.record_backup(vault, report, at)
        done.append(("high-mesa.kdbk", f"an encrypted backup; {report.words}"))
    finally:
        opening.close_practice(vault, now())
    checked = backups.check_backup(report.path, Secret.recovery(recovery_key), show_progress)
    done.append(("", f"checked by its recovery key: {checked.clients} clients, {checked.notes} notes"))
    restored = backups.restore_backup(report.path, secret, folder / "restored.kapdesk", now(), show_progress)
    done.append((restored.folder.name, "restored from that backup"))
    return done


def _signed_consent(vault: Vault, today: date) -> int:
    """A consent for KAP that one of the sample's clients signed on the screen."""
    filed = (one for client in clients.list_clients(vault, today) for one in list_filed(vault, client.id, today))
    return next(one.id for one in filed if one.name == KAP_CONSENT and one.how == "screen")


_MADE = ("restored.kapdesk", "high-mesa.kdbk", "kap-introduction.pdf", "consent-signed.pdf")


def _make_room(folder: Path, file: Path, force: bool) -> None:
    made = [folder / name for name in (file.name, *_MADE)]
    if any(path.exists() for path in made):
        if not force:
            raise NameTaken(
                f"{folder} holds a demonstration already. Choose another folder, or add --force to replace it."
            )
        for path in made:
            with disk_in_words(folder):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    with disk_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _free_folder() -> Path:
    """`kapdesk-demo` here, or the first `kapdesk-demo-2`, `-3` … that does not exist."""
    folder, number = Path(_NAME), 1
    while folder.exists():
        number += 1
        folder = Path(f"{_NAME}-{number}")
    return folder


def _use_no_display() -> None:
    if "PySide6.QtGui" not in sys.modules:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

"""Doctor: what is told of program, places and practice file, when a line is amber or red, and that no name is passed on."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from kapdesk.domain.doctor import Line, Part, clock_is_behind, in_size, room_level, summary
from kapdesk.errors import BadInput, Cancelled, CannotWrite, HistoryBroken, PracticeDamaged
from kapdesk.usecases.house import backups, doctor, doctor_practice, downloads, history, moving, opening, practice
from kapdesk.usecases.house.backups import BackupReport
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault
from kapdesk.vault.lock import REQUEST, claim
from tests.conftest import NOW, PASSPHRASE, TODAY

_Usage = namedtuple("_Usage", "total used free")


def by_name(lines: list[Line]) -> dict[str, Line]:
    return {one.what: one for one in lines}


def test_rules() -> None:
    assert [room_level(free, 100_000_000) for free in (900_000_000, 700_000_000, 150_000_000)] == [
        "good", "amber", "red",
    ]  # fmt: skip
    assert [in_size(one) for one in (840_000, 2_100_000, 24_000_000, 1_250_000_000)] == [
        "840 KB", "2.1 MB", "24 MB", "1.2 GB",
    ]  # fmt: skip
    assert clock_is_behind(NOW + timedelta(hours=1), NOW)
    assert not clock_is_behind(NOW + timedelta(minutes=1), NOW)
    good, amber, red = (Line(Part.SCREEN, "", "", level) for level in ("good", "amber", "red"))
    assert summary([good]) == ("good", "Everything that was looked at is well.")
    assert summary([amber, good, red, amber]) == (
        "red", "1 thing needs you now and 2 things to look at. What to do stands below.",
    )  # fmt: skip


def test_what_is_passed_on_names_nobody(sample: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Home folder, practice file, backup folder and stick carry the therapist's and the practice's names."""
    facts = practice.get_practice(sample)
    opening.close_practice(sample, NOW)
    home = tmp_path / "home" / facts.therapist.replace(" ", ".")
    folder = home / "Documents" / facts.therapist / f"{facts.name}.kapdesk"
    shutil.copytree(sample.folder, folder)
    stick = tmp_path / "media" / "Whitfield" / facts.name
    stick.mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: home)
    vault = opening.open_practice(opening.unlock(folder, opening.Secret.passphrase(PASSPHRASE), NOW), NOW)
    (folder / f"vault ({facts.therapist}).db").touch()
    (folder / "attempts").write_text(NOW.isoformat())
    try:
        named = {one.name for one in clients.list_all_clients(vault, TODAY)}
        lines = [
            *doctor.program("6.11"),
            *doctor.places(folder, str(stick)),
            *doctor_practice.outside(folder, True),
            *doctor_practice.inside(doctor_practice.prepare(vault), NOW),
        ]
    finally:
        opening.close_practice(vault, NOW)
    assert any(facts.name in one.value for one in lines)  # on the screen it is told
    text = doctor.as_text(lines).lower()
    words = {facts.name, str(home), home.name, str(tmp_path), *facts.therapist.split(), *facts.name.split(), *named}
    words |= {part for name in named for part in name.split() if len(part) > 3}
    assert {word for word in words if word.lower() in text} == set()
    assert str(Path("~") / "Documents" / "…" / "practice.kapdesk").lower() in text
    assert "12 clients, 154 notes" in text


def test_a_path_is_passed_on_without_names() -> None:
    home = PureWindowsPath(r"C:\Users\Dana Whitfield")
    file = home / "OneDrive" / "High Mesa" / "old" / "High Mesa.kapdesk"
    assert doctor.shortened(file, home, file) == str(PureWindowsPath("~/OneDrive/…/practice.kapdesk")).replace(
        "\\", "/"
    )
    stick = PurePosixPath("/media/dana/HIGH MESA/backups")
    assert doctor.shortened(stick, PurePosixPath("/home/dana")) == "/media/…"


def test_a_whole_practice_is_well(vault: Vault, tmp_path: Path) -> None:
    other = tmp_path / "backups"
    other.mkdir()
    report = backups.make_backup(backups.prepare_backup(vault), other / "b.kdbk", NOW)
    backups.record_backup(vault, report, NOW)
    lines = by_name(
        [*doctor_practice.outside(vault.folder, True), *doctor_practice.inside(doctor_practice.prepare(vault), NOW)]
    )
    assert {one.level for one in lines.values()} == {"good"}
    assert lines["Last backup"].value == "today 14:02 (today)"
    assert lines["Last check of the whole file"].value == "June 9, 2026, 14:02 (today), with the backup, found whole"
    places = by_name(doctor.places(vault.folder, str(other)))
    assert "dies" in places["Backup folder, drive"].todo
    assert sorted(vault.folder.glob("doctor-*")) == []


def test_an_old_backup_no_check_and_a_wrong_clock_are_told(vault: Vault) -> None:
    inside = by_name(doctor_practice.inside(doctor_practice.prepare(vault), NOW - timedelta(days=1)))
    assert inside["Clock of this computer"].level == "red"
    never = inside["Last check of the whole file"]
    assert (inside["Last backup"].level, never.value, never.level) == ("red", "Never", "amber")
    old = NOW - timedelta(days=40)
    backups.record_backup(vault, BackupReport(Path("b.kdbk"), old, 9, {}), NOW)
    inside = by_name(doctor_practice.inside(doctor_practice.prepare(vault), NOW))
    assert (inside["Last backup"].value, inside["Last backup"].level) == ("April 30 (40 days ago)", "red")
    assert inside["Last check of the whole file"].level == "amber"
    backups.record_check(vault, NOW)
    assert (
        by_name(doctor_practice.inside(doctor_practice.prepare(vault), NOW))["Last check of the whole file"].level
        == "good"
    )


def test_damage_that_was_found_is_told_until_a_later_check_finds_the_file_whole(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a lock too: it stands in the history. And a file that takes no entry any more hides no damage."""

    def told() -> Line:
        return by_name(doctor_practice.inside(doctor_practice.prepare(vault), NOW))["Last check of the whole file"]

    backups.record_check(vault, NOW)
    backups.record_damage(vault, Cancelled(), NOW)
    assert told().level == "good"
    backups.record_damage(vault, PracticeDamaged("1 of 60 pages"), NOW)
    line = told()
    assert (line.value, line.level) == ("Damage found on June 9, 2026, 14:02 (today)", "red")
    assert "Keep the damaged file" in line.todo
    assert "No backup is known to this practice" in line.todo
    assert history.practice_history(vault)[0].words == "A check of the practice file found damage"
    first, *others = doctor_practice.inside(doctor_practice.prepare(vault), NOW)
    assert first == line
    assert not any("Back up now" in other.todo for other in others)
    moving.retire(vault, NOW)
    backups.record_damage(vault, HistoryBroken("it does not hold"), NOW)
    assert told().level == "red"
    backups.record_check(vault, NOW)
    assert told().value == "June 9, 2026, 14:02 (today), found whole"

    def refuse() -> None:
        raise PracticeDamaged("the page of the history")

    monkeypatch.setattr(vault, "write", refuse)
    backups.record_damage(vault, PracticeDamaged("1 of 60 pages"), NOW)


def test_damage_is_not_told_of_what_was_restored_from_a_whole_backup(vault: Vault, tmp_path: Path) -> None:
    """The entry of the damage is in the backup, that the backup was made is not."""
    backups.record_damage(vault, PracticeDamaged("1 of 60 pages"), NOW)
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    ours = opening.Secret.passphrase(PASSPHRASE)
    folder = backups.restore_backup(path, ours, tmp_path / "r.kapdesk", NOW).folder
    restored = opening.open_practice(opening.unlock(folder, ours, NOW), NOW)
    try:
        line = by_name(doctor_practice.inside(doctor_practice.prepare(restored), NOW))["Last check of the whole file"]
    finally:
        opening.close_practice(restored, NOW)
    assert line.level != "red"


def test_a_practice_that_moved_away_wants_no_backup(vault: Vault) -> None:
    moving.retire(vault, NOW)
    inside = by_name(doctor_practice.inside(doctor_practice.prepare(vault), NOW))
    assert inside["Retired"].value == "It moved to another computer on June 9, 2026; here it is only read"
    assert "Last backup" not in inside
    opening.close_practice(vault, NOW)
    assert by_name(doctor_practice.outside(vault.folder))["Retired"] == inside["Retired"]


def test_little_room_and_a_place_that_refuses_are_told(practice_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: _Usage(10, 9, 300_000_000))

    def refuse(folder: Path) -> None:
        raise CannotWrite(f"{folder} may not be written to.")

    monkeypatch.setattr(doctor, "try_writing", refuse)
    lines = by_name(doctor.places(practice_folder, ""))
    assert lines["Practice file, free space"].level == "amber"
    assert "at least 50" in lines["Practice file, free space"].todo
    assert (lines["Practice file, writing"].level, lines["Practice file, writing"].safe) == ("red", "Not possible")
    synced = practice_folder.parent / "OneDrive" / practice_folder.name
    synced.parent.mkdir()
    practice_folder.rename(synced)
    assert by_name(doctor.places(synced, ""))["Synced folder"].level == "amber"


def test_the_outer_signs_of_a_locked_practice(practice_folder: Path) -> None:
    before = {one.name: one.read_bytes() for one in practice_folder.iterdir()}
    assert {one.level for one in doctor_practice.outside(practice_folder)} == {"good"}
    assert {one.name: one.read_bytes() for one in practice_folder.iterdir()} == before
    lock = claim(practice_folder)
    assert by_name(doctor_practice.outside(practice_folder))["Open"].level == "amber"
    assert not (practice_folder / REQUEST).exists()  # the other window stays where it is
    lock.release()
    (practice_folder / "vault.db-wal").write_bytes(b"x" * 4096)
    (practice_folder / "keyslots.json").unlink()
    (practice_folder / "before-0005.db").write_bytes(b"x" * 8192)
    lines = by_name(doctor_practice.outside(practice_folder))
    assert (lines["Journal"].level, lines["Key slots"].level) == ("amber", "amber")
    assert lines["Copy from before an update"].value == "before-0005.db, schema 0005, 8 KB"
    (practice_folder / "keyslots.json.bak").write_text("{}")
    database = practice_folder / "vault.db"
    database.write_bytes(database.read_bytes()[:-8192])
    lines = by_name(doctor_practice.outside(practice_folder))
    assert (lines["Key slots"].level, lines["Size"].level) == ("red", "red")
    database.write_bytes(b"")
    assert (
        by_name(doctor_practice.outside(practice_folder))["Practice file"].value == "The database is missing or empty"
    )
    assert [one.level for one in doctor_practice.outside(practice_folder / "nowhere")] == ["red"]


def test_a_download_is_compared_with_its_sum(tmp_path: Path) -> None:
    file = tmp_path / "kapdesk_0.2.0_amd64.deb"
    file.write_bytes(b"installer" * 1000)
    alone = downloads.check_download(file)
    assert (alone.equal, len(alone.sha256)) == (None, 64)
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  other.deb\n{alone.sha256}  {file.name}\n")
    assert downloads.check_download(file).words.startswith("Equal to the sum in the SHA256SUMS file beside it.")
    spaced = " ".join(alone.sha256[at : at + 2] for at in range(0, 64, 2)).upper()
    assert downloads.check_download(file, f"SHA256 hash:\n{spaced}\n").equal
    assert downloads.check_download(file, f"{alone.sha256} *{file.name}").equal
    file.write_bytes(b"tampered")
    assert downloads.check_download(file).words.startswith("NOT equal")
    with pytest.raises(BadInput, match="64 signs"):
        downloads.check_download(file, alone.sha256[:-1])
    with pytest.raises(CannotWrite):
        downloads.check_download(tmp_path / "gone.deb")


def test_damage_is_found_by_the_check(vault: Vault) -> None:
    source = backups.prepare_backup(vault)
    with vault.database.open("r+b") as file:
        file.seek(5 * 4096 + 100)
        file.write(b"\xff" * 16)
    with pytest.raises(PracticeDamaged, match="damage"):
        backups.check_practice(source)

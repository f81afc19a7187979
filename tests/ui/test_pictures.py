"""The pictures: every page, dialog and state, the same each time, of a sample practice."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kapdesk.ui import ask, pictures
from kapdesk.ui.help import topics
from kapdesk.usecases.house.secrets import Secret
from tests.conftest import PASSPHRASE

EXPECTED = {
    "help",
    "help-topic",
    "help-search",
    "help-nothing",
    "help-dark",
    "gate-asked",
    "gate-tablets",
    "gate-touch",
    "gate-vitals",
    "gate-later",
    "gate-red",
    "gate-prescriber",
    "gate-amber",
    "gate-green",
    "gate-intent",
    "gate-no-order",
    "today-in-session",
    "chart-in-session",
    "chart-sessions",
    "chart-sessions-signed",
    "chart-sessions-none",
    "chart-note-of-day",
    "chart-note-of-day-record",
    "chart-note-with-record",
    "record-paper",
    "record-blank",
    "record-scans",
    "paper-begin",
    "paper-day",
    "chart-inquiry",
    "call-begun",
    "call-intent",
    "call-full-booking",
    "wait-list",
    "wait-list-empty",
    "calendar-paper-week",
    "calendar-paper-day-sheet",
    "calendar-export",
    "unlock",
    "unlock-wrong",
    "locked",
    "first-launch-1",
    "first-launch-2",
    "first-launch-3",
    "first-launch-4",
    "first-launch-more",
    "unlock-missing",
    "today-first-thing",
    "first-launch-no-drive",
    "clients",
    "clients-search",
    "clients-nobody",
    "new-client",
    "message-undo",
    "chart-overview",
    "chart-papers",
    "chart-details",
    "chart-history",
    "chart-note-signed",
    "chart-note-addendum",
    "chart-note-draft",
    "chart-no-course",
    "note-written",
    "note-alone",
    "sheet-mental-status",
    "sheet-risk",
    "wrong-chart",
    "print-notes",
    "note-in-error",
    "psychotherapy-closed",
    "psychotherapy-open",
    "practice-writing",
    "chart-no-plan",
    "chart-plan",
    "chart-plan-draft",
    "chart-plan-form",
    "plan-signed",
    "safety-plan",
    "safety-plan-form",
    "safety-plan-new",
    "safety-plan-short",
    "papers",
    "papers-questions",
    "papers-for-client",
    "choose-client",
    "contacts",
    "contacts-search",
    "contacts-nobody",
    "details-empty",
    "details-overfull",
    "flag",
    "diagnosis-warning",
    "way",
    "medicine",
    "person",
    "person-new",
    "own-fields",
    "own-fields-of-all",
    "clients-filter",
    "clients-every-column",
    "clients-view",
    "new-client-on-file",
    "wording",
    "wording-error",
    "wording-draft",
    "wording-difference",
    "wording-save",
    "new-client-wrong",
    "chart-details-form",
    "chart-note-new",
    "session",
    "course-start",
    "course-end",
    "course-move",
    "course-figures",
    "course-figures-wrong",
    "course-moved",
    "course-review",
    "follow-up",
    "session-medicine",
    "chart-overview-late",
    "chart-overview-near-end-why",
    "chart-overview-ended",
    "chart-overview-followed-up",
    "chart-overview-without",
    "practice-protocol",
    "practice-practice",
    "practice-backups",
    "practice-security",
    "question",
    "crash",
    "find",
    "find-empty",
    "find-none",
    "find-in-chart",
    "tasks",
    "tasks-none",
    "task",
    "chart-papers-states",
    "paper-on-file",
    "signed-on-paper-wrong",
    "paper-from-outside",
    "paper-narrowed",
    "signing-prepare",
    "signing-read",
    "signing-initial",
    "signing-initial-apart",
    "signing-representative",
    "signing-drawn",
    "signing-countersign",
    "signing-file",
    "signing-filed",
    "chart-history-narrowed",
    "practice-history-checked",
}


@pytest.fixture
def no_answers() -> None:
    """Dialogs are drawn, not answered."""
    ask._answers = None


SAME = {"clients", "chart-overview", "chart-note-signed", "papers"}


@pytest.mark.usefixtures("no_answers")
def test_the_same_practice_gives_the_same_pictures(sample_folder: Path, tmp_path: Path, qapp: QApplication) -> None:
    again = tmp_path / "again" / sample_folder.name
    shutil.copytree(sample_folder, again)
    first, second = (
        _draw(folder, tmp_path / name, False, 1.0, (1280, 800), SAME)
        for folder, name in ((sample_folder, "first"), (again, "second"))
    )
    assert set(first) == set(second) == SAME
    assert sizes(first)["clients"] == (1280, 800)
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes(), name


@pytest.mark.timeout(400)  # some two hundred pictures
@pytest.mark.usefixtures("no_answers")
def test_every_page_dialog_and_state_is_drawn_and_the_smallest_window_holds_the_largest_text(
    sample_folder: Path, tmp_path: Path, qapp: QApplication
) -> None:
    """In the dark look, in which nothing else of the suite is drawn as a whole."""
    found = sizes(_draw(sample_folder, tmp_path / "pictures", True, 2.0, (1024, 700)))
    assert set(found) >= EXPECTED | topics.pictures_named()
    assert all(width > 100 and height > 100 for width, height in found.values())
    for name in (
        "clients",
        "papers",
        *(f"chart-{part}" for part in ("overview", "note-draft", "papers", "details", "history")),
    ):
        assert found[name] == (1024, 700), name


def _draw(
    folder: Path, to: Path, dark: bool, scale: float, size: tuple[int, int], only: set[str] | None = None
) -> dict[str, Path]:
    to.mkdir()
    drawn = pictures.draw(folder, Secret.passphrase(PASSPHRASE), to, dark, scale, size, only)
    return {path.stem: path for path in drawn}


def sizes(drawn: dict[str, Path]) -> dict[str, tuple[int, int]]:
    """The width and height of each picture."""
    return {name: QImage(str(path)).size().toTuple() for name, path in drawn.items()}

"""The pictures: every page, dialog and state, the same each time, of a sample practice."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

from kapdesk.ui import ask, pictures
from kapdesk.ui.help import topics
from kapdesk.usecases.house import opening
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


SAME = {"clients", "papers", "chart-overview", "chart-note-signed"}


@pytest.mark.timeout(600)  # some three hundred pictures
@pytest.mark.usefixtures("no_answers")
def test_every_page_dialog_and_state_is_drawn_the_same_each_time_and_the_smallest_window_holds_the_largest_text(
    made: dict[str, opening.Created], tmp_path: Path, qapp: QApplication
) -> None:
    """In the dark look, in which nothing else of the suite is drawn as a whole."""
    everything = _draw(made["sample"].unlocked.folder, tmp_path / "first")
    found = {name: QImageReader(str(path)).size().toTuple() for name, path in everything.items()}
    assert set(found) >= EXPECTED | topics.pictures_named()
    assert all(width > 100 and height > 100 for width, height in found.values())
    for name in (
        "clients",
        "papers",
        *(f"chart-{part}" for part in ("overview", "note-draft", "papers", "details", "history")),
    ):
        assert found[name] == (1024, 700), name
    again = _draw(made["sample"].unlocked.folder, tmp_path / "again", SAME)
    assert set(again) == SAME
    for name, path in again.items():
        assert path.read_bytes() == everything[name].read_bytes(), name


def _draw(made: Path, room: Path, only: set[str] | None = None) -> dict[str, Path]:
    """Draw from a copy, at 200 % in the smallest window."""
    shutil.copytree(made, room / made.name)
    to = room / "drawn"
    to.mkdir()
    drawn = pictures.draw(room / made.name, Secret.passphrase(PASSPHRASE), to, True, 2.0, (1024, 700), only)
    return {path.stem: path for path in drawn}

"""Doctor's window: all lines, what to do about the bad ones, the check of the whole file, and the text to pass on."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kapdesk import paths, preferences
from kapdesk.domain.doctor import Line, Part, summary
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.days import moment
from kapdesk.ui.doctor import machine
from kapdesk.ui.doctor.check import CheckPart
from kapdesk.ui.doctor.looking import Looking
from kapdesk.ui.doctor.rows import CHIPS, add_groups, add_todo
from kapdesk.ui.flow import fit
from kapdesk.ui.printer import save_pdf
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.house import doctor, doctor_practice
from kapdesk.usecases.house.doctor_practice import LAST_CHECK
from kapdesk.vault.database import Vault

_WIDTH, _HEIGHT = 820, 680
_ROOM_AROUND = 24


class DoctorDialog(QDialog):
    """Says how it is; with an open practice of what is in it too. Stays beside the other windows.

    `show_lines` takes lines that are given; otherwise `look_again` looks for itself.
    """

    def __init__(
        self,
        folder: Path | None,
        clock: Callable[[], datetime],
        parent: QWidget | None,
        vault: Vault | None = None,
        tasks: Tasks | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("doctor_dialog")
        self.setWindowTitle("kapdesk")
        self._folder = folder
        self._clock = clock
        self._vault = vault
        self._lines: dict[str, list[Line]] = {}
        self._looking = Looking()
        self._looking.found.connect(self._found)
        whole = look.column(self, gap=12, margin=20)
        whole.addWidget(look.label("Doctor: is everything well?", "heading"))
        whole.addLayout(self._head())
        inside = QWidget()
        body = look.column(inside, gap=14)
        body.setContentsMargins(px(4), px(4), px(12), px(4))  # the frame of the focus is seen around the cards
        body.addWidget(self._todo_card())
        self.check: CheckPart | None = None
        if vault is not None and tasks is not None:
            self.check = CheckPart(vault, clock, tasks)
            self.check.checked.connect(self._look_inside)
            body.addWidget(self.check)
        self._groups = look.column(gap=14)
        body.addLayout(self._groups)
        body.addStretch(1)
        area = look.scroll(inside)
        area.setProperty("role", "reading")
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
        area.setObjectName("doctor_lines")
        area.setAccessibleName("What was looked at")
        whole.addWidget(area, 1)
        self.said = look.label("", "small", "doctor_said")
        self.said.hide()
        whole.addWidget(self.said)
        whole.addLayout(self._foot())
        self._size()

    def _head(self) -> QVBoxLayout:
        self._chip = look.chip("", "plain")
        self._chip.setObjectName("doctor_level")
        self.summary = look.label("", "body", "doctor_summary")
        words = "Nothing of this leaves the computer by itself. What you copy or save here holds no name of a client, of you, or of the practice."
        head = look.column(gap=4)
        line = look.row(self._chip, self.summary, gap=8)
        line.setStretch(1, 1)
        head.addLayout(line)
        head.addWidget(look.label(words, "small"))
        return head

    def _todo_card(self) -> QFrame:
        self._todo, layout = look.card("What to do")
        self._todos = look.column(gap=10)
        layout.addLayout(self._todos)
        self._todo.hide()
        return self._todo

    def _foot(self) -> QHBoxLayout:
        buttons: list[QWidget | None] = []
        for words, name, act in (
            ("Look again", "look_again", self.look_again),
            ("Copy as text", "copy_doctor", self.copy_text),
            ("Save as text…", "save_doctor", self.save_text),
        ):
            one = look.button(words, name)
            one.clicked.connect(act)
            buttons.append(one)
        close = look.button("Close", "close", "primary")
        close.clicked.connect(self.accept)
        return look.row(*buttons, None, close, gap=10)

    def _size(self) -> None:
        parent = self.parentWidget()
        if self._vault is not None and parent is not None:
            fit(self, _WIDTH, _HEIGHT)
            return
        room = self.screen().availableSize()  # the unlock window is smaller than this one
        self.resize(min(px(_WIDTH), room.width() - _ROOM_AROUND), min(px(_HEIGHT), room.height() - 2 * _ROOM_AROUND))

    # looking

    def look_again(self) -> None:
        """Look at everything; what may take long comes in when it is there."""
        folder = self._folder
        opened = self._vault is not None
        self.said.hide()
        self._lines = {"screens": machine.screens(), "fonts": machine.fonts()}

        def look_at_files() -> list[Line]:
            chosen = preferences.load().backup_folder
            outside = doctor_practice.outside(folder, opened) if folder is not None else []
            return [*doctor.program(qt_version), *doctor.places(folder, chosen), *outside]

        self._looking.look("files", look_at_files)
        self._looking.look("printers", machine.printers)
        self._look_inside()

    @property
    def is_looking(self) -> bool:
        """Whether something has not come back yet."""
        return bool(self._looking.going)

    @property
    def lines(self) -> list[Line]:
        """All lines that there are."""
        damage = self.check.damage if self.check is not None else []
        lines = [line for found in self._lines.values() for line in found]
        return [*damage, *(line for line in lines if not (damage and line.what == LAST_CHECK))]

    def show_lines(self, lines: list[Line]) -> None:
        """Show these and no others."""
        self._lines = {"given": lines}
        self._show()

    def _look_inside(self) -> None:
        if self._vault is not None and self._vault.is_open:
            now = self._clock()
            try:
                opened = doctor_practice.prepare(self._vault)
            except KapdeskError:
                self._lines["inside"] = [doctor_practice.unreadable()]
            else:
                self._looking.look("inside", lambda: doctor_practice.inside(opened, now))
        self._show()

    def _found(self, piece: str, lines: list[Line]) -> None:
        self._lines[piece] = lines
        self._show()

    def _show(self) -> None:
        level, words = summary(self.lines)
        if self.check is not None:
            self.check.show_last(self.lines)
        rest = {"inside": "the practice", "files": "files and drives", "printers": "printers"}
        waiting = ", ".join(words for piece, words in rest.items() if piece in self._looking.going)
        if waiting and level == "good":
            words = "So far everything is well."
        tone = "plain" if waiting and level == "good" else CHIPS[level][1]
        self._chip.setText("Looking" if tone == "plain" else CHIPS[level][0])
        self._chip.setProperty("tone", tone)
        self._chip.style().unpolish(self._chip)
        self._chip.style().polish(self._chip)
        self.summary.setText(f"{words} Looking at {waiting} …" if waiting else words)
        look.clear(self._todos)
        add_todo(self._todos, self.lines)
        self._todo.setVisible(level != "good")
        look.clear(self._groups)
        add_groups(self._groups, self.lines, self._notes())

    def _notes(self) -> dict[Part, QWidget]:
        notes: dict[Part, QWidget] = {Part.FONTS: look.label(f"Drawn in it: {machine.SAMPLE}", "body", "font_sample")}
        if "printers" in self._looking.going:
            words = "Looking for printers … One on a network that does not answer takes a while; nothing waits for it."
            notes[Part.PRINTERS] = look.label(words, "muted")
        if self._vault is None and self._folder is not None:
            words = "The last backup, the last check and what is in the practice file are told here once it is open."
            notes[Part.PRACTICE] = look.label(words, "muted")
        return notes

    # passing on

    def text(self) -> str:
        """What may be passed on: no name of a client, a person or a practice."""
        now = self._clock()
        return f"kapdesk Doctor, {moment(now)}\n\n{doctor.as_text(self.lines)}"

    def copy_text(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self._say("Copied. It holds no name of a client, of you, or of the practice.")

    def save_text(self) -> None:
        """Write the text to a file."""
        suggested = paths.documents() / f"kapdesk doctor {self._clock():%Y-%m-%d}.txt"
        to = ask.save_file(self, "Save what Doctor says", suggested, "Text (*.txt)")
        if to is None:
            return
        try:
            save_pdf(to, self.text().encode())
        except KapdeskError as error:
            self._say(str(error))
            return
        self._say(f"Saved as {to.name}.")

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()


def show_doctor(
    folder: Path | None,
    clock: Callable[[], datetime],
    parent: QWidget,
    vault: Vault | None = None,
    tasks: Tasks | None = None,
) -> DoctorDialog:
    """Show Doctor over a window, the one that is there already if there is one, and look anew."""
    found = parent.findChild(DoctorDialog)
    dialog = found if found is not None else DoctorDialog(folder, clock, parent, vault, tasks)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    QTimer.singleShot(0, dialog, dialog.look_again)  # the window is in sight first
    return dialog

"""Writing a note: every word is in the vault within seconds; signing freezes it."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.days import clock_time, parse_day, shown, typed
from kapdesk.ui.look import button, column, error_line, label, line, mark_wrong, row, show_error, text_box
from kapdesk.ui.theme import px
from kapdesk.usecases import courses, notes
from kapdesk.usecases.notes import Note
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key; so a power cut costs less than 3 s of typing."""


class NoteEditor(QWidget):
    """A draft; `saved` after each save, `signed` and `discarded` when it is over."""

    said = Signal(str, object)
    saved = Signal()
    signed = Signal(int)
    discarded = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._note: Note | None = None
        self._kept = ""
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        layout = column(self, gap=10)
        self.kind = QComboBox()
        self.kind.setObjectName("note_kind")
        self.kind.setAccessibleName("Kind of note")
        for one in NoteKind:
            self.kind.addItem(one.words, one.value)
        self.day = line("note_day", "Day of the note")
        self.day.setFixedWidth(px(120))
        self.session = QComboBox()
        self.session.setObjectName("note_session")
        self.session.setAccessibleName("Session that the note belongs to")
        layout.addLayout(row(self.kind, self.day, self.session, None))
        self.text = text_box("note_text", "Text of the note", 8)
        self.text.setPlaceholderText("Write here. It is kept as you type.")
        self.text.textChanged.connect(self._typed)
        layout.addWidget(self.text, 1)
        self.error = error_line("note_error")
        layout.addWidget(self.error)
        self.state = label("", "small", "note_state")
        self.state.setWordWrap(False)
        discard = button("Discard", "discard_note", "quiet")
        discard.clicked.connect(self.discard)
        sign = button("Sign…", "sign_note", "primary", "Ctrl+Return")
        sign.clicked.connect(self.sign)
        layout.addLayout(row(self.state, None, discard, sign))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.kind.activated.connect(self.save_head)
        self.session.activated.connect(self.save_head)
        self.day.editingFinished.connect(self.save_head)

    @property
    def note_id(self) -> int | None:
        """The draft that is being written."""
        return self._note.head.id if self._note else None

    def open(self, note: Note) -> None:
        """Write on a draft."""
        self.close_down()
        self._note = note
        self._kept = note.text
        self.text.blockSignals(True)
        self.text.setPlainText(note.text)
        self.text.blockSignals(False)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.kind.setCurrentIndex(self.kind.findData(note.head.kind.value))
        self.day.setText(typed(note.head.on))
        self._offer_sessions(note)
        show_error(self.error, "")
        self._show_state(f"Kept {clock_time(note.head.changed_at)}")

    def save(self) -> bool:
        """Keep the words now; on failure they stay on the screen and the sentence says what to do."""
        self._timer.stop()
        if self._note is None or self.text.toPlainText() == self._kept:
            return True
        words, at = self.text.toPlainText(), self._clock()
        try:
            notes.save_draft(self._vault, self._note.head.id, words, at)
        except KapdeskError as error:
            show_error(self.error, f"Not saved. {error}")
            self._timer.start()
            return False
        self._kept = words
        show_error(self.error, "")
        self._show_state(f"Saved {clock_time(at)}")
        self.saved.emit()
        return True

    def save_head(self) -> bool:
        """Keep kind, day and session."""
        if self._note is None:
            return True
        mark_wrong(self.day, False)
        try:
            day = self._day()
            kind, session = NoteKind(self.kind.currentData()), self.session.currentData()
            if (kind, day, session) != (self._note.head.kind, self._note.head.on, self._note.head.session_id):
                notes.change_note_head(self._vault, self._note.head.id, kind, day, session, self._clock())
                self._note = notes.get_note(self._vault, self._note.head.id, self._clock().date())
                self.saved.emit()
        except KapdeskError as error:
            mark_wrong(self.day, getattr(error, "field", "") == "on")
            show_error(self.error, str(error))
            return False
        show_error(self.error, "")
        return True

    def sign(self) -> None:
        """Save, ask once, and freeze."""
        if self._note is None or not self.save() or not self.save_head():
            return
        note_id, kind, day = self._note.head.id, self._note.head.kind.words, shown(self._note.head.on)
        sentence = f"Sign this note ({kind.lower()}, {day})?"
        if not self.text.toPlainText().strip():
            show_error(self.error, "This note is empty. Write it first, then sign it.")
            return
        if not ask.confirm(self, sentence, "Sign", "It can then never be changed; addenda can be added.", danger=False):
            return
        try:
            head = notes.sign_note(self._vault, note_id, self._clock())
        except KapdeskError as error:
            show_error(self.error, str(error))
            return
        self._note = None
        self.said.emit(f"Signed by {head.signer}", None)
        self.signed.emit(note_id)

    def discard(self) -> None:
        """Throw the draft away; the message bar can bring it back."""
        if self._note is None or not self.save():
            return
        note_id, self._note = self._note.head.id, None
        try:
            undo = notes.discard_draft(self._vault, note_id, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.said.emit(undo.words, undo)
        self.discarded.emit()

    def close_down(self) -> None:
        """Keep what is not kept yet, and let go of the draft."""
        self.save()
        self._timer.stop()
        self._note = None

    def _typed(self) -> None:
        if self._note is None:
            return
        self._show_state("Writing…")
        if not self._timer.isActive():
            self._timer.start()

    def _show_state(self, words: str) -> None:
        count = len(self.text.toPlainText().split())
        self.state.setText(f"{words} · {count:,} word" + ("" if count == 1 else "s"))

    def _day(self) -> date:
        day = parse_day(self.day.text(), "on")
        if day is None:
            raise BadInput("Type the day of the note.", "on")
        return day

    def _offer_sessions(self, note: Note) -> None:
        self.session.clear()
        self.session.addItem("No session", None)
        for one in courses.list_sessions(self._vault, note.client_id):
            self.session.addItem(f"{one.kind.words} {one.number}, {shown(one.on)}", one.id)
        self.session.setCurrentIndex(max(0, self.session.findData(note.head.session_id)))

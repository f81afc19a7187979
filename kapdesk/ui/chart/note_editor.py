"""Writing a note: every word is in the vault within seconds; signing freezes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from kapdesk.domain.notes import NoteKind, check_can_sign
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import clock_time, shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.look import button, column, error_line, label, mark_wrong, show_error, text_box
from kapdesk.ui.theme import px
from kapdesk.usecases import courses, notes, practice
from kapdesk.usecases.courses import SessionRow
from kapdesk.usecases.notes import Note
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key; so a power cut costs less than 3 s of typing."""


@dataclass(frozen=True)
class _Fresh:
    """A note that nothing was written in yet; it enters the chart with its first words."""

    client_id: int
    on: date
    session_id: int | None


class NoteEditor(QWidget):
    """A draft; `begun` with its first save, `saved` after each, `signed` and `discarded` when it is over."""

    said = Signal(str, object)
    begun = Signal(int)
    saved = Signal()
    signed = Signal(int)
    discarded = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._note: Note | None = None
        self._fresh: _Fresh | None = None
        self._sessions: dict[int, SessionRow] = {}
        self._kept = ""
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        layout = column(self, gap=10)
        self.kind = QComboBox()
        self.kind.setObjectName("note_kind")
        self.kind.setAccessibleName("Kind of note")
        for one in NoteKind:
            self.kind.addItem(one.words, one.value)
        self.day = DateField("note_day", "Day of the note")
        self.day.setFixedWidth(px(124))
        self.session = QComboBox()
        self.session.setObjectName("note_session")
        self.session.setAccessibleName("Session that the note belongs to")
        self.session.setFixedWidth(px(238))
        head = Flow(gap=10)
        head.set_widgets([self.kind, self.day, self.session])
        layout.addWidget(head)
        self.text = text_box("note_text", "Text of the note", 8)
        self.text.setPlaceholderText("Write here. It is kept as you type.")
        self.text.textChanged.connect(self._typed)
        self.text.setMinimumHeight(px(150))
        layout.addWidget(self.text, 1)
        self.error = error_line("note_error")
        layout.addWidget(self.error)
        self.state = label("", "small", "note_state")
        discard = button("Discard", "discard_note", "quiet")
        discard.clicked.connect(self.discard)
        sign = button("Sign…", "sign_note", "primary", "Ctrl+Return")
        sign.clicked.connect(self.sign)
        acts = Flow(gap=10)
        acts.set_widgets([discard, sign])
        foot = Columns(least=360, gap=8)
        foot.add(self.state, 1)
        foot.add(acts)
        layout.addWidget(foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.kind.activated.connect(self.save_head)
        self.session.activated.connect(self._take_from_session)
        self.day.day_changed.connect(self.save_head)

    @property
    def note_id(self) -> int | None:
        """The draft that is being written."""
        return self._note.head.id if self._note else None

    @property
    def writing(self) -> bool:
        """Whether a draft, or a note without a word yet, is open."""
        return self._note is not None or self._fresh is not None

    def open(self, note: Note) -> None:
        """Write on a draft."""
        self._note, self._fresh = note, None
        self._show(note.client_id, note.head.kind, note.head.on, note.head.session_id, note.text)
        self._show_state(f"Kept {clock_time(note.head.changed_at)}")

    def begin(self, client_id: int, kind: NoteKind, on: date, session_id: int | None) -> None:
        """Write a new note; it is kept from its first word on."""
        self._note, self._fresh = None, _Fresh(client_id, on, session_id)
        self._show(client_id, kind, on, session_id, "")
        self._show_state("New")

    def save(self) -> bool:
        """Keep the words now; on failure they stay on the screen and the sentence says what to do."""
        self._timer.stop()
        words, at = self.text.toPlainText(), self._clock()
        if not self.writing or words == self._kept or (self._fresh and not words.strip()):
            return True
        fresh = self._fresh
        try:
            if self._note is not None:
                notes.save_draft(self._vault, self._note.head.id, words, at)
            elif fresh is not None:
                kind = NoteKind(self.kind.currentData())
                note_id = notes.start_note(self._vault, fresh.client_id, kind, fresh.on, at, fresh.session_id, words)
                self._note, self._fresh = notes.get_note(self._vault, note_id, at.date()), None
        except KapdeskError as error:
            show_error(self.error, f"Not saved. {error}")
            self._timer.start()
            return False
        self._kept = words
        show_error(self.error, "")
        self._show_state(f"Saved {clock_time(at)}")
        if fresh is not None and self._note is not None:
            self.save_head()
            self.begun.emit(self._note.head.id)
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
            mark_wrong(self.day, getattr(error, "field", "") in ("on", "note_day"))
            show_error(self.error, str(error))
            return False
        show_error(self.error, "")
        return True

    def sign(self) -> None:
        """Save, ask once, and freeze."""
        if not self.writing or not self.save():
            return
        try:
            check_can_sign(self.text.toPlainText(), practice.get_practice(self._vault).therapist)
        except BadInput as problem:
            show_error(self.error, str(problem))
            return
        if self._note is None or not self.save_head():
            return
        note_id, kind, day = self._note.head.id, self._note.head.kind.words, shown(self._note.head.on)
        sentence = f"Sign this note ({kind.lower()}, {day})?"
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
        if not self.writing or not self.save():
            return
        if self._note is not None:
            try:
                undo = notes.discard_draft(self._vault, self._note.head.id, self._clock())
            except KapdeskError as error:
                show_error(self.error, str(error))
                return
            self.said.emit(undo.words, undo)
        self._note = self._fresh = None
        self.discarded.emit()

    def close_down(self) -> bool:
        """Keep what is not kept yet, and let go of the draft; False when it could not be kept, and then it stays open."""
        if not self.save():
            return False
        self._timer.stop()
        self._note = self._fresh = None
        return True

    def _show(self, client_id: int, kind: NoteKind, on: date, session_id: int | None, words: str) -> None:
        self._kept = words
        self.text.blockSignals(True)
        self.text.setPlainText(words)
        self.text.blockSignals(False)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.day.set_day(on)
        mark_wrong(self.day, False)
        self._offer_sessions(client_id, session_id)
        show_error(self.error, "")

    def _take_from_session(self) -> None:
        """A note has the kind and the day of the session it belongs to."""
        session = self._sessions.get(self.session.currentData())
        if session is not None:
            self.kind.setCurrentIndex(self.kind.findData(session.kind.value))
            self.day.set_day(session.on)
        self.save_head()

    def _typed(self) -> None:
        if not self.writing:
            return
        self._show_state("Writing…")
        if not self._timer.isActive():
            self._timer.start()

    def _show_state(self, words: str) -> None:
        count = len(self.text.toPlainText().split())
        self.state.setText(f"{words} · {count:,} word" + ("" if count == 1 else "s"))

    def _day(self) -> date:
        day = self.day.day()
        if day is None:
            raise BadInput("Type the day of the note.", "note_day")
        return day

    def _offer_sessions(self, client_id: int, chosen: int | None) -> None:
        self._sessions = {one.id: one for one in courses.list_sessions(self._vault, client_id)}
        self.session.clear()
        today = self._clock().date()
        self.session.addItem("No session", None)
        for one in self._sessions.values():
            self.session.addItem(f"{one.kind.words} {one.number} · {shown(one.on, today)}", one.id)
        self.session.setCurrentIndex(max(0, self.session.findData(chosen)))

"""The chart's psychotherapy notes: behind the passphrase, apart from everything else, kept as they are typed."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import clock_time, shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.look import button, column, error_line, field, label, line, mark_wrong, row, show_error
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.ui.writing.text import MarkdownText
from kapdesk.usecases.writing import private_notes
from kapdesk.usecases.writing.private_notes import NOT_HERE, PrivateNote
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key, as for a note of the chart."""
_CLOSED, _OPEN = range(2)


class PrivateNotesTab(QWidget):
    """Asks for the passphrase once for a client's notes; closes them when another chart is opened."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks) -> None:
        super().__init__()
        self._vault, self._clock, self._tasks = vault, clock, tasks
        self._client_id = 0
        self._asked = 0
        """Which proof of the passphrase is waited for; one that comes when the notes were closed meanwhile opens nothing."""
        self._notes: list[PrivateNote] = []
        self._note: PrivateNote | None = None
        self._writing = False
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._gate())
        self._pages.addWidget(self._desk())
        column(self).addWidget(self._pages)
        QShortcut("Ctrl+S", self, self.save)

    @property
    def is_open(self) -> bool:
        """Whether the notes are in sight."""
        return self._pages.currentIndex() == _OPEN

    def show_client(self, client_id: int) -> None:
        """Another client: closed again, nothing of the one before stays on the screen."""
        self.close_notes()
        self._client_id = client_id

    def refresh(self) -> None:
        """Read again what is open; without the question for the passphrase, open them."""
        if self.is_open:
            self._read_list()
        elif not private_notes.asks_again(self._vault):
            self._let_in()
        else:
            self.secret.setFocus()

    def close_down(self) -> bool:
        """Keep what is being written; False when it cannot be kept."""
        return self.save()

    def close_notes(self) -> None:
        """Out of sight until the passphrase is given again."""
        self.save()
        self._timer.stop()
        self._asked += 1
        self._open.setEnabled(True)
        self._note, self._writing, self._notes = None, False, []
        self.text.set_text("")
        self.list.clear()
        self.secret.clear()
        show_error(self._refused, "")
        self._pages.setCurrentIndex(_CLOSED)

    def ask(self) -> None:
        """Prove the passphrase on the worker."""
        typed, folder = self.secret.text(), self._vault.folder
        if not self._open.isEnabled():
            return
        if not typed:
            show_error(self._refused, "Type the passphrase of this practice.")
            return
        self._open.setEnabled(False)
        show_error(self._refused, "")
        self._tasks.run(
            "Checking the passphrase",
            lambda progress: private_notes.prove_passphrase(folder, typed, progress),
            partial(self._proved, self._asked),
            partial(self._refuse, self._asked, self._client_id),
        )

    def new_note(self) -> None:
        """Begin one of today; it is kept from its first word on."""
        if not self.save():
            return
        self._note, self._writing = None, True
        self.list.clearSelection()
        self._show("", shown_day=None)
        self.text.setFocus()

    def save(self) -> bool:
        """Keep words and day now; on failure they stay on the screen."""
        self._timer.stop()
        words, at = self.text.words(), self._clock()
        if not self._writing or (self._note is None and not words.strip()):
            return True
        mark_wrong(self.day, False)
        try:
            day = self.day.day() or at.date()
            if self._note is None:
                note_id = private_notes.start_note(self._vault, self._client_id, day, words, at)
            else:
                note_id = self._note.id
                if (words, day) == (self._note.text, self._note.on):
                    return True
                private_notes.save_note(self._vault, note_id, words, at, day)
        except KapdeskError as error:
            mark_wrong(self.day, getattr(error, "field", "") in ("on", "private_day"))
            show_error(self._error, f"Not saved. {error}")
            return False
        show_error(self._error, "")
        self._state.setText(f"Saved {clock_time(at)}")
        self._read_list(note_id)
        return True

    def remove(self) -> None:
        """Remove the open note; the message bar can bring it back."""
        if not self.save():
            return
        if self._note is not None:
            undo = private_notes.remove_note(self._vault, self._note.id, self._clock())
            self.said.emit(undo.words, undo)
        self._note, self._writing = None, False
        self._show("", None)
        self._read_list()

    def _gate(self) -> QWidget:
        frame, layout = look.card("Psychotherapy notes are kept apart")
        for words in (
            (
                "Your own notes on what was said, and your thoughts about it (45 CFR 164.501). They are never found by the "
                "search, never printed with the chart, in no summary and no export unless you ask for them by name. Every "
                "backup holds them."
            ),
            f"Not here but in the chart’s notes: {'; '.join(NOT_HERE)}.",
        ):
            layout.addWidget(label(words, "muted"))
        self.secret = line("private_passphrase", "Passphrase of the practice", "", secret=True)
        self.secret.returnPressed.connect(self.ask)
        self.secret.setMaximumWidth(px(420))
        layout.addWidget(field("Passphrase of the practice", self.secret))
        self._refused = error_line("private_refused")
        layout.addWidget(self._refused)
        self._open = button("Open", "open_private", "primary")
        self._open.clicked.connect(self.ask)
        layout.addLayout(row(self._open, None))
        layout.addStretch(1)
        inside = QWidget()
        column(inside).addWidget(frame)
        return look.scroll(inside)

    def _desk(self) -> QWidget:
        both = Columns(least=560, gap=16)
        left, inside = look.card()
        new = button("New psychotherapy note", "new_private")
        new.clicked.connect(self.new_note)
        inside.addWidget(new)
        self.list = QListWidget()
        self.list.setObjectName("private_notes")
        self.list.setAccessibleName("Psychotherapy notes, the newest first")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._chosen)
        inside.addWidget(self.list, 1)
        left.setMinimumWidth(px(230))
        both.add(left, 1)
        right, layout = look.card()
        self.day = DateField("private_day", "Day of the psychotherapy note")
        self.day.setFixedWidth(px(124))
        self.day.day_changed.connect(self.save)
        close = button("Close them again", "close_private", "quiet")
        close.clicked.connect(self.close_notes)
        head = Flow(gap=10)
        head.set_widgets([self.day, close])
        layout.addWidget(head)
        layout.addWidget(label(f"Not here: {'; '.join(NOT_HERE)}.", "small"))
        self.text = MarkdownText("private_text", "Text of the psychotherapy note")
        self.text.setPlaceholderText("For you alone. It is kept as you type; there is no need to sign it.")
        self.text.textChanged.connect(self._typed)
        layout.addWidget(self.text, 1)
        self._error = error_line("private_error")
        layout.addWidget(self._error)
        self._state = label("", "small", "private_state")
        remove = button("Remove", "remove_private", "quiet")
        remove.clicked.connect(self.remove)
        layout.addLayout(row(self._state, None, remove))
        both.add(right, 2)
        return both

    def _proved(self, asked: int, _proved: object) -> None:
        if asked == self._asked:  # else another client is in sight by now, or none
            self._let_in()

    def _let_in(self) -> None:
        self._open.setEnabled(True)
        self.secret.clear()
        self._notes = private_notes.open_notes(self._vault, self._client_id, self._clock())
        self._pages.setCurrentIndex(_OPEN)
        self._fill(None)
        if self._notes:
            self.list.setCurrentRow(0)
        else:
            self.new_note()

    def _refuse(self, asked: int, client_id: int, error: KapdeskError) -> None:
        private_notes.refused(self._vault, client_id, self._clock())
        if asked != self._asked:
            return
        self._open.setEnabled(True)
        show_error(self._refused, str(error))
        self.secret.selectAll()
        self.secret.setFocus()

    def _read_list(self, chosen: int | None = None) -> None:
        self._notes = private_notes.list_notes(self._vault, self._client_id)
        wanted = chosen if chosen is not None else self._note.id if self._note else None
        self._fill(wanted)
        if chosen is not None:
            self._note = next(one for one in self._notes if one.id == chosen)

    def _fill(self, chosen: int | None) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        today = self._clock().date()
        for number, one in enumerate(self._notes):
            item = QListWidgetItem(f"{shown(one.on, today)}  {one.beginning}")
            item.setSizeHint(QSize(px(120), px(36)))
            self.list.addItem(item)
            if one.id == chosen:
                self.list.setCurrentRow(number)
        self.list.blockSignals(False)

    def _chosen(self, number: int) -> None:
        if not 0 <= number < len(self._notes):
            return
        wanted = self._notes[number].id
        if not self.save():
            return
        self._note = next(one for one in self._notes if one.id == wanted)
        self._writing = True
        self._show(self._note.text, self._note)
        self._fill(wanted)

    def _show(self, words: str, shown_day: PrivateNote | None) -> None:
        self.text.blockSignals(True)
        self.text.set_text(words)
        self.text.blockSignals(False)
        self.day.set_day(shown_day.on if shown_day else self._clock().date())
        self._state.setText(f"Saved {clock_time(shown_day.changed_at)}" if shown_day else "")
        show_error(self._error, "")

    def _typed(self) -> None:
        if not self.is_open:
            return
        self._writing = True
        self._state.setText("Writing…")
        if not self._timer.isActive():
            self._timer.start()

"""The chart's notes: the list at the left, the note at the right."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import Phase, SessionKind
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calendar.link import AppointmentLink
from kapdesk.ui.notes.editor import NoteEditor
from kapdesk.ui.notes.listed import NotePainter, NotesModel
from kapdesk.ui.notes.reader import NoteReader
from kapdesk.ui.notes.wrong_chart import choose_other_client
from kapdesk.ui.record.note_record import NoteRecord
from kapdesk.ui.theme import px
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import moving
from kapdesk.usecases.medicine_day import day_note
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault

_EMPTY, _EDITOR, _READER = range(3)


class NotesTab(QWidget):
    """Reads, writes and signs a client's notes."""

    said = Signal(str, object)
    changed = Signal()
    room_wanted = Signal()
    print_wanted = Signal(int)
    appointment_wanted = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._client_id = 0
        self._shown: int | None = None
        self._build_list()
        self._set_side_by_side()  # in its place before it is filled: what is moved is styled anew
        self._build_right(vault, clock)

    def _build_list(self) -> None:
        self.model = NotesModel()
        self.list = QListView()
        self.list.setObjectName("notes")
        self.list.setAccessibleName("Notes, the newest first")
        self.list.setModel(self.model)
        self.list.setItemDelegate(NotePainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(lambda _index: self._go_in())
        self.list.selectionModel().currentChanged.connect(self._chosen)

    def _build_right(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        """What is written, what is read, what is said when no note is open; and the way to the note's appointment."""
        self.editor = NoteEditor(vault, clock)
        self.editor.said.connect(self.said)
        self.editor.begun.connect(self._after_first_words)
        self.editor.saved.connect(self._reread_list)
        self.editor.signed.connect(self._after_signing)
        self.editor.discarded.connect(self._after_discarding)
        self.editor.move_wanted.connect(self.move_draft)
        self.editor.room_wanted.connect(self.room_wanted)
        self.reader = NoteReader(vault, clock)
        self.reader.said.connect(self.said)
        self.reader.added.connect(self._after_addendum)
        self.reader.taken_out.connect(lambda _draft: self._after_discarding())
        self.reader.print_wanted.connect(self.print_wanted)
        first = look.button("New note", "first_note", "primary")
        first.clicked.connect(lambda: self.new_note())
        words = "Notes of calls and sessions stand here. A draft is kept as you type; once signed it can never change."
        self._right.addWidget(look.empty("No note is open", words, first))
        self._right.addWidget(self.editor)
        self._right.addWidget(self.reader)
        self.record = NoteRecord(vault, clock)
        self.editor.saved.connect(lambda: self.record.show_note(self._shown))
        self.appointment = AppointmentLink(vault, clock)
        self.appointment.wanted.connect(self.appointment_wanted)
        self._within.addWidget(self.record, 2)
        self._within.addWidget(self.appointment)
        self._right.currentChanged.connect(self._show_appointment)

    def _set_side_by_side(self) -> None:
        splitter = self._splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)
        left, inside = look.card()
        inside.setContentsMargins(px(2), px(8), px(2), px(8))
        inside.addWidget(self.list)
        show = look.button("Print notes…", "print_all_notes", "quiet")
        show.clicked.connect(lambda: self.print_wanted.emit(self._shown or 0))
        inside.addLayout(look.row(show, None))
        left.setMinimumWidth(px(230))
        right, self._within = look.card()
        self._right = QStackedWidget()
        self._within.addWidget(self._right, 3)
        self._sides = (left, right)
        for side in self._sides:
            splitter.addWidget(side)
        splitter.setSizes([px(300), px(720)])
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        splitter.setHandleWidth(px(16))

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider of both, since they can stand one below the other."""
        hints = [side.minimumSizeHint() for side in self._sides]
        vertical = self._splitter.orientation() is Qt.Orientation.Vertical
        tall = px(200) + hints[-1].height() if vertical else max(px(300), hints[-1].height())
        return QSize(max(px(230), *(hint.width() for hint in hints)), tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or one below the other where it is narrow."""
        super().resizeEvent(event)
        narrow = event.size().width() < px(560)
        self._splitter.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    @property
    def shown(self) -> int | None:
        """The note in sight."""
        return self._shown

    def show_client(self, client_id: int) -> None:
        """Show another client's notes."""
        self._client_id = client_id
        self._shown = None
        self._right.setCurrentIndex(_EMPTY)

    def refresh(self) -> None:
        """Read the list again; what is being written stays. With nothing open, the newest note is shown."""
        self._reread_list()
        if self.editor.writing:
            return
        listed = self._shown is not None and self.model.place_of(self._shown) >= 0
        if listed and self._right.currentIndex() == _READER:
            return
        rows = self.model.rowCount()
        wanted = self._shown if listed else self.model.row(0).id if rows else None
        self._shown = None
        self._right.setCurrentIndex(_EMPTY)
        if wanted is not None:
            self.open_note(wanted)

    def close_down(self) -> bool:
        """Keep what is being written; False when that failed, and then it stays open."""
        self._keep_addendum()
        if not self.editor.close_down():
            return False
        if self._right.currentIndex() == _EDITOR:
            self._right.setCurrentIndex(_EMPTY)
        return True

    def new_note(self, kind: NoteKind | None = None, on: date | None = None, session_id: int | None = None) -> None:
        """Begin a note of today, of the kind that the phase suggests; it is kept from its first word on."""
        if self._vault.reads_only:  # a note that cannot be kept is not begun
            self.said.emit(moving.READ_ONLY, None)
            return
        if not self.close_down():
            return
        self._shown = None
        self._show_appointment()
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self.editor.begin(self._client_id, kind or self._usual_kind(), on or self._clock().date(), session_id)
        self._right.setCurrentIndex(_EDITOR)
        self.editor.text.setFocus()

    def note_for_session(self, session_id: int) -> None:
        """Begin the note of a held session; that of a medicine day has its record's times already."""
        day_id = day_note.day_of_session(self._vault, session_id)
        if day_id is not None:
            self.note_of_day(day_id)
            return
        for one in courses.list_sessions(self._vault, self._client_id):
            if one.id == session_id:
                self.new_note(NoteKind(one.kind.value), one.on, session_id)

    def note_of_day(self, day_id: int) -> None:
        """Open the note of a medicine day, begun when there is none."""
        if not self.close_down():
            return
        try:
            _, note_id = day_note.note_of_day(self._vault, day_id, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.open_note(note_id)
        if self.editor.note_id == note_id:
            self.editor.text.setFocus()
        self.changed.emit()

    def open_note(self, note_id: int) -> None:
        """Show a note: a draft to write on, a signed one to read."""
        if self._shown == note_id and self.editor.note_id == note_id:
            return
        if not self.close_down():
            self._reread_list()
            return
        try:
            note = notes.get_note(self._vault, note_id, self._clock().date())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self._shown = note_id
        if note.head.signed_at is None:
            self.editor.open(note)
            self._right.setCurrentIndex(_EDITOR)
        else:
            self.reader.show_note(note)
            self._right.setCurrentIndex(_READER)
        self._show_appointment()
        self._reread_list()

    def move_draft(self) -> None:
        """A draft that was begun in the wrong chart goes to the right one; the message bar can take it back."""
        if not self.editor.save():
            return
        note_id = self.editor.note_id
        if note_id is None:
            self.said.emit("Nothing is written yet: begin the note in the right chart.", None)
            return
        found = choose_other_client(self._vault, self._clock, "Whose note is it?", self)
        if found is None:
            return
        try:
            undo = notes.move_draft(self._vault, note_id, found, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.editor.let_go()
        self.said.emit(undo.words, undo)
        self._after_discarding()

    def show_only_the_note(self, only: bool) -> None:
        """Leave out the list while one writes on the full screen."""
        self._sides[0].setVisible(not only)

    def _show_appointment(self) -> None:
        shown = self._shown if self._right.currentIndex() != _EMPTY else None
        self.appointment.show_note(shown)
        self.record.show_note(shown if self._right.currentIndex() == _EDITOR else None)

    def _go_in(self) -> None:
        """Enter in the list goes into the note."""
        place = self.editor.text if self._right.currentIndex() == _EDITOR else self.reader.first_words()
        if place is not None:
            place.setFocus(Qt.FocusReason.TabFocusReason)

    def _keep_addendum(self) -> None:
        """An addendum that was begun is kept as a draft of today; nothing typed is lost."""
        words = self.reader.unfinished()
        if not words:
            return
        at = self._clock()
        try:
            notes.start_note(self._vault, self.reader.client_id, NoteKind.GENERAL, at.date(), at, text=words)
        except KapdeskError as error:
            self.said.emit(f"The addendum could not be kept. {error}", None)
            return
        self.reader.forget()
        self.said.emit("The unfinished addendum is kept as a draft.", None)

    def _usual_kind(self) -> NoteKind:
        view = courses.course_view(self._vault, self._client_id, self._clock().date())
        kinds = {
            Phase.PREPARATION: SessionKind.PREPARATION,
            Phase.KETAMINE: SessionKind.KETAMINE,
            Phase.INTEGRATION: SessionKind.INTEGRATION,
        }
        return NoteKind(kinds[view.phase].value) if view.phase in kinds else NoteKind.CONTACT

    def _reread_list(self) -> None:
        self.list.selectionModel().blockSignals(True)
        today = self._clock().date()
        self.model.set_rows(notes.list_notes(self._vault, self._client_id, today), today)
        place = self.model.place_of(self._shown) if self._shown is not None else -1
        if place >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(place, 0), flag)
            self.list.scrollTo(self.model.index(place, 0))
        self.list.selectionModel().blockSignals(False)
        self.list.viewport().update()

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_note(self.model.row(index.row()).id)

    def _after_first_words(self, note_id: int) -> None:
        self._shown = note_id
        self.changed.emit()

    def _after_signing(self, note_id: int) -> None:
        self._shown = None
        self.open_note(note_id)
        self.changed.emit()

    def _after_discarding(self) -> None:
        self._shown = None
        self._right.setCurrentIndex(_EMPTY)
        self._reread_list()
        self.changed.emit()

    def _after_addendum(self) -> None:
        note_id, self._shown = self._shown, None
        self.reader.forget()
        if note_id is not None:
            self.open_note(note_id)
        self.changed.emit()

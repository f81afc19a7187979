"""A signed note: its words as they were signed, who signed when, its SHA-256, its addenda."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from kapdesk.domain.notes import AddendumKind, check_addendum
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.days import moment, shown
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column, error_line, field, label, line, row, show_error, text_box
from kapdesk.ui.markdown import as_html
from kapdesk.ui.notes.integration_read import IntegrationRead
from kapdesk.ui.notes.wrong_chart import WrongChartDialog
from kapdesk.ui.record.view import RecordView
from kapdesk.ui.theme import current, px
from kapdesk.usecases.medicine_day import session_record
from kapdesk.usecases.writing import notes
from kapdesk.usecases.writing.notes import Addendum, Note, NoteHead
from kapdesk.vault.database import Vault


class Words(QTextEdit):
    """Shows Markdown without ever loading anything; as high as its text."""

    def __init__(self, text: str, name: str, struck: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Words of the note")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("role", "reading")
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(self.verticalScrollBarPolicy().ScrollBarAlwaysOff)
        self.document().setDefaultStyleSheet("strong, b, h1, h2, h3, h4 { font-weight: 600; }")
        self.document().setHtml(as_html(text))
        self._space_out()
        if struck:
            self._strike()
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802  # Qt's name
        """Nothing that a text names is ever loaded."""
        return None

    def _space_out(self) -> None:
        """Paragraphs stand apart from each other."""
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            form = block.blockFormat()
            form.setBottomMargin(px(2 if block.textList() else 8))
            cursor.setBlockFormat(form)
            block = block.next()

    def _strike(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        look = QTextCharFormat()
        look.setFontStrikeOut(True)
        look.setForeground(current()["mute"])
        cursor.mergeCharFormat(look)

    def _fit(self) -> None:
        self.setFixedHeight(round(self.document().size().height()) + px(6))


class NoteReader(QWidget):
    """A signed note with its addenda, and the form for another one."""

    said = Signal(str, object)
    added = Signal()
    print_wanted = Signal(int)
    taken_out = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._note: Note | None = None
        self._signed: Words | None = None
        self._adding = AddendumKind.ADDENDUM
        outer = column(self)
        self._inside = QWidget()
        self._layout: QVBoxLayout = column(self._inside, gap=10)
        outer.addWidget(look.scroll(self._inside))

    def show_note(self, note: Note) -> None:
        """Show another note."""
        self._note = note
        look.clear(self._layout)
        head = note.head
        assert head.signed_at is not None
        tone = head.kind.value if head.kind.value in ("preparation", "ketamine", "integration") else "plain"
        self._layout.addLayout(row(look.chip(head.kind_words, tone), label(shown(head.on), "strong"), None))
        if head.in_error:
            self._layout.addWidget(label("Entered in error: see the addendum below.", "warning", "in_error"))
        for words in (note.facts.words, head.late):
            if words:
                self._layout.addWidget(label(words, "muted"))
        self._signed = Words(note.text, "signed_words", struck=head.in_error)
        self._layout.addWidget(self._signed)
        beside = IntegrationRead(self._vault, self._clock, note)
        beside.said.connect(self.said)
        self._layout.addWidget(beside)
        if (record := session_record.record_of_note(self._vault, head.id, self._clock())) is not None:
            view = RecordView(compact=True)
            view.show_record(record)
            self._layout.addWidget(view)
        self._layout.addWidget(look.rule())
        self._layout.addWidget(self._signature(head.signer, head.signed_at, head.sha256, "copy_sha256"))
        for number, addendum in enumerate(note.addenda, 1):
            self._layout.addWidget(self._addendum(number, addendum))
        self._form = self._addendum_form()
        self._form.hide()
        self._layout.addWidget(self._acts(head))
        self._layout.addWidget(self._form)
        self._layout.addStretch(1)

    def _acts(self, head: NoteHead) -> QWidget:
        add = button("Add an addendum…", "add_addendum")
        add.clicked.connect(lambda: self._open_form(AddendumKind.ADDENDUM))
        show = button("Print…", "print_note")
        show.clicked.connect(lambda: self.print_wanted.emit(head.id))
        error = button("Entered in error…", "mark_error", "quiet")
        error.clicked.connect(lambda: self._open_form(AddendumKind.ERROR))
        wrong = button("Wrong chart…", "wrong_chart", "quiet")
        wrong.clicked.connect(self.take_out)
        acts = Flow(gap=8)
        acts.set_widgets([add, show, error, wrong])
        error.setVisible(not head.in_error)
        return acts

    def _signature(self, signer: str, at: datetime, sha256: str, name: str) -> QWidget:
        copy = button("Copy", name, "quiet")
        copy.setAccessibleName("Copy the whole SHA-256")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(sha256))
        words = label(f"Signed by {signer}, {moment(at)}", "small")
        proof = label(f"SHA-256 {sha256[:16]}…", "small")
        proof.setToolTip(sha256)
        for one in (words, proof):
            one.setWordWrap(False)
        box = Flow(gap=12)
        box.set_widgets([words, proof, copy])
        return box

    def _addendum(self, number: int, addendum: Addendum) -> QWidget:
        error = addendum.kind is AddendumKind.ERROR
        frame, layout = look.card(f"Addendum {number}" + (" · entered in error" if error else ""))
        layout.addWidget(label(f"Why: {addendum.reason}", "muted"))
        if addendum.text.strip():
            layout.addWidget(Words(addendum.text, f"addendum_{number}"))
        layout.addWidget(
            self._signature(addendum.signer, addendum.written_at, addendum.sha256, f"copy_sha256_{number}")
        )
        return frame

    def _addendum_form(self) -> QWidget:
        frame, layout = look.card()
        self._form_title = label("", "heading")
        layout.addWidget(self._form_title)
        layout.addWidget(label("It is signed as you add it, and always shown and printed with the note.", "muted"))
        self.reason = line("addendum_reason", "Why the addendum is written")
        self.words = text_box("addendum_text", "Text of the addendum", 4)
        layout.addWidget(field("Why", self.reason))
        self._what = field("What is to be added", self.words)
        layout.addWidget(self._what)
        self._error = error_line("addendum_error")
        layout.addWidget(self._error)
        cancel = button("Cancel", "cancel_addendum")
        cancel.clicked.connect(self._close_form)
        keep = button("Sign the addendum", "sign_addendum", "primary")
        keep.clicked.connect(self.add)
        layout.addLayout(row(None, cancel, keep))
        return frame

    def _open_form(self, kind: AddendumKind) -> None:
        self._adding = kind
        error = kind is AddendumKind.ERROR
        self._form_title.setText("The whole note was entered in error" if error else "Addendum")
        self._what.setVisible(not error or bool(self.words.toPlainText()))
        self._form.show()
        self.reason.setFocus()

    def begin_addendum(self, reason: str, words: str) -> None:
        """Open the form of an addendum with these words in it; nothing is signed."""
        if self._note is None:
            return
        self._open_form(AddendumKind.ADDENDUM)
        self.reason.setText(reason)
        self.words.setPlainText(words)

    def _close_form(self) -> None:
        self.forget()
        show_error(self._error, "")
        self._form.hide()

    def add(self) -> None:
        """Add and sign; what cannot be kept is said, and nothing typed is lost."""
        if self._note is None:
            return
        reason, words = self.reason.text(), self.words.toPlainText()
        try:
            error = self._adding is AddendumKind.ERROR
            check_addendum(reason, reason if error else words)
            sentence = "Mark this note as entered in error?" if error else "Sign this addendum?"
            detail = "The note stays, struck through. " if error else ""
            if not ask.confirm(self, sentence, "Sign", f"{detail}It can then never be changed.", danger=False):
                return
            notes.add_addendum(self._vault, self._note.head.id, reason, words, self._clock(), self._adding)
        except KapdeskError as problem:
            show_error(self._error, str(problem))
            return
        self.said.emit("The note is marked as entered in error" if error else "Addendum signed", None)
        self.added.emit()

    def take_out(self) -> None:
        """Take the note out of this chart, because it is another client's."""
        if self._note is None:
            return
        dialog = WrongChartDialog(self._vault, self._clock, self._note.head, self.window())
        dialog.exec()
        done_for = dialog.done_for
        dialog.deleteLater()
        if done_for is not None:
            words = "The note is out of this chart"
            self.said.emit(f"{words}; its words wait as a draft in the right one." if done_for else f"{words}.", None)
            self.taken_out.emit(done_for)

    def first_words(self) -> QWidget | None:
        """Where reading begins."""
        return self._signed

    @property
    def client_id(self) -> int:
        """Whose note is shown."""
        return self._note.client_id if self._note else 0

    def unfinished(self) -> str:
        """The words of an addendum that was begun and not signed, as a draft would hold them."""
        if self._note is None or not self.words.toPlainText().strip():
            return ""
        of = f"Addendum to the note of {shown(self._note.head.on)}"
        why = f"Why: {self.reason.text().strip()}" if self.reason.text().strip() else ""
        return "\n\n".join(part for part in (of, why, self.words.toPlainText()) if part)

    def forget(self) -> None:
        """Empty the form of the addendum."""
        if self._note is not None:
            self.reason.clear()
            self.words.clear()

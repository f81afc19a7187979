"""How the practice writes: its own kinds of notes, its snippets, and the door to psychotherapy notes."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from kapdesk.domain.forms import Form
from kapdesk.domain.notes import NoteKind, first_words
from kapdesk.domain.snippets import Snippet
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.look import (
    button,
    choice,
    column,
    error_line,
    field,
    label,
    line,
    mark_wrong,
    row,
    show_error,
    text_box,
)
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.writing import note_forms, private_notes
from kapdesk.vault.database import Vault


class EntryDialog(QDialog):
    """A small form; `keep` is called with it and may raise BadInput, which is told at its field."""

    def __init__(
        self,
        title: str,
        name: str,
        fields: dict[str, tuple[str, QWidget, str]],
        keep: Callable[[], Undo],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle("kapdesk")
        self._keep = keep
        self._fields = {key: widget for key, (_, widget, _) in fields.items()}
        self.undo: Undo | None = None
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label(title, "heading"))
        inside = QWidget()
        form = column(inside, gap=10)
        for words, widget, hint in fields.values():
            form.addWidget(field(words, widget, hint))
        form.addStretch(1)
        layout.addWidget(look.scroll(inside), 1)
        self.error = error_line("entry_error")
        layout.addWidget(self.error)
        cancel = button("Cancel", "cancel_entry")
        cancel.clicked.connect(self.reject)
        keep_button = button("Keep", "keep_entry", "primary", "Ctrl+Return")
        keep_button.clicked.connect(self.keep)
        layout.addLayout(row(None, cancel, keep_button))
        fit(self, 560, 480)
        self._before = self._typed()

    def keep(self) -> None:
        """Keep the entry; what cannot be kept is said, and nothing typed is lost."""
        try:
            self.undo = self._keep()
        except KapdeskError as problem:
            for name, widget in self._fields.items():
                mark_wrong(widget, isinstance(problem, BadInput) and problem.field == name)
            show_error(self.error, str(problem))
            return
        self.accept()

    def reject(self) -> None:
        """Close; what was typed is not thrown away without a question."""
        if self._typed() == self._before or ask.confirm(self, "Close without keeping?", "Close without keeping"):
            super().reject()

    def _typed(self) -> list[object]:
        return [one.property("text") or one.property("plainText") or "" for one in self._fields.values()]


class WritingCard(QWidget):
    """Lists what is the practice's own; every change can be undone from the message bar."""

    said = Signal(str, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        whole = column(self, gap=16)
        self._rows: dict[str, QVBoxLayout] = {}
        for title, words, add, name, act in (
            (
                "Kinds of notes of your own",
                (
                    "Beside contact, preparation, ketamine session, integration, general, SOAP, DAP and BIRP. Notes that were "
                    "written in a kind keep it when it is put away."
                ),
                "New kind of note…",
                "new_form",
                self.edit_form,
            ),
            (
                "Snippets",
                (
                    "Type one in a note, then Tab: the words stand there, and Tab goes to each place {to fill}. One of yours "
                    "with the same name takes the place of kapdesk’s."
                ),
                "New snippet…",
                "new_snippet",
                self.edit_snippet,
            ),
        ):
            frame, layout = look.card(title)
            layout.addWidget(label(words, "muted"))
            rows = column(gap=6)
            layout.addLayout(rows)
            new = button(add, name)
            new.clicked.connect(partial(act, None))
            layout.addLayout(row(new, None))
            self._rows[name] = rows
            whole.addWidget(frame)
        frame, layout = look.card("Psychotherapy notes")
        self.asks = QCheckBox("Ask for the passphrase again before they are shown")
        self.asks.setObjectName("private_notes_ask")
        self.asks.clicked.connect(self._set_asks)
        layout.addWidget(self.asks)
        whole.addWidget(frame)

    def refresh(self) -> None:
        """Read again."""
        self.asks.setChecked(private_notes.asks_again(self._vault))
        forms, snippets = self._rows["new_form"], self._rows["new_snippet"]
        look.clear(forms)
        look.clear(snippets)
        for form in note_forms.list_own_forms(self._vault):
            self._form_row(forms, form, retired=False)
        for form in note_forms.list_own_forms(self._vault, retired=True):
            self._form_row(forms, form, retired=True)
        if forms.count() == 0:
            forms.addWidget(label("None yet.", "muted"))
        for snippet in note_forms.list_snippets(self._vault):
            self._snippet_row(snippets, snippet)

    def edit_form(self, form: Form | None) -> None:
        """Make a kind of note, or change one."""
        name = line("form_name", "Name of the kind of note", "such as Couples session")
        kind = choice("form_kind", "What it is about")
        for one in NoteKind:
            kind.addItem(one.words, one.value)
        sections = text_box("form_sections", "Sections, one a line", 7)
        if form is not None:
            name.setText(form.name)
            kind.setCurrentIndex(kind.findData((form.kind or NoteKind.GENERAL).value))
            sections.setPlainText("\n".join(form.sections))

        def keep() -> Undo:
            lines, about = sections.toPlainText().split("\n"), NoteKind(kind.currentData())
            return note_forms.save_form(
                self._vault, name.text(), about, lines, self._clock(), form.key if form else ""
            )[1]

        self._ask(
            EntryDialog(
                "A kind of note",
                "form_dialog",
                {
                    "name": ("Name", name, ""),
                    "kind": ("What it is about", kind, ""),
                    "sections": ("Sections, one a line", sections, "They become the headings of a new note."),
                },
                keep,
                self.window(),
            )
        )

    def edit_snippet(self, snippet: Snippet | None) -> None:
        """Make a snippet, or change one; changing one of kapdesk's makes one of the practice's own."""
        name = line("snippet_name", "What is typed for it", ";next")
        text = text_box("snippet_text", "What it stands for", 7)
        if snippet is not None:
            name.setText(snippet.name)
            text.setPlainText(snippet.text)

        def keep() -> Undo:
            return note_forms.save_snippet(self._vault, name.text(), text.toPlainText(), self._clock())

        self._ask(
            EntryDialog(
                "A snippet",
                "snippet_dialog",
                {
                    "name": ("What you type", name, "A semicolon and a few small letters."),
                    "text": ("What it stands for", text, "Places to fill stand in braces: {name}."),
                },
                keep,
                self.window(),
            )
        )

    def _ask(self, dialog: EntryDialog) -> None:
        dialog.exec()
        undo = dialog.undo
        dialog.deleteLater()
        if undo is not None:
            self._say(undo)

    def _form_row(self, rows: QVBoxLayout, form: Form, retired: bool) -> None:
        flow = Flow(gap=8)
        about = form.kind.words if form.kind else ""
        words = f"{about}: {', '.join(form.sections) or 'no sections'}" + (" · put away" if retired else "")
        change = button("Change…", f"change_{form.key}", "quiet")
        change.setAccessibleName(f"Change {form.name}")
        change.clicked.connect(partial(self.edit_form, form))
        act = note_forms.take_back_form if retired else note_forms.retire_form
        put = button("Offer again" if retired else "Put away", f"put_{form.key}", "quiet")
        put.setAccessibleName(f"{put.text()}: {form.name}")
        put.clicked.connect(lambda: self._do(lambda: act(self._vault, form.key, self._clock())))
        flow.set_widgets([label(form.name, "strong"), label(words, "muted"), change, put])
        rows.addWidget(flow)

    def _snippet_row(self, rows: QVBoxLayout, snippet: Snippet) -> None:
        flow = Flow(gap=8)
        change = button("Change…", f"change_snippet_{snippet.name[1:]}", "quiet")
        change.setAccessibleName(f"Change {snippet.name}")
        change.clicked.connect(partial(self.edit_snippet, snippet))
        widgets: list[QWidget] = [label(snippet.name, "strong"), label(first_words(snippet.text, 70), "muted"), change]
        if snippet.own:
            remove = button("Remove", f"remove_snippet_{snippet.name[1:]}", "quiet")
            remove.setAccessibleName(f"Remove {snippet.name}")
            remove.clicked.connect(
                lambda: self._do(lambda: note_forms.remove_snippet(self._vault, snippet.name, self._clock()))
            )
            widgets.append(remove)
        flow.set_widgets(widgets)
        rows.addWidget(flow)

    def _set_asks(self, asks: bool) -> None:
        self._do(lambda: private_notes.set_asks_again(self._vault, asks, self._clock()))

    def _do(self, act: Callable[[], Undo]) -> None:
        """Do it, or say why not and show again what stands."""
        try:
            self._say(act())
        except KapdeskError as problem:
            self.refresh()
            self.said.emit(str(problem), None)

    def _say(self, undo: Undo) -> None:
        self.refresh()
        self.said.emit(undo.words, undo)

"""Writing the practice's own wording of a paper: Markdown at the left, the live pages at the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.days import clock_time, moment
from kapdesk.ui.flow import Columns, Flow, page_margins
from kapdesk.ui.look import button, card, column, error_line, label, show_error
from kapdesk.ui.papers.difference import in_words
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.ui.papers.proofs import Proofs
from kapdesk.ui.papers.save_version import SaveVersionDialog, lacking_question, saved_words
from kapdesk.ui.papers.text_pane import TextPane
from kapdesk.ui.papers.versions import VersionsDialog
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import asked_again, wording
from kapdesk.usecases.paper.proof import PaperText, Proof
from kapdesk.usecases.paper.wording import CurrentWording
from kapdesk.vault.database import Vault

_KEEP_AFTER = 1_500
"""Milliseconds after the first key that is not kept, as in a note."""


class WordingEditor(QWidget):
    """Writes one paper; `left` when one goes back to the library, `asked_again` with the paper's name once clients who signed
    it are due again. What is typed is kept as a draft by itself.
    """

    said = Signal(str, object)
    changed = Signal()
    left = Signal()
    asked_again = Signal(str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("wording_editor")
        self._vault, self._clock = vault, clock
        self._current: CurrentWording | None = None
        self._seen: PaperText | None = None  # what the practice was known to hold
        self._kept: PaperText | None = None  # what stood here then; Qt may show a rare character as another
        self._proof: tuple[PaperText, Proof] | None = None
        self._saving = False
        self.pane = TextPane()
        self.pane.typed.connect(self._typed)
        self.pages = Preview()
        self.proofs = Proofs(self.pane.written, self)
        self.proofs.made.connect(self._show_proof)
        self.proofs.failed.connect(self._show_problem)
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._timer.timeout.connect(self.keep)
        layout = column(self, gap=10)
        page_margins(layout, top=14)
        layout.addWidget(self._build_head())
        both = Columns(least=700)
        left, inside = card()
        inside.addWidget(self.pane, 1)
        both.add(left, 1)
        both.add(self._build_pages(), 1)
        layout.addWidget(both, 1)
        self._trouble = error_line("wording_trouble")
        layout.addWidget(self._trouble)
        layout.addWidget(self._build_acts())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.keep)

    @property
    def writing(self) -> bool:
        """Whether a paper is open."""
        return self._current is not None

    def open(self, name: str, language: str = "en") -> None:
        """Write on a paper's draft, or on the text that counts when there is none; NotFound for an unknown paper."""
        self._current = wording.current_wording(self._vault, name, language)
        self._put(self._stored(), undoable=False)
        self._renew()
        self.pane.text.go_to(1)

    def refresh(self) -> None:
        """Read again what was changed behind the editor; the words that stood there come back with Ctrl+Z."""
        if not self.writing:
            return
        stored = self._stored()
        if stored != self._seen:
            self._put(stored, undoable=True)
        self._renew()

    def keep(self) -> bool:
        """Keep the text as a draft; False when it could not be kept, and then it stays on the screen."""
        self._timer.stop()
        written = self.pane.written()
        if self._current is None or written == self._kept:
            return True
        try:
            wording.keep_draft(self._vault, self._current.name, self._current.language, written, self._clock())
        except KapdeskError as error:
            show_error(self._trouble, f"Not kept. {error}")
            self._timer.start()
            return False
        self._seen = self._kept = written
        show_error(self._trouble, "")
        self._show_state()
        return True

    def save(self) -> None:
        """Save as a new version, once the pages can be made and the kind of change is chosen."""
        if not self.writing or not self.keep():
            return
        self._saving = True
        if self._proof is not None and self._proof[0] == self.pane.written():
            self._ask_and_save(self._proof[1])
        else:
            self.proofs.start()

    def show_versions(self) -> None:
        """Show the versions and what differs; one can be taken to go on writing from."""
        if self._current is None or not self.keep():
            return
        dialog = VersionsDialog(self._vault, self._clock, self._current, self.pane.written(), self.window())
        dialog.exec()
        taken = dialog.taken
        dialog.deleteLater()
        if taken is not None and self.writing:
            self.pane.put(taken, undoable=True)
            self.keep()
            self.proofs.start()

    def go_back_to_shipped(self) -> None:
        """Let the shipped text count again; the message bar can take it back."""
        self._do(lambda now: wording.back_to_shipped(self._vault, now.name, now.language, self._clock()))

    def discard(self) -> None:
        """Put the draft away; the message bar can bring it back."""
        self._do(lambda now: wording.discard_draft(self._vault, now.name, now.language, self._clock()))

    def read_in(self) -> None:
        """Read a file as the draft; the message bar can bring the former one back."""
        path = ask.open_file(self, "Import a wording", paths.documents(), "Markdown (*.md);;All files (*)")
        if path is not None:
            self._do(lambda now: wording.import_wording(self._vault, now.name, now.language, path, self._clock()))

    def export(self) -> None:
        """Write what counts now to a file."""
        now = self._current
        if now is None or not self.keep():
            return
        suggested = paths.documents() / f"{now.name}.md"
        path = ask.save_file(self, f"Export version {now.version}", suggested, "Markdown (*.md)")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".md")
        try:
            wording.export_wording(self._vault, now.name, now.language, path, self._clock())
        except KapdeskError as error:
            show_error(self._trouble, str(error))
            return
        draft = " Your draft is not in it." if self._has_draft() else ""
        self.said.emit(f"Version {now.version} exported as {path.name}.{draft}", None)

    def leave(self) -> None:
        """Back to the library."""
        if self.close_down():
            self.left.emit()

    def close_down(self) -> bool:
        """Keep the draft, say so, and let go of the text; False when it could not be kept, and then it stays open."""
        if not self.writing:
            return True
        if not self.keep():
            return False
        if self._has_draft():
            title = self.pane.title.text().strip()
            self.said.emit(f"Your draft of “{title}” is kept. It is printed once you save it as a version.", None)
        self.proofs.end()
        self._current = self._proof = None
        self._saving = False
        self.pages.clear()
        self._put(PaperText("", "", ""), undoable=False)
        return True

    def event(self, event: QEvent) -> bool:
        """Escape goes back to the library, before the window's own Escape is asked."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
                return True
        return super().event(event)

    def _build_head(self) -> QWidget:
        back = button("‹ All papers", "back_to_papers", "quiet", "Alt+Left")
        back.setAccessibleName("Back to all papers")
        back.clicked.connect(self.leave)
        self._heading = label("", "title", "wording_of")
        self._heading.setWordWrap(True)
        self._state = label("", "muted", "wording_state")
        self._discard = button("Discard the draft", "discard_draft", "quiet")
        self._discard.clicked.connect(self.discard)
        self._notice = label("", "warning", "wording_notice")
        self._told = Flow(gap=12)
        self._told.set_widgets([back, self._state, self._discard])
        head = QWidget()
        layout = column(head, gap=4)
        for one in (self._told, self._heading, self._notice):
            layout.addWidget(one)
        return head

    def _build_pages(self) -> QWidget:
        frame, layout = card()
        self.pages.setAccessibleName("The pages as they would be printed")
        bar = Flow(gap=8)
        bar.set_widgets([*page_steps(self.pages, "proof_")])
        layout.addWidget(bar)
        layout.addWidget(self.pages, 1)
        return frame

    def _build_acts(self) -> QWidget:
        save = button("Save as a new version…", "save_version", "primary", "Ctrl+Return")
        save.clicked.connect(self.save)
        versions = button("Versions…", "show_versions")
        versions.clicked.connect(self.show_versions)
        self._back = button("Back to the shipped text", "back_to_shipped")
        self._back.clicked.connect(self.go_back_to_shipped)
        export = button("Export…", "export_wording")
        export.clicked.connect(self.export)
        read = button("Import…", "import_wording")
        read.clicked.connect(self.read_in)
        acts = Flow(gap=8)
        acts.set_widgets([save, versions, self._back, export, read])
        return acts

    def _typed(self) -> None:
        if self.writing:
            self.proofs.soon()
            if not self._timer.isActive():
                self._timer.start()

    def _do(self, act: Callable[[CurrentWording], Undo]) -> None:
        """Do what can be taken back, and show what it made."""
        if self._current is None or not self.keep():
            return
        try:
            undo = act(self._current)
        except KapdeskError as error:
            show_error(self._trouble, str(error))
            return
        self.said.emit(undo.words, undo)
        self.refresh()
        self.changed.emit()

    def _ask_and_save(self, proof: Proof) -> None:
        """Ask for the kind of change, and keep the version."""
        self._saving = False
        now, written = self._current, self.pane.written()
        assert now is not None
        if proof.lacking and not ask.confirm(self.window(), *lacking_question(now.kind, proof.lacking)):
            return
        signers = asked_again.how_many(self._vault, now.name, now.language, self._clock().date())
        differs = in_words(wording.difference(now.text, written))
        words = f"Compared with version {now.version}: {differs}"
        dialog = SaveVersionDialog(self.pane.title.text(), words, proof.warnings, self.window(), signers)
        dialog.exec()
        change = dialog.change
        dialog.deleteLater()
        if change is None or not self.writing:
            return
        try:
            saved = wording.save_wording(self._vault, now.name, now.language, written, change, self._clock())
        except KapdeskError as error:
            show_error(self._trouble, str(error))
            return
        self.said.emit(saved_words(saved, change, signers), None)
        self.refresh()
        self.changed.emit()
        if change == "material" and signers:
            self.asked_again.emit(saved.name)

    def _show_proof(self, written: PaperText, proof: Proof) -> None:
        if not self.writing:
            return
        self._proof = written, proof
        self.pane.show_error("")
        lacking = unprintable_words(proof.unprintable)
        self.pane.show_warnings([*proof.warnings, *([lacking] if lacking else [])])
        self.pages.show_pdf(proof.pdf, stay=True)
        if self._saving:
            self.save()

    def _show_problem(self, _written: PaperText, error: KapdeskError) -> None:
        """Say what is wrong; the last good pages stay."""
        if not self.writing:
            return
        self.pane.show_problem(error)
        if self._saving:
            self._saving = False
            self.pane.go_to_problem(error)

    def _stored(self) -> PaperText:
        """What lies in the practice: the draft, or the text that counts."""
        assert self._current is not None
        name, language = self._current.name, self._current.language
        self._current = wording.current_wording(self._vault, name, language)
        draft = wording.draft_of(self._vault, name, language)
        return draft.text if draft else self._current.text

    def _put(self, text: PaperText, undoable: bool) -> None:
        self.pane.put(text, undoable)
        self._seen, self._kept = text, self.pane.written()

    def _renew(self) -> None:
        """Make what depends on the version, the fields and the practice's facts anew."""
        show_error(self._trouble, "")
        now = self._current
        assert now is not None
        self._proof = None
        self._heading.setText(now.text.title)
        self.pane.offer(wording.fields_to_insert(self._vault, now.name, now.language))
        self._back.setEnabled(now.own)
        newer = now.own and now.shipped_version > now.based_on
        show_error(
            self._notice,
            f"kapdesk now ships version {now.shipped_version} of this text; yours was written on version "
            f"{now.based_on}. “Versions…” shows what differs."
            if newer
            else "",
        )
        self._show_state()
        self.proofs.begin(wording.proof_maker(self._vault, now.name, now.language, self._clock().date()))

    def _show_state(self) -> None:
        now = self._current
        assert now is not None
        words = f"Version {now.version}, {'your own wording' if now.own else 'as shipped'}"
        draft = wording.draft_of(self._vault, now.name, now.language)
        if draft:
            today = draft.at.date() == self._clock().date()
            at = clock_time(draft.at) if today else moment(draft.at, self._clock())
            words += f" · your draft was kept {at}; it is not printed yet"
        self._state.setText(words)
        self._discard.setVisible(draft is not None)
        self._told.arrange()

    def _has_draft(self) -> bool:
        assert self._current is not None
        return self._seen != self._current.text

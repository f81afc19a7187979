"""The papers page: the library at the left, the chosen paper at the right, as it will be printed."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui.days import moment
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.language import language_of
from kapdesk.ui.look import button, card, column, label
from kapdesk.ui.papers.ask_again import AskAgainDialog
from kapdesk.ui.papers.choose_client import ChooseClientDialog
from kapdesk.ui.papers.editor import WordingEditor
from kapdesk.ui.papers.library import Library, PaperList
from kapdesk.ui.papers.pack import PackDialog
from kapdesk.ui.papers.pane import PaperPane
from kapdesk.ui.record.paper import blank_dialog
from kapdesk.ui.theme import px
from kapdesk.usecases.paper import asked_again, papers
from kapdesk.usecases.paper.papers import PaperRow
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault


class PapersPage(QWidget):
    """The library; `open_paper` shows one, for a client when it is to be handed over. `sign_wanted` with client,
    paper's name and language begins signing on the screen.
    """

    said = Signal(str, object)
    changed = Signal()
    sign_wanted = Signal(int, str, str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        self._rows: list[PaperRow] = []
        self._language = "en"
        self._client_id: int | None = None
        whole = QWidget()
        self._places = QStackedWidget()
        self._places.addWidget(roomy(whole))
        column(self).addWidget(self._places)
        layout = column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(label("Papers", "title"))
        self._for_client = self._client_bar()
        layout.addWidget(self._for_client)
        self.pane = PaperPane(vault, clock)
        self.pane.said.connect(self.said)
        self.pane.changed.connect(self.changed)
        self.pane.client_wanted.connect(self.hand_to_client)
        self.pane.edit_wanted.connect(self.edit_wording)
        self.pane.sign_wanted.connect(self.sign_wanted)
        both = Columns(least=560)
        both.add(self._build_library(), 2)
        right, inside = card()
        inside.addWidget(self.pane, 1)
        both.add(right, 5)
        layout.addWidget(both, 1)

    @cached_property
    def editor(self) -> WordingEditor:
        """Where a paper's wording is written; built when it is first wanted."""
        editor = WordingEditor(self._vault, self._clock)
        editor.said.connect(self.said)
        editor.changed.connect(self.changed)
        editor.left.connect(self._show_library)
        editor.asked_again.connect(self.show_ask_again)
        self._places.addWidget(roomy(editor))
        return editor

    @property
    def list(self) -> PaperList:
        """The list of papers."""
        return self.library.list

    def edit_wording(self, name: str) -> None:
        """Write the practice's own wording of a paper, in the language that is chosen."""
        try:
            self.editor.open(name, self._language)
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self._places.setCurrentIndex(1)
        self.editor.pane.text.setFocus()

    @property
    def editing(self) -> bool:
        """Whether a wording is being written."""
        return self._places.currentIndex() == 1

    def refresh(self) -> None:
        """Read the library, and make the paper in sight anew."""
        if self.editing:
            self.editor.refresh()
            return
        self._read(self.library.name)

    def open_paper(self, name: str, client_id: int | None = None, language: str = "") -> None:
        """Show a paper; for a client, printing or saving enters it in her chart."""
        if self.editing and not self._close_editor():
            return
        if client_id is not None and client_id != self._client_id and not language:
            language = language_of(self._vault, client_id)
        self._client_id = client_id
        self._language = language or self._language
        self._read(name)

    def hand_to_client(self) -> None:
        """Ask to whom the paper in sight is handed."""
        chosen = self.library.row
        if chosen is None:
            return
        verb = "Fill" if chosen.personal else "Hand"
        dialog = ChooseClientDialog(
            self._vault, self._clock, f"{verb} “{chosen.title}” {'for' if chosen.personal else 'to'}", self
        )
        dialog.exec()
        if dialog.client_id is not None:
            self.open_paper(chosen.name, dialog.client_id, self._language)
        dialog.deleteLater()

    def show_ask_again(self, name: str = "") -> None:
        """List who is to be asked again, for one paper or for all."""
        dialog = AskAgainDialog(self._vault, self._clock, name, self.window())
        dialog.sign_wanted.connect(self.sign_wanted)
        dialog.exec()
        dialog.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Ctrl+F searches the paper in sight, before the window's own is asked."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find):
            pages = self.editor.pages if self.editing else self.pane.preview
            if event.type() == QEvent.Type.ShortcutOverride and pages.pages > 0:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                pages.search()
                return True
        return super().event(event)

    def close_down(self) -> bool:
        """The next time the page is for nobody in particular; False when a draft could not be kept."""
        if self.editing and not self._close_editor():
            return False
        self.pane.close_down()
        self._client_id = None
        self._show_client()
        return True

    def print_pack(self) -> None:
        """Choose the papers of the intake pack, for the client in hand or for nobody in particular."""
        dialog = PackDialog(self._vault, self._clock, self._client_id, self._language, self.window())
        dialog.exec()
        if dialog.done_words:
            self.said.emit(dialog.done_words, None)
            self.changed.emit()
        dialog.deleteLater()

    def print_blank_day(self) -> None:
        """Show the blank record of a medicine day, for the client in hand or for nobody in particular."""
        dialog = blank_dialog(self._vault, self._clock, self._client_id, self.window())
        dialog.exec()
        if dialog.done_words:
            self.said.emit(dialog.done_words, None)
            self.changed.emit()
        dialog.deleteLater()

    def _close_editor(self) -> bool:
        """Let go of the wording that is being written; its draft is kept."""
        if not self.editor.close_down():
            return False
        self._places.setCurrentIndex(0)
        return True

    def _show_library(self) -> None:
        self._places.setCurrentIndex(0)
        self.refresh()
        self.library.list.setFocus()

    def _build_library(self) -> QWidget:
        frame, layout = card("Library")
        self.library = Library()
        self.library.chosen.connect(self._show_chosen)
        self.library.language_chosen.connect(self._choose_language)
        layout.addWidget(self.library, 1)
        self._again = button("", "ask_again", "quiet")
        self._again.clicked.connect(lambda: self.show_ask_again())
        pack = button("Print the intake pack…", "print_intake_pack", "quiet")
        pack.clicked.connect(self.print_pack)
        blank = button("Blank medicine day…", "blank_medicine_day", "quiet")
        blank.setAccessibleName("Print a blank record of a medicine day")
        blank.clicked.connect(self.print_blank_day)
        self._more = Flow(gap=4)
        self._more.set_widgets([self._again, pack, blank])
        layout.addWidget(self._more)
        frame.setMinimumWidth(px(236))
        return frame

    def _client_bar(self) -> QWidget:
        self._whose = label("", "strong", "handed_to")
        self._whose.setWordWrap(True)
        nobody = button("For nobody in particular", "for_nobody", "quiet")
        nobody.clicked.connect(lambda: self.open_paper(self.library.name))
        bar = Columns(least=560, gap=6)
        bar.add(self._whose, 1)
        bar.add(nobody)
        return bar

    def _choose_language(self, language: str) -> None:
        self._language = language
        self._read(self.library.name)

    def _read(self, name: str) -> None:
        """Read the library; the paper of that name is in sight, or the first."""
        known = papers.languages()
        self._language = self._language if self._language in known else known[0]
        self.library.offer(known, self._language)
        rows = papers.list_papers(self._vault, self._language)
        if rows != self._rows or name != self.library.name:
            self._rows = rows
            self.library.show_rows(rows, name)
        due = len(asked_again.to_ask_again(self._vault, self._clock().date()))
        self._again.setText(f"Ask again ({due})…")
        self._again.setAccessibleName(f"Show the {due} papers that are to be signed anew")
        self._again.setVisible(due > 0)
        self._more.arrange()
        self._show_client()
        self._show_chosen()

    def _show_client(self) -> None:
        self._for_client.setVisible(self._client_id is not None)
        if self._client_id is not None:
            name = clients.get_client(self._vault, self._client_id).name
            self._whose.setText(f"For {name}: printing or saving it enters it in the chart.")

    def _show_chosen(self) -> None:
        chosen = self.library.row
        if chosen is None:
            return
        draft = f" · your draft of {moment(chosen.draft_at, self._clock())} waits" if chosen.draft_at else ""
        state = f"Version {chosen.version}{', your own wording' if chosen.own else ''}{draft}"
        self.pane.show_paper(chosen, self._language, self._client_id, state)

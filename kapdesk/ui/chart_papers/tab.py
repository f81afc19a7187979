"""The chart's papers: on file with how they stand, begun, missing, handed over; and the way to sign, file, read and copy them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from kapdesk.domain.paper_states import PRIVACY, Event, State, What
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.chart_papers import cards, words
from kapdesk.ui.chart_papers.on_paper import OnPaperDialog
from kapdesk.ui.chart_papers.reader import PaperDialog
from kapdesk.ui.chart_papers.received import ReceivedDialog
from kapdesk.ui.chart_papers.telling import TakeBackDialog, TellDialog
from kapdesk.ui.disclosures.tagging import tag_dialog
from kapdesk.ui.flow import Columns
from kapdesk.ui.notes.between import ask_page
from kapdesk.ui.papers.pack import PackDialog
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import client_papers, paper_signing, papers
from kapdesk.usecases.paper.client_papers import MissingPaper
from kapdesk.usecases.paper.paper_signing import DraftRow
from kapdesk.usecases.paper.paper_standings import PaperRow
from kapdesk.usecases.people import clients
from kapdesk.usecases.register import part2
from kapdesk.vault.database import Vault


class PapersTab(QWidget):
    """Lists papers. `paper_wanted` asks for the preview of one for this client, `sign_wanted` (client, name) for its signing,
    `go_on_wanted` for one that was begun, `intake_wanted` for the questions of the intake; `said` and `changed` when something was done here.
    """

    said = Signal(str, object)
    changed = Signal()
    paper_wanted = Signal(str)
    sign_wanted = Signal(int, str)
    go_on_wanted = Signal(int)
    intake_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.vault, self.clock = vault, clock
        self.client_id = 0
        self.tags: dict[int | None, str] = {}
        inner = QWidget()
        whole = look.column(inner, gap=16)
        whole.setContentsMargins(0, 0, px(8), 0)
        sides = Columns(least=860, gap=16)
        left, right = QWidget(), QWidget()
        self._left, self._right = look.column(left, gap=16), look.column(right, gap=16)
        sides.add(left, 3)
        sides.add(right, 2)
        whole.addWidget(sides)
        whole.addStretch(1)
        self.area = look.scroll(inner)
        self.area.setMinimumHeight(px(320))  # in a low window the whole page scrolls
        look.column(self).addWidget(self.area)

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self.client_id = client_id

    def refresh(self) -> None:
        """Read again; the cursor stays where it was."""
        focus = self.window().focusWidget()
        name = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        today = self.clock().date()
        found = client_papers.papers_at_a_glance(self.vault, self.client_id, today)
        self.tags = part2.tags_of(self.vault, self.client_id)
        begun = paper_signing.drafts(self.vault, self.client_id)
        for column in (self._left, self._right):
            look.clear(column)
        self._left.addWidget(cards.filed_card(self, found, today))
        self._left.addWidget(cards.given_card(papers.papers_of_client(self.vault, self.client_id)))
        if begun:
            self._right.addWidget(cards.begun_card(self, begun))
        self._right.addWidget(cards.missing_card(self, found, {one.name for one in begun}, today))
        self._right.addWidget(cards.library_card(self, papers.list_papers(self.vault)))
        for column in (self._left, self._right):
            column.addStretch(1)
        if name and not self._focus(name):
            self.start()

    def start(self) -> None:
        """The cursor on the first paper that is still to be signed."""
        names = (one.objectName() for one in self.findChildren(QPushButton))
        self._focus(next((one for one in names if one.startswith("sign_missing_")), "signed_on_paper"))

    def _focus(self, name: str) -> bool:
        one = self.findChild(QWidget, name)
        if one is not None:
            one.show()  # else a button that was just made gets no focus
            one.setFocus()
        return one is not None

    def hasHeightForWidth(self) -> bool:
        """The cards scroll in their own place."""
        return False

    def sign(self, name: str) -> None:
        """Begin to sign a paper on the screen, or go on with it."""
        self.sign_wanted.emit(self.client_id, name)

    def go_on(self, draft: DraftRow) -> None:
        """Go on with a paper that was begun."""
        self.go_on_wanted.emit(draft.id)

    def put_away(self, draft: DraftRow) -> None:
        """Put a paper that was begun away; it can be taken back."""
        self._do(lambda: paper_signing.put_away(self.vault, draft.id, self.clock()))

    def on_paper(self, name: str = "") -> None:
        """File a paper that was signed on paper."""
        dialog = OnPaperDialog(self.vault, self.clock, self.client_id, name, self.window())
        dialog.exec()
        self._say(dialog.done_words)
        dialog.deleteLater()

    def receive(self) -> None:
        """File a paper from outside."""
        dialog = ReceivedDialog(self.vault, self.clock, self.client_id, self.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._say("The paper is on file")
        dialog.deleteLater()

    def open_paper(self, row: PaperRow) -> None:
        """Read a paper as it was filed."""
        try:
            dialog = PaperDialog(self.vault, self.clock, row.id, words.title_of(row), self.window())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        dialog.exec()
        self._say(dialog.done_words)
        dialog.deleteLater()

    def tell_of(self, row: PaperRow) -> None:
        """Enter that a paper on file was narrowed, revoked, declined."""
        offered = [What.NARROWED, What.REVOKED, What.DECLINED]
        if row.name == PRIVACY:
            offered = [What.REFUSED, What.REVOKED]
        self._tell(row.name, words.title_of(row), offered, row.id)

    def tell_missing(self, row: MissingPaper) -> None:
        """Enter that a paper was declined, or its acknowledgement refused, without one on file."""
        offered = [What.REFUSED, What.DECLINED] if row.name == PRIVACY else [What.DECLINED]
        paper_id = row.standing.paper_id if row.standing.state is not State.MISSING else None
        self._tell(row.name, row.title, offered, paper_id)

    def take_back(self, event: Event) -> None:
        """Say that an entry was a mistake."""
        line = words.event_line(event, self.clock().date())
        dialog = TakeBackDialog(self.vault, self.clock, event, line, self.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._say("The entry is taken back; both stay in the history")
        dialog.deleteLater()

    def tag(self, row: PaperRow) -> None:
        """Tag one paper as Part 2 records: a copy for somebody else then asks first, and carries the notice."""
        dialog = tag_dialog(self.vault, self.clock, self.client_id, self.window(), row.id)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.undo is not None:
            self.said.emit(dialog.undo.words, dialog.undo)
            self.changed.emit()
        dialog.deleteLater()

    def untag(self, row: PaperRow) -> None:
        """Take the tag off a paper; it can be taken back."""
        self._do(lambda: part2.untag(self.vault, self.client_id, self.clock(), row.id))

    def between_sessions(self) -> None:
        """Hand over the page of this client's own."""
        if ask_page(self.vault, self.clock, self.client_id, None, self.said.emit, self):
            self.refresh()

    def print_pack(self) -> None:
        """Print what is missing in one go."""
        dialog = PackDialog(self.vault, self.clock, self.client_id, "", self.window())
        dialog.exec()
        self._say(dialog.done_words)
        dialog.deleteLater()

    def _tell(self, name: str, title: str, offered: list[What], paper_id: int | None) -> None:
        by = clients.get_client(self.vault, self.client_id).legal_name
        dialog = TellDialog(
            self.vault, self.clock, self.client_id, name, title, offered, self.window(), paper_id, by_whom=by
        )
        if dialog.exec() == QDialog.DialogCode.Accepted and isinstance(dialog.result_undo, Undo):
            self.said.emit(f"“{title}”: {dialog.result_undo.words.lower()}", dialog.result_undo)
            self.changed.emit()
        dialog.deleteLater()

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def _say(self, sentence: str) -> None:
        if sentence:
            self.said.emit(sentence, None)
            self.changed.emit()

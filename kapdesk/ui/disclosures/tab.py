"""The chart's disclosures: the register with its filter, requests with their clocks, releases and how they stand, Part 2."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.domain.requests import Request, RequestKind, addendum_words
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import shown
from kapdesk.ui.details.cards import add_rows
from kapdesk.ui.details.entry import EntryDialog, run_dialog
from kapdesk.ui.disclosures import asked, reading
from kapdesk.ui.disclosures.accounting import AccountingDialog
from kapdesk.ui.disclosures.entering import ask_disclosure
from kapdesk.ui.disclosures.tagging import tag_dialog
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import paper_standings
from kapdesk.usecases.register import authorizations, disclosures, part2, requests
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault

_ALL, _ACCOUNTED, _OUT = "all", "accounted", "out"
_FILTERS = (
    ("Everything", _ALL),
    ("For somebody else", _OUT),
    ("What an accounting lists", _ACCOUNTED),
    *((one.words, one.value) for one in Basis),
)


class DisclosuresTab(QWidget):
    """Shows a client's disclosures; `sign_wanted` asks for a release to be signed, `addendum_wanted` for an addendum to a note
    with its reason and words.
    """

    said = Signal(str, object)
    changed = Signal()
    sign_wanted = Signal(int, str)
    addendum_wanted = Signal(int, str, str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self.client_id = 0
        self._entries: list[Disclosure] = []
        self._requests: list[Request] = []
        outer = look.column(self, gap=12)
        outer.addWidget(self._bar())
        inside = QWidget()
        sides = Columns(least=760, gap=16)
        register, self._register = look.card()
        self._register.addWidget(self._head())
        self._rows = look.column(gap=8)
        self._register.addLayout(self._rows)
        self._register.addStretch(1)
        right = QWidget()
        self._right = look.column(right, gap=16)
        sides.add(register, 3)
        sides.add(right, 2)
        whole = look.column(inside, gap=16)
        whole.setContentsMargins(0, 0, px(8), 0)
        whole.addWidget(sides)
        whole.addStretch(1)
        self.area = look.scroll(inside)
        self.area.setMinimumHeight(px(320))
        outer.addWidget(self.area, 1)

    def show_client(self, client_id: int) -> None:
        """Show another client, without a filter."""
        self.client_id = client_id
        self.filter.blockSignals(True)
        self.filter.setCurrentIndex(0)
        self.search.blockSignals(True)
        self.search.clear()
        self.filter.blockSignals(False)
        self.search.blockSignals(False)

    def refresh(self) -> None:
        """Read again; the cursor stays where it was."""
        focus = self.window().focusWidget()
        name = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        today = self._clock().date()
        self._entries = disclosures.list_disclosures(self._vault, self.client_id)
        self._requests = requests.list_requests(self._vault, self.client_id)
        tags = part2.tags_of(self._vault, self.client_id)
        titles = {one.id: one.title for one in paper_standings.list_filed(self._vault, self.client_id, today)}
        releases = authorizations.list_releases(self._vault, self.client_id, today)
        look.clear(self._right)
        self._right.addWidget(reading.request_card(self, self._requests, today))
        self._right.addWidget(reading.release_card(self, releases, today))
        self._right.addWidget(reading.part2_card(self, tags, titles))
        self._right.addStretch(1)
        self._show_register()
        if name and (again := self.findChild(QWidget, name)) is not None:
            again.setFocus()

    def hasHeightForWidth(self) -> bool:
        """The cards scroll in their own place."""
        return False

    def enter(self) -> None:
        """Enter what was disclosed otherwise, told by telephone for instance."""
        if ask_disclosure(self._vault, self._clock, self.client_id, self.window()):
            self._say("Disclosure entered")

    def account(self) -> None:
        """Show the accounting, to print or to save."""
        waiting = [one for one in self._requests if one.open and one.kind is RequestKind.ACCOUNTING]
        dialog = AccountingDialog(self._vault, self._clock, self.client_id, self.window(), waiting)
        dialog.exec()
        self._say(dialog.done_words)
        dialog.deleteLater()

    def new_request(self) -> None:
        """Enter what the client asked for."""
        self._run(asked.new_request(self._vault, self._clock, self.client_id, self))

    def extend_request(self, request: Request) -> None:
        """Take more time, once; the letter that says so is offered at once."""
        if self._run(asked.more_time(self._vault, self._clock, request, self)):
            self.write_letter(request)

    def answer_request(self, request: Request) -> None:
        """Enter what became of it."""
        self._run(asked.answered(self._vault, self._clock, request, self))

    def remove_request(self, request: Request) -> None:
        """Take out what was entered by mistake; it can be taken back."""
        self._do(lambda: requests.remove(self._vault, request.id, self._clock()))

    def write_letter(self, request: Request) -> None:
        """Write to the client about it."""
        dialog = asked.RequestLetterDialog(self._vault, self._clock, request.id, self.window())
        dialog.exec()
        self._say(dialog.done_words)
        dialog.deleteLater()

    def begin_addendum(self, request: Request) -> None:
        """Choose the signed note that the amendment belongs to; its addendum is begun with the client's words."""
        menu = self.notes_menu(request)
        menu.exec(self.cursor().pos())
        menu.deleteLater()

    def notes_menu(self, request: Request) -> QMenu:
        """The signed notes, the newest first."""
        menu = QMenu(self)
        menu.setObjectName("notes_to_amend")
        today = self._clock().date()
        signed = [one for one in notes.list_notes(self._vault, self.client_id, today) if one.signed_at is not None]
        words = addendum_words(request)
        for one in signed:
            act = menu.addAction(f"{one.kind_words}, {shown(one.on)}")
            act.triggered.connect(lambda _=False, note=one.id: self.addendum_wanted.emit(note, *words))
        if not signed:
            menu.addAction("No note is signed yet").setEnabled(False)
        return menu

    def tag(self) -> None:
        """Tag the whole record, with a reason."""
        self._run(tag_dialog(self._vault, self._clock, self.client_id, self))

    def untag(self, paper_id: int | None = None) -> None:
        """Take the tag off; it can be taken back."""
        self._do(lambda: part2.untag(self._vault, self.client_id, self._clock(), paper_id))

    def _bar(self) -> Flow:
        made: list[QWidget] = []
        for words, name, act in (
            ("Enter a disclosure…", "enter_disclosure", self.enter),
            ("Accounting…", "open_accounting", self.account),
        ):
            one = look.button(words, name)
            one.clicked.connect(act)
            made.append(one)
        bar = Flow(gap=10)
        bar.set_widgets(made)
        return bar

    def _head(self) -> QWidget:
        self.filter = look.choice("disclosure_filter", "Which entries of the register")
        self.filter.setMinimumContentsLength(18)
        for words, name in _FILTERS:
            self.filter.addItem(words, name)
        self.filter.currentIndexChanged.connect(lambda _: self._show_register())
        self.search = look.line("disclosure_search", "Find in the register", "Find: to whom, what, why")
        self.search.textChanged.connect(lambda _: self._show_register())
        self.search.setMinimumWidth(px(230))
        both = Flow(gap=8)
        both.set_widgets([self.filter, self.search])
        head = QWidget()
        column = look.column(head, gap=10)
        column.addWidget(look.label("Register of disclosures", "heading"))
        column.addWidget(both)
        return head

    def _show_register(self) -> None:
        which, words = str(self.filter.currentData()), self.search.text().casefold().split()
        found = [one for one in self._entries if _is_wanted(one, which) and _says(one, words)]
        rows, nothing = reading.register_rows(found, which != _ALL or bool(words))
        look.clear(self._rows)
        add_rows(self._rows, rows, nothing)

    def _run(self, dialog: EntryDialog) -> bool:
        done, undo = run_dialog(dialog)
        if undo is not None:
            self._done(undo)
        return done

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as error:
            self.said.emit(str(error), None)
        else:
            self._done(undo)

    def _done(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def _say(self, words: str) -> None:
        if words:
            self.said.emit(words, None)
            self.changed.emit()


def _is_wanted(one: Disclosure, which: str) -> bool:
    if which == _ALL or one.basis is None:
        return True
    if which == _ACCOUNTED:
        return one.basis.accounted
    return one.basis is not Basis.TO_CLIENT if which == _OUT else one.basis.value == which


def _says(one: Disclosure, words: list[str]) -> bool:
    said = " ".join((one.to_whom, one.what, one.purpose, one.basis_words, one.how)).casefold()
    return all(word in said for word in words)

"""Entering an order, or what it says now: every word is in the vault within seconds, and stays there until it is entered."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from kapdesk.domain.contacts import ContactKind, Role
from kapdesk.domain.orders import Order
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.days import clock_time, moment, shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.orders.form import OrderForm, prescribers_of
from kapdesk.usecases.people import contacts, form_drafts
from kapdesk.usecases.prescribing import orders
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key, as for plans."""
_OF = "order_number"
"""Where a draft keeps which order a new version is of; 0 for a new order."""


class OrderWriter(QFrame):
    """The form with Enter, Close (what is typed is kept) and Discard; `entered` with the words for the message bar."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], client_id: int, before: Order | None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("order_writer")
        self._vault, self._clock, self._client_id, self.before = vault, clock, client_id, before
        self.form = OrderForm(before, prescribers_of(_people(vault, client_id)))
        self._nothing = self._kept = self.form.typed()
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.keep)
        layout = look.column(self, gap=10, margin=18)
        today = clock().date()
        words = f"What {before.named(today)} says now" if before else "A prescriber’s order"
        heading = look.label(words, "heading", "order_writer_heading")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self._area = look.scroll(self.form)
        layout.addWidget(self._area, 1)
        self.error = look.error_line("order_error")
        layout.addWidget(self.error)
        layout.addWidget(self._foot())
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._bring_into_sight)
        QApplication.instance().focusChanged.connect(self._soon.start)  # type: ignore[union-attr]  # there is one
        self._bring_back()
        self.form.changed.connect(self._typed)

    def keep(self) -> bool:
        """Keep what is typed now; on failure it stays on the screen and the sentence says what to do."""
        self._timer.stop()
        typed, at = self.form.typed(), self._clock()
        if typed == self._kept:
            return True
        try:
            self._put_away(None if typed == self._nothing else typed, at)
        except KapdeskError as error:
            look.show_error(self.error, f"Not kept. {error}")
            self._timer.start()
            return False
        self._kept = typed
        look.show_error(self.error, "")
        self._show_state(f"Kept {clock_time(at)}; not entered yet.")
        return True

    def enter(self) -> None:
        """Enter the order or its version; what cannot be kept is said at its field."""
        if not self.keep():
            return
        self.form.show_problem(None)
        look.show_error(self.error, "")
        try:
            order, change = self.form.order()
            at = self._clock()
            order = order.checked(at.date())
            if self.before is None and not self._is_meant(order):
                return
            if self.before is None:
                orders.enter_order(self._vault, self._client_id, order, at)
            else:
                orders.enter_version(self._vault, self.before.id, order, change, at)
            self._put_away(None, at)
        except BadInput as problem:
            field = self.form.show_problem(problem)
            if field is None:
                look.show_error(self.error, str(problem))
            else:
                self._area.ensureWidgetVisible(field)
            return
        except KapdeskError as error:
            look.show_error(self.error, f"Not entered. {error}")
            return
        self._kept = self.form.typed()
        self.entered.emit("Order entered" if self.before is None else "New version of the order entered")

    def discard(self) -> None:
        """Throw away what was typed, after a question: it cannot be brought back."""
        if self.form.typed() != self._nothing and not ask.confirm(
            self, "Throw away what you typed?", "Throw away", "The order was not entered."
        ):
            return
        self._timer.stop()
        self._put_away(None, self._clock())
        self._kept = self.form.typed()
        self.left.emit()

    def leave(self) -> None:
        """Put the form away; what is typed is kept."""
        if self.keep():
            self.left.emit()

    def _is_meant(self, order: Order) -> bool:
        """Whether an order that looks like one on file is to be entered all the same."""
        twin = orders.twin_of(self._vault, self._client_id, order)
        if twin is None:
            return True
        sentence = f"An order of {shown(twin.written_on)} by {twin.prescriber} is on file already."
        detail = "If this is the same sheet, cancel and enter what changed as a new version of it."
        return ask.confirm(self, sentence, "Enter it all the same", detail, danger=False)

    def _foot(self) -> QWidget:
        self.state = look.label("", "small", "order_state")
        self._discard = look.button("Discard", "discard_order", "quiet")
        self._discard.clicked.connect(self.discard)
        close = look.button("Close", "close_order")
        close.setAccessibleName("Close; what you typed is kept")
        close.clicked.connect(self.leave)
        words = "Enter the order" if self.before is None else f"Enter as version {self.before.version + 1}"
        enter = look.button(words, "enter_order", "primary", "Ctrl+Return")
        enter.setDefault(False)  # Enter in a field of one line must not enter a half order
        enter.setAutoDefault(False)
        enter.clicked.connect(self.enter)
        acts = Flow(gap=10)
        acts.set_widgets([self._discard, close, enter])
        foot = Columns(least=420, gap=8)
        foot.add(self.state, 1)
        foot.add(acts)
        return foot

    def _bring_back(self) -> None:
        draft = draft_of(self._vault, self._client_id)
        of = self.before.number if self.before else 0
        if draft is None or draft[0] != of:
            self._show_state(
                "Kept as you type; an order that was entered is never changed, only followed by a version."
            )
            return
        self.form.put_typed(draft[1])
        self._kept = self.form.typed()
        self._show_state(f"As you left it {moment(draft[2], self._clock())}; not entered yet.")

    def _put_away(self, typed: dict[str, str] | None, at: datetime) -> None:
        kept = None if typed is None else {**typed, _OF: str(self.before.number if self.before else 0)}
        form_drafts.keep_form(self._vault, self._client_id, "order", kept, at)

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
        self._show_state("Writing…")

    def _show_state(self, words: str) -> None:
        self.state.setText(words)

    def _bring_into_sight(self) -> None:
        """The field that has the cursor is never below the edge."""
        field = QApplication.focusWidget()
        if field is not None and self.form.isAncestorOf(field):
            self._area.ensureWidgetVisible(field)


def draft_of(vault: Vault, client_id: int) -> tuple[int, dict[str, str], datetime] | None:
    """What is typed and not entered: of which order by its number (0: a new one), the fields, and when."""
    draft = form_drafts.get_form(vault, client_id, "order")
    if draft is None:
        return None
    fields = dict(draft.typed)
    return int(fields.pop(_OF, "0")), fields, draft.changed_at


def _people(vault: Vault, client_id: int) -> list[tuple[str, int]]:
    """Who can have written an order: the client's own prescribers first, then those of the contact book."""
    own = [
        row.contact
        for row in contacts.people_of(vault, client_id)
        if row.link.role in (Role.PRESCRIBER, Role.PHYSICIAN)
    ]
    book = [row.contact for row in contacts.list_contacts(vault, kind=ContactKind.PRESCRIBER)]
    return [(one.name, one.id) for one in (*own, *book)]

"""The chart's orders: read, entered, followed by a version, withdrawn; scans, answers, the letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from kapdesk.domain.authorizations import Content
from kapdesk.domain.orders import AnswerKind, Order, PrescriberAnswer
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.details.entry import Ask, EntryDialog, run_dialog
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.orders.letter import LetterDialog
from kapdesk.ui.orders.reading import reading
from kapdesk.ui.orders.scans import ScanDialog
from kapdesk.ui.orders.writer import OrderWriter, draft_of
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.prescribing.orders import OrderFile, OrderVersion, Scan
from kapdesk.vault.database import Vault

_ANSWER = (
    Ask("kind", "What it is", "choice", choices=tuple((one.words, one) for one in AnswerKind)),
    Ask("on", "On", "day"),
    Ask("by_whom", "Who answered, or whom the client saw"),
    Ask("how", "How", hint="such as by telephone, letter, in the visit"),
    Ask("asked", "What was asked", "text"),
    Ask("words", "The answer, in the prescriber’s words", "text"),
)
_WITHDRAWN = (
    Ask("how", "What happened", "choice", choices=(("The prescriber withdrew it", False), ("It was entered here in error", True))),
    Ask("on", "On", "day"),
    Ask("why", "Why, and how you know", "text"),
)  # fmt: skip


@dataclass(frozen=True)
class _Withdrawn:
    """What is asked when an order holds no longer."""

    how: bool = False
    on: date | None = None
    why: str = ""


class OrdersTab(QWidget):
    """Shows the order that holds, or another one that was asked for; a form takes its place while one is entered."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.vault, self.clock = vault, clock
        self.client_id = 0
        self.writer: OrderWriter | None = None
        self._number = self._version = 0
        self._files: list[OrderFile] = []
        outer = look.column(self, gap=12)
        self._bar = self._buttons()
        outer.addWidget(self._bar)
        self._offer = QWidget()
        offered = look.column(self._offer)
        self._draft = look.label("", "warning", "order_draft")
        go_on = look.button("Go on writing", "go_on_order")
        go_on.clicked.connect(self.go_on)
        line = Columns(least=520, gap=8)
        line.add(self._draft, 1)
        line.add(go_on)
        offered.addWidget(line)
        outer.addWidget(self._offer)
        self._places = QStackedWidget()
        self._places.setMinimumHeight(px(320))
        outer.addWidget(self._places, 1)

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self.client_id = client_id
        self.writer = None
        self._number = self._version = 0

    def refresh(self) -> None:
        """Read again; a form that is open stays, and so do the place in the page and the cursor."""
        if self.writer is not None:
            return
        focus = self.window().focusWidget()
        name = focus.objectName() if focus is not None and self._places.isAncestorOf(focus) else ""
        old = self._places.currentWidget()
        at = old.verticalScrollBar().value() if isinstance(old, QScrollArea) else 0
        self._files = orders.list_orders(self.vault, self.client_id, self.clock().date())
        area = reading(self, self._files, orders.list_answers(self.vault, self.client_id))
        self._show(area)
        self._show_state()
        if isinstance(area, QScrollArea):
            area.verticalScrollBar().setValue(at)
        if name and (again := area.findChild(QWidget, name)) is not None:
            again.setFocus()

    def hasHeightForWidth(self) -> bool:
        """Cards and form scroll in their own place; the page need not be as high as their words."""
        return False

    def close_down(self) -> bool:
        """Keep what is being typed; False when that failed, and then it stays open."""
        return self.writer is None or self.writer.keep()

    def in_sight(self, files: Sequence[OrderFile]) -> OrderFile | None:
        """The order in sight: the one asked for, else the first."""
        asked = (one for one in files if one.order.number == self._number)
        return next(asked, files[0] if files else None)

    def version_in_sight(self, file: OrderFile) -> OrderVersion:
        """The version in sight: the one asked for, else the newest."""
        asked = (one for one in file.versions if one.order.version == self._version)
        return next(asked, file.versions[0])

    def show_order(self, number: int) -> None:
        """Show another order."""
        self._number, self._version = number, 0
        self.refresh()
        self._focus(f"show_order_{number}", "new_version")

    def show_version(self, version: int) -> None:
        """Show another version of the order in sight."""
        self._version = version
        self.refresh()
        self._focus(f"show_version_{version}", "new_version")

    def new_order(self) -> None:
        """Begin to enter an order."""
        self._write(0)

    def new_version(self) -> None:
        """Begin to enter what the order in sight says now."""
        file = self.in_sight(self._files)
        if file is not None:
            self._write(file.order.number)

    def go_on(self) -> None:
        """Go on with what was typed and not entered."""
        draft = draft_of(self.vault, self.client_id)
        if draft is not None:
            self._open(draft[0])

    def withdraw(self) -> None:
        """Enter that the order in sight holds no longer."""
        file = self.in_sight(self._files)
        if file is not None:
            self._run(self.withdraw_dialog(file))

    def withdraw_dialog(self, file: OrderFile) -> EntryDialog:
        """What is asked when an order holds no longer."""

        def keep(typed: _Withdrawn) -> Undo:
            if typed.on is None:
                raise BadInput("Type the day from which it holds no longer.", "on")
            return orders.withdraw_order(self.vault, file.order.id, typed.on, typed.why, self.clock(), typed.how)

        today = self.clock().date()
        hint = "It stays on file. One that was withdrawn lets no earlier order hold again; one entered in error does."
        heading = f"Withdrawn: {file.order.named(today)}"
        return EntryDialog(heading, _WITHDRAWN, _Withdrawn(on=today), keep, parent=self, hint=hint)

    def enter_answer(self) -> None:
        """Enter what the prescriber said, or a follow-up visit that was held."""
        self._run(self.answer_dialog())

    def answer_dialog(self) -> EntryDialog:
        """What is asked when the prescriber said something."""
        file = next((one for one in self._files if one.holds), None)
        today = self.clock().date()
        hint = f"Kept with {file.order.named(today)}." if file else "Kept in the chart; there is no order yet."
        return EntryDialog(
            "What the prescriber said",
            _ANSWER,
            PrescriberAnswer(on=today, by_whom=file.order.prescriber if file else ""),
            lambda typed: orders.enter_answer(self.vault, self.client_id, typed, self.clock()),
            parent=self,
            hint=hint,
        )

    def remove_answer(self, answer_id: int) -> None:
        """Take out an answer that was entered by mistake; it can be taken back."""
        self.do(lambda: orders.remove_answer(self.vault, self.client_id, answer_id, self.clock()))

    def write_letter(self) -> None:
        """Write to the prescriber."""
        dialog = LetterDialog(self.vault, self.clock, self.client_id, self.window())
        dialog.exec()
        self._say(dialog.done_words)
        dialog.deleteLater()

    def open_scan(self, scan: Scan) -> None:
        """Look at a scan inside the desk."""
        try:
            data = orders.open_scan(self.vault, self.client_id, scan.id, self.clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        handing = Handing(self.client_id, "Scan of the prescriber’s order", (Content.MEDICATION,))
        saved = partial(orders.scan_saved, self.vault, self.client_id, scan.id)
        dialog = ScanDialog(
            self.window(),
            scan.name,
            scan.media_type,
            data,
            lambda going: saved(self.clock(), going),
            lambda box, dialog: box.ask(self.vault, self.clock, handing, dialog),
        )
        dialog.exec()
        self._say(dialog.saved)
        dialog.deleteLater()

    def remove_scan(self, scan: Scan) -> None:
        """Take a scan off the order; it can be taken back."""
        self.do(lambda: orders.remove_scan(self.vault, self.client_id, scan.id, self.clock()))

    def do(self, act: Callable[[], Undo]) -> None:
        """Do a step that can be taken back, and say so, or why not."""
        try:
            undo = act()
        except KapdeskError as error:
            self.said.emit(str(error), None)
        else:
            self._done(undo)

    def _write(self, number: int) -> None:
        """Open the form for a new order (0) or a new version; what was begun otherwise comes first."""
        draft = draft_of(self.vault, self.client_id)
        if draft is not None and draft[0] != number:
            self.said.emit("What you began before is not entered yet. Enter it or discard it first.", None)
            number = draft[0]
        self._open(number)

    def _open(self, number: int) -> None:
        before: Order | None = next((one.order for one in self._files if one.order.number == number), None)
        self.writer = OrderWriter(self.vault, self.clock, self.client_id, before)
        self.writer.entered.connect(self._entered)
        self.writer.left.connect(self._left)
        self._show(self.writer)
        self._show_state()
        self.writer.form.start()

    def _entered(self, words: str) -> None:
        self.writer = None
        self._number = self._version = 0
        self.refresh()
        self._focus("new_order", "new_order")
        self.said.emit(words, None)
        self.changed.emit()

    def _left(self) -> None:
        self.writer = None
        self.refresh()
        self._focus("go_on_order", "new_order")

    def _run(self, dialog: EntryDialog) -> None:
        _, undo = run_dialog(dialog)
        if undo is not None:
            self._done(undo)

    def _done(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def _say(self, words: str) -> None:
        if words:
            self.said.emit(words, None)
            self.changed.emit()

    def _buttons(self) -> Flow:
        made = []
        for words, name, act in (
            ("New order…", "new_order", self.new_order),
            ("New version…", "new_version", self.new_version),
            ("Withdrawn…", "withdraw_order", self.withdraw),
            ("Prescriber answered…", "prescriber_answered", self.enter_answer),
            ("Letter to the prescriber…", "letter_to_prescriber", self.write_letter),
        ):
            one = look.button(words, name)
            one.clicked.connect(act)
            made.append(one)
        bar = Flow(gap=10)
        bar.set_widgets([*made])
        return bar

    def _show_state(self) -> None:
        """Buttons that can do something; what was typed and not entered is offered."""
        writing = self.writer is not None
        self._bar.setVisible(not writing)
        file = self.in_sight(self._files)
        for button in self._bar.widgets():
            if button.objectName() in ("new_version", "withdraw_order"):
                order = file.order if file else None
                withdrawing = button.objectName() == "withdraw_order"
                over = order is None or order.in_error or (withdrawing and order.withdrawn_on is not None)
                button.setEnabled(not over)
        draft = None if writing else draft_of(self.vault, self.client_id)
        self._offer.setVisible(draft is not None)
        if draft is not None:
            what = "A new version of an order" if draft[0] else "An order"
            self._draft.setText(f"{what} is begun and not entered yet.")

    def _focus(self, *names: str) -> None:
        """The cursor on the first of these that is there and can be used."""
        for name in names:
            found = self.findChild(QWidget, name)
            if found is not None and found.isEnabled() and not found.isHidden():
                found.setFocus()
                return

    def _show(self, widget: QWidget) -> None:
        while (old := self._places.widget(0)) is not None:
            self._places.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._places.addWidget(widget)

"""The practice's page."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from kapdesk.preferences import Preferences
from kapdesk.ui import look
from kapdesk.ui.disclosures.asked import LimitsCard
from kapdesk.ui.flow import page_margins, roomy
from kapdesk.ui.practice.about import AboutPart
from kapdesk.ui.practice.backups import BackupsCard
from kapdesk.ui.practice.capacity import CapacityCard
from kapdesk.ui.practice.facts import FactsForm
from kapdesk.ui.practice.protocol import ProtocolForm
from kapdesk.ui.practice.security import SecurityCard
from kapdesk.ui.practice.writing import WritingCard
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.ui.trail import TrailPane
from kapdesk.vault.database import Vault

TABS = ("Practice", "Protocol", "Writing", "Backups", "Security", "History", "About")


class PracticePage(QWidget):
    """Facts, backups, keys, this computer, the history of the whole practice, and what kapdesk is made of."""

    said = Signal(str, object)
    changed = Signal()
    client_chosen = Signal(int)
    look_changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._vault = vault
        self.setObjectName("page")
        body = QVBoxLayout(self)
        page_margins(body)
        body.setSpacing(px(14))
        body.addWidget(look.label("Practice", "title"))
        self.tabs = QTabBar()
        self.tabs.setObjectName("practice_tabs")
        self.tabs.setAccessibleName("Parts of the practice page")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for words in TABS:
            self.tabs.addTab(words)
        body.addWidget(self.tabs)
        body.addWidget(look.rule())
        self._stack = QStackedWidget()
        body.addWidget(self._stack, 1)  # in its place before it is filled: what is moved is styled anew
        self.facts = FactsForm(vault, clock)
        self.protocol = ProtocolForm(vault, clock)
        self.capacity = CapacityCard(vault, clock)
        self.limits = LimitsCard(vault, clock, self.said.emit)
        self.writing = WritingCard(vault, clock)
        self.backups = BackupsCard(vault, clock, tasks, preferences)
        self.security = SecurityCard(vault, clock, tasks, preferences)
        self.history = TrailPane(vault, clock, tasks, whole=True)
        self.about = AboutPart(tasks)
        self._parts = [
            _narrow(_one_below_the_other(self.facts, self.capacity, self.limits)),
            _narrow(self.protocol),
            _narrow(self.writing),
            _narrow(self.backups),
            _narrow(self.security),
            roomy(self.history),
            _narrow(self.about),
        ]
        for part in self._parts:
            self._stack.addWidget(part)
        self.tabs.currentChanged.connect(self._show)
        self.history.said.connect(self.said)
        self.history.client_chosen.connect(self.client_chosen)
        for form in (self.facts, self.protocol):
            form.said.connect(self.said)
            form.changed.connect(self.changed)
        self.capacity.said.connect(self.said)
        self.writing.said.connect(self.said)
        self.backups.said.connect(self.said)
        self.backups.changed.connect(self.changed)
        self.security.said.connect(self.said)
        self.security.look_changed.connect(self.look_changed)
        self._show(0)

    @property
    def tab(self) -> str:
        """The part in sight."""
        return TABS[self.tabs.currentIndex()]

    def open_tab(self, words: str) -> None:
        """Show a part of the page."""
        self.tabs.setCurrentIndex(TABS.index(words))

    def refresh(self) -> None:
        """Read again; what is being typed stays."""
        for form in (self.facts, self.protocol):
            if not form.has_unsaved():
                form.refresh()
        self.capacity.refresh()
        self.limits.refresh()
        self.writing.refresh()
        self.backups.refresh()
        if TABS[self.tabs.currentIndex()] == "History":
            self.history.refresh()

    def close_down(self) -> bool:
        """What was typed into the form and is not saved is saved when it can be; False when it cannot."""
        self.history.close_down()
        for form in (self.facts, self.protocol):
            if form.has_unsaved():
                form.save()
        if self.facts.has_unsaved() or self.protocol.has_unsaved():
            self.said.emit(
                "An entry on the Practice page cannot be kept as it is. It waits there to be corrected.", None
            )
            return False
        return True

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        if TABS[number] == "History":
            self.history.refresh()


def _one_below_the_other(*cards: QWidget) -> QWidget:
    inside = QWidget()
    layout = look.column(inside, gap=16)
    for one in cards:
        layout.addWidget(one)
    return inside


def _narrow(widget: QWidget) -> QWidget:
    """A card that does not grow wider than one likes to read, and scrolls when it is high."""
    inside = QWidget()
    across = QHBoxLayout(inside)
    across.setContentsMargins(0, 0, 0, 0)
    widget.setMaximumWidth(px(860))
    column = QVBoxLayout()
    column.addWidget(widget)
    column.addStretch(1)
    across.addLayout(column, 1)
    across.addStretch(0)
    return roomy(inside)

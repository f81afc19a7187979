"""The sidebar: the practice, the pages, the state of the backups, the lock."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from kapdesk.ui.look import button, column, label, row, rule, scroll
from kapdesk.ui.theme import current, px
from kapdesk.usecases.house.backups import BackupState

PAGES = (
    ("today", "Today", "1"),
    ("calendar", "Calendar", "2"),
    ("clients", "Clients", "3"),
    ("papers", "Papers", "4"),
    ("todo", "Tasks", "5"),
    ("contacts", "Contacts", "6"),
    ("practice", "Practice", ","),
)
"""Name, words and key (with Ctrl) of each page."""


_WIDEST = 340
"""Pixels; with large text the pages need the room more."""


class Sidebar(QFrame):
    """Says which page is wanted, that a backup is wanted, or the lock."""

    chosen = Signal(str)
    backup_wanted = Signal()
    lock_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setFixedWidth(min(px(212), _WIDEST))
        layout = column(self, gap=3)
        layout.setContentsMargins(px(12), px(18), px(12), px(12))
        layout.addWidget(_indented(label("kapdesk", "heading")))
        self._practice = label("", "small", "practice_name")
        layout.addWidget(_indented(self._practice))
        layout.addSpacing(px(12))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._words: list[tuple[QWidget, QPushButton]] = []
        pages = QWidget()
        pages.setObjectName("sidebar_pages")
        inside = column(pages, gap=3)
        for number, (name, words, key) in enumerate(PAGES):
            self._buttons[name] = self._nav(name, words, f"Ctrl {key}" if number == 0 else key)
            inside.addWidget(self._buttons[name])
        inside.addStretch(1)
        self._area = scroll(pages)  # with large text in a small window not all pages fit
        layout.addWidget(self._area, 1)
        layout.addWidget(rule())
        self._dot = label("●", "small", "backup_dot")
        self._dot.setAccessibleName("State of the backups")
        self._headline = label("", "small", "backup_headline")
        self._detail = label("", "small", "backup_detail")
        above = QHBoxLayout()
        above.setContentsMargins(px(10), 0, 0, 0)
        above.setSpacing(px(5))
        above.addWidget(self._dot)
        above.addWidget(self._headline, 1)
        layout.addSpacing(px(6))
        layout.addLayout(above)
        layout.addWidget(_indented(self._detail))
        backup = button("Back up now", "backup_now", "quiet")
        backup.clicked.connect(self.backup_wanted)
        lock = button("Lock now", "lock_now", "quiet")
        lock.setToolTip(QKeySequence("Ctrl+L").toString(QKeySequence.SequenceFormat.NativeText))
        lock.clicked.connect(self.lock_wanted)
        help_ = button("Help", "help", "quiet")
        help_.setToolTip("F1")
        help_.clicked.connect(self.help_wanted)
        below = QHBoxLayout()
        below.addWidget(lock)
        below.addWidget(label("Ctrl L", "small"))
        below.addStretch(1)
        layout.addLayout(row(backup, None, help_, gap=0))
        layout.addLayout(below)

    def show_practice(self, name: str) -> None:
        """Put the practice's name under the brand."""
        self._practice.setText(name or "Practice without a name")

    def show_page(self, name: str) -> None:
        """Mark the page in sight."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
            self._area.ensureWidgetVisible(self._buttons[name])

    def refresh_look(self) -> None:
        """Take on other colours."""
        for text, one in self._words:
            _mark(text, one.isChecked())

    def show_backup(self, state: BackupState) -> None:
        """Say how old the last good backup is, in words and colour."""
        colour = {"good": "integration_mark", "amber": "warning", "red": "bad"}[state.level]
        self._dot.setStyleSheet(f"color: {current().colours[colour]};")
        self._headline.setText(state.headline)
        self._detail.setText(state.detail)

    def _nav(self, name: str, words: str, key: str) -> QPushButton:
        one = button("", f"nav_{name}", "nav")
        one.setAccessibleName(words)
        one.setCheckable(True)
        one.setMinimumHeight(min(px(38), 56))
        one.setMaximumWidth(16_777_215)
        one.setSizePolicy(one.sizePolicy().Policy.Expanding, one.sizePolicy().Policy.Fixed)
        inner = QHBoxLayout(one)
        inner.setContentsMargins(px(10), 0, px(10), 0)
        text, hint = label(words, "body"), label(key, "small")
        text.setWordWrap(False)
        hint.setWordWrap(False)
        inner.addWidget(text)
        inner.addStretch(1)
        inner.addWidget(hint)
        one.toggled.connect(lambda on: _mark(text, on))
        self._words.append((text, one))
        one.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(one)
        return one


def _indented(widget: QWidget) -> QWidget:
    widget.setContentsMargins(px(10), 0, 0, 0)
    return widget


def _mark(text: QWidget, on: bool) -> None:
    colour = current().colours["accent" if on else "ink"]
    text.setStyleSheet(f"color: {colour}; font-weight: {600 if on else 400};")

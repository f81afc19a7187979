"""The unlock window: shown before anything heavy is imported, and again after each lock."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QProgressBar, QPushButton, QWidget

from kapdesk import paths
from kapdesk.errors import KapdeskError, WrongSecret
from kapdesk.preferences import SAMPLE, called
from kapdesk.ui.doctor.link import doctor_link
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.help.link import help_link
from kapdesk.ui.look import button, card, column, error_line, label, line, row, scroll, show_error
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import darken, px
from kapdesk.vault.retired import marked_since, moved_away


class UnlockWindow(QWidget):
    """Asks for passphrase or recovery key; `unlocked` carries what the derivation gave."""

    unlocked = Signal(object)
    known_wanted = Signal(object)
    another_wanted = Signal()
    new_wanted = Signal()
    backup_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        folder: Path,
        tasks: Tasks,
        clock: Callable[[], datetime],
        locked: bool = False,
        stand_by: Any = None,
        others: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("kapdesk")
        self.folder = folder
        self._tasks = tasks
        self._clock = clock
        self._recovery = False
        self._handed_on = False
        self._number = 0
        self._known = others
        self._build(locked)
        fit(self, 560, 500)
        if stand_by is not None:
            self._stand_by(stand_by)
        if not paths.is_file(folder / "vault.db"):
            self.say(f"There is no practice at {folder}. Open another one, or make a new one.")
        self._countdown = QTimer(self, interval=500)
        self._countdown.timeout.connect(self._count_down)
        self._wait_until: datetime | None = None

    def _build(self, locked: bool) -> None:
        inside = QWidget()
        self._outer = column(self)
        self._outer.addWidget(scroll(inside), 1)
        whole = column(inside, gap=0)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        frame, inner = card()
        inner.setSpacing(px(10))
        inner.setContentsMargins(px(28), px(24), px(28), px(22))
        inner.addWidget(label("kapdesk", "title"))
        where = label(self.folder.stem, "muted", "practice_file")
        where.setToolTip(str(self.folder))
        inner.addWidget(where)
        since = marked_since(self.folder)
        if since is not None:
            inner.addWidget(label(moved_away(since), "warning", "moved_words"))
        inner.addSpacing(px(6))
        said = "Locked. Type your passphrase to go on where you were." if locked else "Type your passphrase to open it."
        self._said = label(said, "body", "unlock_words")
        inner.addWidget(self._said)
        self.secret = line("secret", "Passphrase", secret=True)
        self.secret.returnPressed.connect(self.try_unlock)
        self._open = button("Open", "open", "primary")
        self._open.clicked.connect(self.try_unlock)
        self._show_button = button("Show", "show", "quiet")
        self._show_button.setAccessibleName("Show the passphrase")
        self._show_button.setCheckable(True)
        self._show_button.toggled.connect(self._show)
        inner.addLayout(_field_row(self.secret, self._show_button, self._open))
        self.secret.installEventFilter(self)
        self._caps = label("Caps Lock seems to be on.", "warning", "caps_lock")
        self._caps.hide()
        inner.addWidget(self._caps)
        self._error = error_line("unlock_error")
        inner.addWidget(self._error)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setObjectName("opening")
        self._bar.setAccessibleName("Opening")
        self._bar.hide()
        inner.addWidget(self._bar)
        self._doing = label("", "small", "unlock_doing")
        self._doing.hide()
        inner.addWidget(self._doing)
        self._tasks.progressed.connect(self._step)
        self._other_way = button("Use the recovery key", "use_recovery", "quiet")
        self._other_way.clicked.connect(self._change_way)
        inner.addLayout(row(self._other_way, None))
        whole.addStretch(1)
        whole.addWidget(frame)
        whole.addSpacing(px(10))
        whole.addWidget(self._others())
        whole.addStretch(2)

    def _others(self) -> Flow:
        """Other ways than this practice."""
        another = other_practices(self._known, self.known_wanted.emit, self.another_wanted.emit)
        ways = (
            (_own(self.folder), "new_practice", self.new_wanted),
            ("I have a backup…", "have_backup", self.backup_wanted),
        )
        made = [button(words, name, "quiet") for words, name, _ in ways]
        for one, (_, _, wanted) in zip(made, ways, strict=True):
            one.clicked.connect(wanted)
        others = Flow(gap=12)
        others.set_widgets([another, *made, doctor_link(self.folder, self._clock), help_link()])
        return others

    def _stand_by(self, said: Any) -> None:
        """A session runs: its clock, the cue for vitals and the emergency card stay, in the dark of the room."""
        from kapdesk.ui.session.stand_by import StandByStrip

        darken(self)
        strip = StandByStrip(said, self._clock)
        strip.setContentsMargins(px(20), px(14), px(20), 0)
        self._outer.insertWidget(0, strip)
        fit(self, 760, 640)

    def try_unlock(self) -> None:
        """Derive the key in the worker; nothing is tried while that runs or a pause lasts."""
        if not self.secret.text() or not self.secret.isEnabled() or self._countdown.isActive():
            return
        text, kind, folder, at = (
            self.secret.text(),
            "recovery" if self._recovery else "passphrase",
            self.folder,
            self._clock(),
        )

        def work(progress: Callable[[str, float], None]) -> Any:
            from kapdesk.usecases.house import opening

            secret = opening.Secret.recovery(text) if kind == "recovery" else opening.Secret.passphrase(text)
            return opening.unlock(folder, secret, at, progress)

        self._set_busy(True)
        done, failed = (
            lambda unlocked: self._done(unlocked),
            lambda error: self._failed(error),
        )  # called also when it is gone
        self._number = self._tasks.run("Opening", work, done, failed)

    def show_failure(self, error: KapdeskError) -> None:
        """Say why it did not open, and count down a pause."""
        self._set_busy(False)
        show_error(self._error, str(error))
        self.secret.selectAll()
        self.secret.setFocus()
        if isinstance(error, WrongSecret) and error.wait_seconds > 0:
            self._wait_until = self._clock() + timedelta(seconds=error.wait_seconds)
            self._countdown.start()
            self._count_down()

    def say(self, sentence: str) -> None:
        """Say something that must be known before going on."""
        show_error(self._error, sentence)

    def let_go(self) -> None:
        """Another window takes over: what is being opened here is stopped, and a key that comes all the same is dropped."""
        self._handed_on = True
        if self._number:
            self._tasks.stop(self._number)

    def _failed(self, error: KapdeskError) -> None:
        if not self._handed_on:
            self.show_failure(error)

    def _done(self, unlocked: Any) -> None:
        if self._handed_on:
            unlocked.key.wipe()
            return
        self._set_busy(False)
        show_error(self._error, "")
        self.secret.clear()
        self.unlocked.emit(unlocked)

    def _step(self, words: str, _fraction: float) -> None:
        self._doing.setText(words)

    def _set_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._doing.setVisible(busy)
        self.secret.setEnabled(not busy)
        self._open.setEnabled(not busy)

    def _count_down(self) -> None:
        left = (self._wait_until - self._clock()).total_seconds() if self._wait_until else 0
        waiting = left > 0
        self._open.setEnabled(not waiting)
        self._open.setText(f"Open in {math.ceil(left)} s" if waiting else "Open")
        if not waiting:
            self._countdown.stop()

    def _change_way(self) -> None:
        self._recovery = not self._recovery
        self.secret.clear()
        self.secret.setAccessibleName("Recovery key" if self._recovery else "Passphrase")
        self._show(self._recovery or self._show_button.isChecked())
        self.secret.setPlaceholderText("14 groups of 4 characters" if self._recovery else "")
        words = "Type the recovery key from its sheet. You will choose a new passphrase next."
        self._said.setText(words if self._recovery else "Type your passphrase to open it.")
        other = "Use the passphrase" if self._recovery else "Use the recovery key"
        self._other_way.setText(other)
        self._other_way.setAccessibleName(other)
        self._show_button.setVisible(not self._recovery)
        show_error(self._error, "")
        self.secret.setFocus()

    def _show(self, on: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A letter that comes in the other case than Shift asks for tells of Caps Lock."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and len(event.text()) == 1:
            sign, shift = event.text(), bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            if sign.isalpha() and sign.upper() != sign.lower():
                self._caps.setVisible(not self._recovery and sign.isupper() != shift)
        return super().eventFilter(watched, event)

    def hand_on(self) -> None:
        """Close because another window takes over."""
        self._handed_on = True
        self.close()
        self.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """The field is ready to be typed into."""
        super().showEvent(event)
        self.secret.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing this window by hand ends the program."""
        super().closeEvent(event)
        if not self._handed_on:
            self.closed.emit()


def other_practices(
    known: Sequence[Path],
    known_wanted: Callable[[Path], object],
    another_wanted: Callable[[], object],
    words: str = "Open another practice…",
    name: str = "open_another",
) -> QPushButton:
    """The way to another practice: those that were opened here before by name, and any file."""
    another = button(words, name, "quiet")
    if not known:
        another.clicked.connect(another_wanted)
        return another
    menu = QMenu(another)
    for folder, title in zip(known, called(known), strict=True):
        act = menu.addAction(title.replace("&", "&&"))
        act.setToolTip(str(folder))
        act.triggered.connect(partial(known_wanted, folder))
    menu.addSeparator()
    menu.addAction("Another file…").triggered.connect(another_wanted)
    menu.setToolTipsVisible(True)
    another.setMenu(menu)
    return another


def _own(folder: Path) -> str:
    """What the way to a new practice is called; who looked at the sample has none yet."""
    return "Start my own practice…" if folder.stem.startswith(SAMPLE) else "New practice…"


def _field_row(field: QWidget, show: QWidget, act: QWidget) -> Any:
    layout = row(field, show, act, gap=6)
    layout.setStretch(0, 1)
    return layout

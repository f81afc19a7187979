"""What stands over the pages until it is known: the sample, damage, a file that is read only, one that came from a backup."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kapdesk.ui import look
from kapdesk.ui.theme import px
from kapdesk.vault.retired import moved_away

_DOCTOR = "Doctor says what to do, step by step: page Practice, tab About, or Ctrl+K and “doctor”."


class Strip(QFrame):
    """One sentence over the pages, with at most one thing to do, and a way to put it away."""

    def __init__(self, name: str, act: str, on_act: Callable[[], object], close: Callable[[], object] | None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "strip")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(28), px(6), px(12), px(6))
        layout.setSpacing(px(8))
        self.words = look.label("", "body", f"{name}_words")
        layout.addWidget(self.words, 1)
        if act:
            self.act = look.button(act, f"{name}_act")
            self.act.clicked.connect(on_act)
            layout.addWidget(self.act)
        if close is not None:
            put_away = look.button("×", f"{name}_close", "quiet")
            put_away.setAccessibleName("Put this away")
            put_away.clicked.connect(self.hide)
            put_away.clicked.connect(close)
            layout.addWidget(put_away)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one puts it away."""
        self.words.setText(sentence)
        self.setVisible(bool(sentence))


class Notices(QWidget):
    """All that stands over the pages, one below the other."""

    work_here_wanted = Signal()
    backup_wanted = Signal()
    settled = Signal()

    def __init__(self, first: QWidget) -> None:
        super().__init__()
        layout = look.column(self, gap=0)
        layout.addWidget(first)
        self.retired = Strip("retired", "Work here again…", self.work_here_wanted.emit, None)
        self.restored = Strip("restored", "Back up now…", self.backup_wanted.emit, self.settled.emit)
        self.updated = Strip("updated", "", lambda: None, lambda: self.updated.say(""))
        self.damaged = Strip("damaged", "", lambda: None, lambda: self.damaged.say(""))
        for one in (self.damaged, self.retired, self.restored, self.updated):
            layout.addWidget(one)

    def show_state(self, retired: date | None, restored: str, alone: bool) -> None:
        """Say how the file stands; with `alone` a client is in front of the page, and only what matters is said."""
        self.retired.say(moved_away(retired) if retired else "")
        self.restored.say("" if alone or retired else restored_words(restored))
        for one in (self.updated, self.damaged):
            one.setVisible(bool(one.words.text()) and not alone)

    def say_damage(self, found: str) -> None:
        """Say what a check in the background found; it stays, since nobody may be looking just then."""
        self.damaged.say(f"{found} {_DOCTOR}")


def restored_words(made: str) -> str:
    """What is to be known after a restoring."""
    if not made:
        return ""
    return (
        f"Restored from the backup of {made}. What was written after it is not in it. On the old computer, retire the old "
        "file. Here, choose where backups go:"
    )


def updated_words(kept: str) -> str:
    """What was done to an older file, and where its copy lies."""
    return (
        "This practice file was brought up to date for this version of kapdesk. A checked copy of it as it was lies beside "
        f"it, encrypted as ever: {kept}. The next update takes its place."
    )

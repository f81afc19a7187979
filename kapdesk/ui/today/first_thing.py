"""The one first thing to do in a new practice, at the head of Today: a sentence and a button; gone once it is done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.first_things import FirstThing
from kapdesk.ui.first.dialog import FirstBackupDialog
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, card, column, label
from kapdesk.ui.practice.security import RecoveryDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house.setup import INTRODUCTION

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


class FirstThingCard(QWidget):
    """Shows one thing; `wanted` when it is to be done, `put_off` when not now."""

    wanted = Signal(object)
    put_off = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.thing: FirstThing | None = None
        frame, layout = card()
        column(self).addWidget(frame)
        self._headline = label("", "heading", "first_thing")
        self._words = label("", "body", "first_thing_words")
        self._headline.setWordWrap(True)
        layout.addWidget(self._headline)
        layout.addWidget(self._words)
        self._act = button("", "do_first_thing", "primary")
        self._act.setAccessibleName("Do it")  # until there is one thing to do
        self._act.clicked.connect(lambda: self.wanted.emit(self.thing))
        later = button("Not now", "first_thing_later", "quiet")
        later.setToolTip("It is asked again in a week.")
        later.clicked.connect(lambda: self.put_off.emit(self.thing))
        self._ways = Flow(gap=8)
        self._ways.set_widgets([self._act, later])
        layout.addWidget(self._ways)
        self.hide()

    def show_thing(self, thing: FirstThing | None) -> None:
        """Show this, or nothing."""
        if thing is not None and thing != self.thing:
            self._headline.setText(thing.headline)
            self._words.setText(thing.words)
            self._act.setText(thing.verb)
            self._act.setAccessibleName(thing.verb)
            self._ways.arrange()
        self.thing = thing
        self.setVisible(thing is not None)


def do(window: "Window", tasks: Tasks, thing: FirstThing) -> None:
    """Lead to where it is done."""
    if thing.name == "client":
        window.new_client()
    elif thing.name == "introduction":
        window.show_page("papers")
        window.papers.open_paper(INTRODUCTION)
        window.papers.pane.start()
    elif thing.name == "backups":
        backups = FirstBackupDialog(window.vault, window.clock, tasks, window.preferences, window)
        backups.exec()
        backups.deleteLater()
        window.refresh_page()
    else:
        sheet = RecoveryDialog(window.vault, window.clock, window)
        if sheet.exec():
            window.messages.say("Recovery sheet made. Seal it in an envelope, and keep it away from this computer.")
        sheet.deleteLater()
        window.refresh_page()

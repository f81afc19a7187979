"""The computer's own disk encryption, in plain words: why, and how to see on each system whether it is on."""

import sys

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, card, column, label

_HOW = {
    "win32": (
        "Windows: open Settings → Privacy & security → Device encryption, and see whether it is on. Where that page is missing, "
        "type BitLocker into the Start menu and open Manage BitLocker."
    ),
    "darwin": "Mac: open System Settings → Privacy & Security → FileVault, and see whether it is on.",
    "linux": (
        "Linux: open the program Disks and choose the built-in disk. “LUKS” beside the part with your files says that it is "
        "encrypted. It is switched on when Linux is installed, so ask whoever installs it."
    ),
}
_WHY = (
    "kapdesk encrypts your practice. The system itself keeps other things: what you print waits in its own files, and PDFs that "
    "you save are readable. The computer’s own encryption covers those, when the computer is stolen."
)
_SAID = {
    "done": "Good: noted in the practice.",
    "later": "Noted. Look when you have a quiet minute; it is done once.",
}


class DiskPart(QWidget):
    """Says it for this system, the others on demand; `answered` carries how it stands."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        frame, layout = card("Is this computer’s disk encrypted?")
        column(self).addWidget(frame)
        layout.addWidget(label(_WHY, "small"))
        here = sys.platform if sys.platform in _HOW else "linux"
        layout.addWidget(label(_HOW[here], "body", "disk_here"))
        self.on = button("It is on", "disk_on")
        self.later = button("I will look later", "disk_later")
        self._group = QButtonGroup(self)
        for one, state in ((self.on, "done"), (self.later, "later")):
            one.setCheckable(True)
            one.setProperty("role", "choice")
            self._group.addButton(one)
            one.clicked.connect(lambda _on=False, state=state: self._answer(state))
        self._others = button("Other systems", "disk_others", "quiet")
        self._others.setCheckable(True)
        acts = Flow(gap=8)
        acts.set_widgets([self.on, self.later, self._others])
        layout.addWidget(acts)
        self._said = label("", "small", "disk_said")
        self._said.hide()
        layout.addWidget(self._said)
        elsewhere = label("\n".join(words for name, words in _HOW.items() if name != here), "small", "disk_elsewhere")
        elsewhere.hide()
        layout.addWidget(elsewhere)
        self._others.toggled.connect(elsewhere.setVisible)

    def _answer(self, state: str) -> None:
        self._said.setText(_SAID[state])
        self._said.show()
        self.answered.emit(state)

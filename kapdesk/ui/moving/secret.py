"""What opens a backup: the passphrase, or the recovery key, of the day it was made."""

from PySide6.QtWidgets import QDialog, QLineEdit, QRadioButton, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.theme import px
from kapdesk.usecases.house.secrets import Secret

_DAY = "A backup opens with the passphrase, or the recovery key, of the day it was made."
_CHANGED = "Did you change it since? Then it is the one from before."
_ENVELOPE = (
    "The recovery key stands on the sheet in the sealed envelope: 14 groups of 4 letters and digits. Type them one after "
    "the other; capitals, spaces and dashes do not matter. When it opens, you choose a passphrase of your own."
)


class SecretFields(QWidget):
    """The field for either, with what to know about it."""

    def __init__(self) -> None:
        super().__init__()
        layout = look.column(self, gap=10)
        layout.addWidget(look.label(_DAY, "muted"))
        self.passphrase = QRadioButton("Passphrase")
        self.passphrase.setObjectName("by_passphrase")
        self.passphrase.setChecked(True)
        self.recovery = QRadioButton("Recovery key, from the envelope")
        self.recovery.setObjectName("by_recovery")
        ways = Flow(gap=12)
        ways.set_widgets([self.passphrase, self.recovery])
        layout.addWidget(ways)
        self.text = look.line("backup_secret", "Passphrase", secret=True)
        self.show_text = look.button("Show", "show_secret", "quiet")
        self.show_text.setAccessibleName("Show the passphrase")
        self.show_text.setCheckable(True)
        line = look.row(self.text, self.show_text, gap=6)
        line.setStretch(0, 1)
        layout.addLayout(line)
        self.words = look.label(_CHANGED, "small", "secret_words")
        layout.addWidget(self.words)
        self.recovery.toggled.connect(self._change_way)
        self.show_text.toggled.connect(lambda _on: self._change_way())

    def secret(self) -> Secret:
        """What was typed, and as what."""
        return Secret.recovery(self.text.text()) if self.recovery.isChecked() else Secret.passphrase(self.text.text())

    def start(self) -> None:
        """Ready to be typed into, over what is there."""
        self.text.setFocus()
        self.text.selectAll()

    def _change_way(self) -> None:
        sheet = self.recovery.isChecked()
        seen = sheet or self.show_text.isChecked()
        self.text.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)
        self.text.setAccessibleName("Recovery key" if sheet else "Passphrase")
        self.text.setPlaceholderText("14 groups of 4 characters" if sheet else "")
        self.show_text.setVisible(not sheet)
        self.words.setText(_ENVELOPE if sheet else _CHANGED)


class SecretDialog(QDialog):
    """Asks for the secret of one backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("secret_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(460))
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("What opens this backup?", "heading"))
        self.fields = SecretFields()
        layout.addWidget(self.fields)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        go = look.button("Go on", "go_on", "primary")
        go.clicked.connect(lambda: self.accept() if self.fields.text.text() else self.fields.start())
        layout.addLayout(look.row(None, cancel, go))


def ask_secret(parent: QWidget | None) -> Secret | None:
    """Ask for a backup's secret; None when cancelled. Tests answer here."""
    dialog = SecretDialog(parent)
    given = dialog.fields.secret() if dialog.exec() else None
    dialog.deleteLater()
    return given

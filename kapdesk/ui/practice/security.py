"""Passphrase, recovery key, and how this computer locks and looks."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.preferences import Preferences, make_usual, usual_practice
from kapdesk.ui import look
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.new_passphrase_dialog import NewPassphraseDialog
from kapdesk.ui.recovery import RecoveryPanel
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import moving, opening, practice
from kapdesk.vault.database import Vault

_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)


def _flowing(*widgets: QWidget) -> Flow:
    """Widgets on as many lines as they need."""
    flow = Flow(gap=12)
    flow.set_widgets(list(widgets))
    return flow


class RecoveryDialog(QDialog):
    """A new recovery key: shown, proved by a group, and only then set."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_dialog")
        self.setWindowTitle("kapdesk")
        self._vault = vault
        self._clock = clock
        self.key = opening.propose_recovery_key()
        facts, on = practice.get_practice(vault), clock().date()
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("A new recovery key", "heading"))
        layout.addWidget(
            look.label(
                "An older sheet, if there is one, then opens older backups only. Nothing changes until you confirm.",
                "muted",
            )
        )
        self.panel = RecoveryPanel(
            self.key, lambda: opening.recovery_sheet(facts, vault.folder, self.key, facts.page, on), vault.folder.parent
        )
        layout.addWidget(look.scroll(self.panel), 1)
        layout.addWidget(self.panel.acts)
        self._error = look.error_line("recovery_dialog_error")
        layout.addWidget(self._error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        keep = look.button("Replace the recovery key", "replace_recovery", "primary")
        keep.clicked.connect(self.keep)
        layout.addLayout(look.row(None, cancel, keep))
        self.panel.typed.returnPressed.connect(self.keep)
        fit(self, 660, 560)
        self.panel.typed.setFocus()

    def keep(self) -> None:
        """Set the key, once its group was typed right."""
        if not self.panel.confirmed():
            look.show_error(
                self._error, "That is not the group that was asked for. Look at the sheet and type it again."
            )
            return
        try:
            opening.replace_recovery_key(self._vault, self.key, self._clock())
        except KapdeskError as error:
            look.show_error(self._error, str(error))
            return
        self.accept()


class SecurityCard(QWidget):
    """Buttons for the keys, and this computer's choices; `look_changed` when the desk should be drawn anew."""

    said = Signal(str, object)
    look_changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._tasks = tasks
        self._preferences = preferences
        layout = look.column(self, gap=16)
        keys, inside = look.card("Passphrase and recovery key")
        inside.addWidget(look.label("Nobody can reset them. Keep the recovery sheet away from this computer.", "muted"))
        change = look.button("Change the passphrase…", "change_passphrase")
        change.clicked.connect(self.change_passphrase)
        replace_key = look.button("Replace the recovery key…", "replace_recovery_key")
        replace_key.clicked.connect(self.replace_recovery_key)
        inside.addWidget(_flowing(change, replace_key))
        layout.addWidget(keys)
        here, inside = look.card("This computer")
        idle = preferences.idle_minutes
        self.idle = look.number("idle_minutes", "Minutes until it locks by itself", 1, 240, idle)
        self.idle.setSuffix(" min")
        self.idle.valueChanged.connect(self._set_idle)
        self.theme = QComboBox()
        self.theme.setObjectName("theme")
        self.theme.setAccessibleName("Light or dark")
        for words, value in (("As the system", "system"), ("Light", "light"), ("Dark", "dark")):
            self.theme.addItem(words, value)
        self.theme.setCurrentIndex(self.theme.findData(preferences.theme))
        self.theme.activated.connect(self._set_look)
        self.text_size = QComboBox()
        self.text_size.setObjectName("text_size")
        self.text_size.setAccessibleName("Size of the text")
        for size in _SIZES:
            self.text_size.addItem(f"{size} %", size / 100)
        self.text_size.setCurrentIndex(max(0, self.text_size.findData(preferences.scale)))
        self.text_size.activated.connect(self._set_look)
        inside.addWidget(
            _flowing(
                look.field("Lock by itself after", self.idle),
                look.field("Light or dark", self.theme),
                look.field("Size of the text", self.text_size),
            )
        )
        inside.addWidget(self._session_choices())
        self.usual = QCheckBox("Open this practice when kapdesk starts")
        self.usual.setObjectName("usual_practice")
        self.usual.setChecked(usual_practice(preferences) == vault.folder)
        self.usual.toggled.connect(lambda on: make_usual(preferences, vault.folder, on))
        inside.addWidget(self.usual)
        layout.addWidget(here)

    def _session_choices(self) -> Flow:
        """How this computer behaves while a ketamine session runs."""
        self.session_idle = look.number(
            "session_idle_minutes", "Minutes until it locks by itself during a ketamine session; 0 is never", 0, 240,
            self._preferences.session_idle_minutes,
        )  # fmt: skip
        self.session_idle.setSpecialValueText("not by itself")
        self.session_idle.setSuffix(" min")
        self.session_idle.valueChanged.connect(self._set_session_idle)
        self.session_sound = QCheckBox("A sound when vitals are due")
        self.session_sound.setObjectName("session_sound")
        self.session_sound.setChecked(self._preferences.session_sound)
        self.session_sound.toggled.connect(self._set_session_sound)
        return _flowing(look.field("During a ketamine session, lock after", self.session_idle), self.session_sound)

    def _set_session_idle(self, minutes: int) -> None:
        self._preferences.session_idle_minutes = minutes
        self._preferences.save()

    def _set_session_sound(self, on: bool) -> None:
        self._preferences.session_sound = on
        self._preferences.save()

    def change_passphrase(self) -> None:
        """Ask for the present passphrase and a new one."""
        if self._is_read_only():
            return
        facts = practice.get_practice(self._vault)
        dialog = NewPassphraseDialog(self._vault.folder, self._tasks, lambda: opening.known_words(facts), None, self)
        if dialog.exec():
            self._do(
                lambda: opening.apply_passphrase(self._vault, dialog.prepared, self._clock()), "Passphrase changed"
            )
        dialog.deleteLater()

    def replace_recovery_key(self) -> None:
        """Show a new recovery key, and set it once it was confirmed."""
        if self._is_read_only():
            return
        dialog = RecoveryDialog(self._vault, self._clock, self)
        if dialog.exec():
            self.said.emit("Recovery key replaced. Destroy the old sheet, and make a new backup.", None)
        dialog.deleteLater()

    def _is_read_only(self) -> bool:
        """Nobody thinks up a passphrase, or prints a sheet, that would open nothing."""
        if self._vault.reads_only:
            self.said.emit(moving.READ_ONLY, None)
        return self._vault.reads_only

    def _do(self, act: Callable[[], object], words: str) -> None:
        try:
            act()
        except KapdeskError as error:
            self.said.emit(str(error), None)
        else:
            self.said.emit(words, None)

    def _set_idle(self, minutes: int) -> None:
        self._preferences.idle_minutes = minutes
        self._preferences.save()

    def _set_look(self) -> None:
        self._preferences.theme = self.theme.currentData()
        self._preferences.scale = self.text_size.currentData()
        self._preferences.save()
        self.look_changed.emit()

"""The recovery key, shown once: written down or printed, and proved by typing one of its groups."""

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, printer
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column, error_line, field, label, line, show_error
from kapdesk.ui.theme import px


class RecoveryPanel(QWidget):
    """Shows a recovery key and asks for one of its groups; `changed` when that was typed."""

    changed = Signal()

    def __init__(self, key: object, sheet: Callable[[], bytes], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from kapdesk.usecases.house.secrets import RecoveryKey

        assert isinstance(key, RecoveryKey)
        self._key = key
        self._sheet = sheet
        self._folder = folder
        self._group = secrets.randbelow(len(key.groups)) + 1
        layout = column(self, gap=10)
        layout.addWidget(
            label(
                "With this key you, or your executor, get in when the passphrase is lost. It is shown only now. Print the sheet "
                "or write the key down, and keep it in a sealed envelope away from this computer."
            )
        )
        layout.addWidget(self._groups())
        print_it = button("Print the sheet…", "print_sheet")
        print_it.clicked.connect(self._print)
        save = button("Save as PDF…", "save_sheet")
        save.clicked.connect(self._save)
        ways = Flow(gap=12)
        ways.set_widgets([print_it, save])
        layout.addWidget(ways)
        self.typed = line("confirm_group", f"Group {self._group} of the recovery key", "four characters")
        self.typed.setMaximumWidth(px(180))
        self.typed.textChanged.connect(self.changed)
        layout.addWidget(field(f"To be sure that you have it: what is group {self._group}?", self.typed))
        self._error = error_line("recovery_error")
        layout.addWidget(self._error)

    def confirmed(self) -> bool:
        """Whether the asked group was typed right."""
        from kapdesk.usecases.house.secrets import recovery_confirmed

        return recovery_confirmed(self._key, self.typed.text(), self._group)

    def asked_group(self) -> str:
        """The group that is asked for (tests type it)."""
        return self._key.groups[self._group - 1]

    def _groups(self) -> Flow:
        cells: list[QWidget] = []
        for number, group in enumerate(self._key.groups, 1):
            cell = QWidget()
            cell.setMinimumWidth(px(80))
            inside = column(cell, gap=1)
            inside.addWidget(label(str(number), "small"))
            shown = label(group, "key", f"group_{number}")
            shown.setWordWrap(False)
            shown.setAccessibleName(f"Group {number}: {' '.join(group)}")
            inside.addWidget(shown)
            cells.append(cell)
        flow = Flow(gap=10)
        flow.set_widgets(cells)
        return flow

    def _print(self) -> None:
        try:
            printer.print_pdf(self, self._sheet(), "Recovery sheet")
            show_error(self._error, "")
        except KapdeskError as error:
            show_error(self._error, str(error))

    def _save(self) -> None:
        suggested = self._folder / "recovery-sheet.pdf"
        path = ask.save_file(self, "Save the recovery sheet", suggested, "PDF (*.pdf)")
        if path is None:
            return
        try:
            printer.save_pdf(path, self._sheet())
            show_error(self._error, "")
        except KapdeskError as error:
            show_error(self._error, str(error))

"""The recovery key, shown once: written down or printed, and proved by typing one of its groups."""

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, printer
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column, error_line, label, line, row, show_error
from kapdesk.ui.theme import px


class RecoveryPanel(QWidget):
    """Shows a recovery key and asks for one of its groups; `changed` when that was typed.

    What has to be acted on is `acts`: whoever shows the panel keeps it in sight below, however little room there is.
    """

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
                "With this key you, or your executor, get in when the passphrase is lost. It is shown only now: print the sheet or "
                "write it down, and keep it in a sealed envelope away from here."
            )
        )
        layout.addWidget(self._groups())
        layout.addStretch(1)
        self.acts = self._acts()

    def _acts(self) -> QWidget:
        print_it = button("Print the sheet…", "print_sheet")
        print_it.clicked.connect(self._print)
        save = button("Save as PDF…", "save_sheet")
        save.clicked.connect(self._save)
        self.typed = line("confirm_group", f"Group {self._group} of the recovery key", "four characters")
        self.typed.setMinimumWidth(px(150))
        self.typed.setMaximumWidth(px(180))
        self.typed.textChanged.connect(self.changed)
        asked = label(f"To be sure that you have it: what is group {self._group}?")
        asked.setBuddy(self.typed)
        inside = QWidget()
        layout = column(inside, gap=8)
        lines: tuple[list[QWidget], ...] = ([print_it, save], [asked, self.typed])
        for widgets in lines:
            flow = Flow(gap=12)
            flow.set_widgets(widgets)
            layout.addWidget(flow)
        self._error = error_line("recovery_error")
        layout.addWidget(self._error)
        return inside

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
            shown = label(group, "key", f"group_{number}")
            shown.setWordWrap(False)
            shown.setAccessibleName(f"Group {number}: {' '.join(group)}")
            counted = label(str(number), "small")
            counted.setMinimumWidth(px(18))
            cell.setLayout(row(counted, shown, None, gap=6))
            cell.setMinimumWidth(px(98))
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

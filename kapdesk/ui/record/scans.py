"""The scans of the sheet on which a medicine day was kept: attached, looked at inside the desk, taken off before signing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.authorizations import Content
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.days import shown
from kapdesk.ui.details.cards import add_rows, entry_row
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.flow import fit
from kapdesk.ui.orders.scans import FILES, KINDS, ScanDialog, read_scan, size_words
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.medicine_day import day_scans
from kapdesk.usecases.medicine_day.day_scans import Scan
from kapdesk.vault.database import Vault


class DayScansDialog(QDialog):
    """Lists the scans of a day; `undo` is the last step, for the message bar."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], day_id: int, signed: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("day_scans_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._day_id, self._signed = vault, clock, day_id, signed
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Scans of the paper", "heading"))
        frozen = "Signed with the note: nothing is added or taken off any more."
        words = "PDF, PNG or JPEG, up to 25 MB. They are signed with the note by their SHA-256."
        layout.addWidget(look.label(frozen if signed else words, "muted"))
        inside = QWidget()
        self._rows = look.column(inside, gap=6)
        layout.addWidget(look.scroll(inside), 1)
        self.error = look.error_line("day_scans_error")
        layout.addWidget(self.error)
        attach = look.button("Attach…", "attach_day_scan")
        attach.clicked.connect(self.choose)
        attach.setEnabled(not signed)
        close = look.button("Close", "close_day_scans", "primary")
        close.clicked.connect(self.accept)
        layout.addLayout(look.row(attach, None, close))
        self.refresh()
        fit(self, 560, 420)

    def refresh(self) -> None:
        """Read the list again."""
        look.clear(self._rows)
        rows = [self._row(scan) for scan in day_scans.list_scans(self._vault, self._day_id)]
        add_rows(self._rows, rows, "None yet.")
        self._rows.addStretch(1)

    def choose(self) -> None:
        """Choose a file and attach it."""
        path = ask.open_file(self, "Choose a scan of the sheet", Path.home(), FILES)
        if path is not None:
            self._do(lambda: day_scans.add_scan(self._vault, self._day_id, path.name, read_scan(path), self._clock()))

    def _do(self, act: Callable[[], Undo]) -> None:
        look.show_error(self.error, "")
        try:
            self.undo = act()
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        self.refresh()

    def _row(self, scan: Scan) -> QWidget:
        words = f"{KINDS[scan.media_type]}, {size_words(scan.size)} · attached {shown(scan.added_at.date())}"
        acts = [("Open", f"open_day_scan_{scan.id}", partial(self._open, scan))]
        if not self._signed:
            acts.append(("Remove", f"remove_day_scan_{scan.id}", partial(self._remove, scan)))
        row = entry_row(scan.name or "Scan", (), (words,), *acts)
        row.setMinimumHeight(px(44))
        return row

    def _open(self, scan: Scan) -> None:
        try:
            data = day_scans.open_scan(self._vault, scan.id, self._clock())
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        saved = partial(day_scans.scan_saved, self._vault, scan.id)
        handing = Handing(
            day_scans.client_of(self._vault, self._day_id), "Scan of the medicine day", (Content.MEDICATION,)
        )
        dialog = ScanDialog(
            self,
            scan.name,
            scan.media_type,
            data,
            lambda going: saved(self._clock(), going),
            lambda box, dialog: box.ask(self._vault, self._clock, handing, dialog),
        )
        dialog.exec()
        dialog.deleteLater()

    def _remove(self, scan: Scan) -> None:
        self._do(lambda: day_scans.remove_scan(self._vault, scan.id, self._clock()))

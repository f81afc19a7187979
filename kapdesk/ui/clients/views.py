"""The box that says which clients are shown: by status, by what is open, or a view that the practice keeps."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from kapdesk.domain.clients import Status
from kapdesk.domain.phases import Phase
from kapdesk.ui.clients.filter import OPEN
from kapdesk.usecases.people.client_list import View, Wanted

_NOW = "now"


class ViewBox(QComboBox):
    """Chosen by the therapist, `chosen` says so; the words searched for are the search box's own."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_filter")
        self.setAccessibleName("Which clients")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(13)
        self.setMaxVisibleItems(24)
        self._wanted: dict[str, Wanted] = {}
        self.show_views(())
        self.currentIndexChanged.connect(lambda _: self.chosen.emit())

    def show_views(self, views: Sequence[View]) -> None:
        """Offer these kept views below the usual ones; the present choice stays when it is still there."""
        present, now = self.currentData() or "", self._wanted.get(_NOW)
        self.blockSignals(True)
        self.clear()
        self._add("All current", "", Wanted())
        for one in Status:
            self._add(one.words, one.value, Wanted(status=one))
        self.insertSeparator(self.count())
        for value, words in OPEN[1:]:
            self._add(words, f"open:{value}", Wanted(open=value))  # type: ignore[arg-type]  # of the values there are
        if views:
            self.insertSeparator(self.count())
        for view in views:
            self._add(view.name, f"view:{view.name}", view.wanted)
        if now is not None and present == _NOW:
            self._add(described(now), _NOW, now)
        self.setCurrentIndex(max(0, self.findData(present)))
        self.blockSignals(False)

    def wanted(self) -> Wanted:
        """The clients that are chosen."""
        return self._wanted[str(self.currentData() or "")]

    def view_name(self) -> str:
        """The name of the kept view that is chosen; empty otherwise."""
        key = str(self.currentData() or "")
        return key.removeprefix("view:") if key.startswith("view:") else ""

    def show_now(self, wanted: Wanted) -> None:
        """Choose what has no name."""
        if self.findData(_NOW) >= 0:
            self.removeItem(self.findData(_NOW))
        self._add(described(wanted), _NOW, wanted)
        self.setCurrentIndex(self.findData(_NOW))

    def show_view(self, name: str) -> None:
        """Choose a kept view."""
        self.setCurrentIndex(self.findData(f"view:{name}"))

    def _add(self, words: str, key: str, wanted: Wanted) -> None:
        self.addItem(words, key)
        self._wanted[key] = wanted


def described(wanted: Wanted) -> str:
    """A choice of clients in words: `Active, integration, notes to sign`."""
    parts = [wanted.status.words if wanted.status else wanted.place.words if wanted.place else "All current"]
    if wanted.phase is not None:
        parts.append("not begun" if wanted.phase is Phase.NONE else wanted.phase.words.lower())
    parts += [words.lower() for value, words in OPEN if value and value == wanted.open]
    if wanted.search:
        parts.append(f"“{wanted.search}”")
    return ", ".join(parts)

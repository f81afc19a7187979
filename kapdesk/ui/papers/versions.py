"""The versions of a paper's wording: when each was saved, what kind of change it was, and what differs."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from kapdesk.ui.days import moment
from kapdesk.ui.flow import Columns, fit
from kapdesk.ui.look import button, choice, column, field, label, row, scroll
from kapdesk.ui.papers.difference import DifferenceView, in_words
from kapdesk.ui.theme import px
from kapdesk.usecases.paper import wording
from kapdesk.usecases.paper.proof import PaperText
from kapdesk.usecases.paper.wording import SHIPPED, CurrentWording, WordingVersion
from kapdesk.vault.database import Vault

_BEFORE, _COUNTS, _SHIPPED = "before", "counts", "shipped"


class VersionsDialog(QDialog):
    """Lists the versions, and the text in the editor when it is none; `taken` is one to go on writing from."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        current: CurrentWording,
        editing: PaperText,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("versions_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._name, self._language, self._now = vault, current.name, current.language, clock()
        self.taken: PaperText | None = None
        self._versions: list[WordingVersion] = wording.versions(vault, current.name, current.language)
        self._counting = current.text
        self._editing = None if editing == current.text else editing
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("Versions", "heading"))
        inside = QWidget()
        both = Columns(least=680)
        both.add(self._build_list(), 2)
        both.add(self._build_difference(), 3)
        column(inside).addWidget(both, 1)
        layout.addWidget(scroll(inside), 1)
        self._take = button("Go on writing from this one", "take_version")
        self._take.clicked.connect(self.take)
        close = button("Close", "close", "primary")
        close.clicked.connect(self.accept)
        layout.addLayout(row(self._take, None, close))
        fit(self, 980, 660)
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.with_what.activated.connect(lambda _at: self._show())
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def take(self) -> None:
        """Choose the version in sight to go on writing from."""
        self.taken = self._text_at(self.list.currentRow())
        self.accept()

    def _build_list(self) -> QWidget:
        self.list = QListWidget()
        self.list.setObjectName("versions")
        self.list.setAccessibleName("Versions, the newest first")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumSize(px(230), px(160))
        lines = [self._words(one) for one in self._versions]
        if self._editing is not None:
            size = len(self._editing.body.split())
            lines.insert(0, f"Your text in the editor\nnot saved as a version · {size:,} words")
        for words in lines:
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(px(120), px(64)))
            self.list.addItem(item)
        return self.list

    def _build_difference(self) -> QWidget:
        box = QWidget()
        layout = column(box, gap=8)
        self.with_what = choice("compare_with", "Compare with")
        for words, value in (
            ("the version before it", _BEFORE),
            ("what is printed now", _COUNTS),
            ("the shipped text", _SHIPPED),
        ):
            self.with_what.addItem(words, value)
        layout.addWidget(field("What differs from", self.with_what))
        self._said = label("", "small", "difference_said")
        layout.addWidget(self._said)
        self.difference = DifferenceView()
        layout.addWidget(self.difference, 1)
        return box

    def _words(self, one: WordingVersion) -> str:
        size, printed = f"{one.size:,} words", " · printed now" if one.counts else ""
        if one.number == SHIPPED:
            return f"The shipped text{printed}\n{size}"
        at = moment(one.at, self._now) if one.at else ""
        if one.change == "shipped":
            return f"Back to the shipped text\n{at}"
        return f"Version {one.number} · {wording.CHANGES[one.change]}{printed}\n{at} · {size}"

    def _text_at(self, row: int) -> PaperText:
        """The text of a line of the list."""
        if self._editing is not None:
            if row == 0:
                return self._editing
            row -= 1
        return wording.text_of(self._vault, self._name, self._language, self._versions[row].number)

    def _show(self) -> None:
        row = self.list.currentRow()
        if row < 0:
            return
        against = self.with_what.currentData()
        if against == _COUNTS or (against == _BEFORE and row == 0 and self._editing is not None):
            other = self._counting
        elif against == _SHIPPED:
            other = wording.text_of(self._vault, self._name, self._language, SHIPPED)
        else:
            other = self._text_at(min(row + 1, self.list.count() - 1))
        lines = wording.difference(other, self._text_at(row))
        self._said.setText(in_words(lines))
        self.difference.show_lines(lines)
        self._take.setEnabled(not (row == 0 and self._editing is not None))

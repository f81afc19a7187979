"""Quick choices for mental status and risk: nothing is chosen beforehand; what was not asked reads so."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from kapdesk.domain.choices import NOT_ASSESSED, Group, Sheet, sentences
from kapdesk.ui import ask
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.look import button, column, label, line, row, rule, scroll
from kapdesk.ui.theme import px


class SheetDialog(QDialog):
    """One sheet; `words` once it was put into the note."""

    def __init__(self, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_dialog")
        self.setWindowTitle("kapdesk")
        self._sheet = sheet
        self.words = ""
        self._choices: dict[str, list[QPushButton]] = {}
        self._free: dict[str, QLineEdit] = {}
        layout = column(self, gap=10, margin=22)
        layout.addWidget(label(sheet.title, "heading"))
        below = f"Choose what you saw or asked. What you leave out reads “{NOT_ASSESSED}”."
        layout.addWidget(label(below, "muted"))
        if sheet.asks:
            layout.addWidget(label(sheet.asks, "warning"))
        inside = QWidget()
        groups = column(inside, gap=8)
        groups.setContentsMargins(0, 0, px(12), 0)
        for group in sheet.groups:
            groups.addWidget(self._group(group))
            groups.addWidget(rule())
        groups.addStretch(1)
        layout.addWidget(scroll(inside), 1)
        cancel = button("Cancel", "cancel_sheet")
        cancel.clicked.connect(self.reject)
        put = button("Put into the note", "put_sheet", "primary", "Ctrl+Return")
        put.clicked.connect(self.put)
        layout.addLayout(row(None, cancel, put))
        fit(self, 860, 680)

    def choose(self, group: str, choice: str) -> None:
        """Choose an answer, or take it back."""
        next(one for one in self._choices[group] if one.property("choice") == choice).click()

    def put(self) -> None:
        """Make the sentences."""
        chosen = {
            name: [one.property("choice") for one in found if one.isChecked()] for name, found in self._choices.items()
        }
        self.words = sentences(self._sheet, chosen, {name: one.text() for name, one in self._free.items()})
        self.accept()

    def reject(self) -> None:
        """Close; choices that were made are not thrown away without a question."""
        made = any(one.isChecked() for found in self._choices.values() for one in found)
        made = made or any(one.text().strip() for one in self._free.values())
        if not made or ask.confirm(self, "Close without keeping what you chose?", "Close without keeping"):
            super().reject()

    def _group(self, group: Group) -> QWidget:
        box = QWidget()
        layout = column(box, gap=6)
        layout.addWidget(label(group.name, "strong"))
        found = []
        for choice in group.choices:
            one = button(choice, f"{_key(group.name)}_{_key(choice)}", "choice")
            one.setAccessibleName(f"{group.name}: {choice}")
            one.setCheckable(True)
            one.setProperty("choice", choice)
            one.toggled.connect(partial(_mark, one))
            one.setAutoDefault(False)
            one.clicked.connect(partial(self._only_this, group, one))
            found.append(one)
        self._choices[group.name] = found
        free = line(f"{_key(group.name)}_words", f"{group.name}, in words", "in words")
        free.setMinimumWidth(px(150))
        self._free[group.name] = free
        flow = Flow(gap=6)
        flow.set_widgets([*found, free])
        layout.addWidget(flow)
        return box

    def _only_this(self, group: Group, chosen: QPushButton) -> None:
        """Of a group with one answer, the others are taken back."""
        if not group.several and chosen.isChecked():
            for one in self._choices[group.name]:
                one.setChecked(one is chosen)


def _mark(one: QPushButton, chosen: bool) -> None:
    """A chosen answer carries a tick, not its colour alone."""
    one.setText(f"✓ {one.property('choice')}" if chosen else one.property("choice"))


def _key(words: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in words.casefold())


def write_sheet(sheet: Sheet, parent: QWidget | None) -> str:
    """Ask for a sheet's choices; the sentences, empty when it was closed."""
    dialog = SheetDialog(sheet, parent)
    dialog.exec()
    words = dialog.words
    dialog.deleteLater()
    return words


def sheet_named(key: str, sheets: Sequence[Sheet]) -> Sheet:
    """A sheet by its key."""
    return next(one for one in sheets if one.key == key)

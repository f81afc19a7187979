"""The practice's facts as a form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLineEdit, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.theme import px
from kapdesk.usecases.house import practice
from kapdesk.vault.database import Vault

_LINES = (
    ("name", "Name of the practice", ""),
    ("therapist", "Your name", ""),
    ("credentials", "Credentials", "such as PhD, LPCC"),
    ("licence", "License", ""),
    ("phone", "Telephone", ""),
    ("email", "Email", ""),
)
_LARGEST = 2 * 1024 * 1024


class FactsForm(QWidget):
    """Name, therapist, contact, logo, time zone, page size; saved as a whole, with undo."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._logo = b""
        self.lines: dict[str, QLineEdit] = {}
        frame, layout = look.card("Your practice")
        layout.addWidget(look.label("This stands on papers and under signatures.", "muted"))
        for name, words, hint in _LINES:
            self.lines[name] = look.line(name, words, hint)
            self.lines[name].returnPressed.connect(self.save)
        for left, right in zip(_LINES[::2], _LINES[1::2], strict=True):
            layout.addWidget(_side_by_side(*(look.field(words, self.lines[name]) for name, words, _ in (left, right))))
        self.address = look.text_box("address", "Address", 2)
        layout.addWidget(look.field("Address", self.address))
        self.zone = look.choice("time_zone", "Time zone")
        self.zone.addItems(practice.time_zones())
        self.page = look.choice("paper_size", "Page size")
        self.page.addItem("Letter", "letter")
        self.page.addItem("A4", "a4")
        layout.addWidget(_side_by_side(look.field("Time zone", self.zone), look.field("Page size", self.page)))
        layout.addWidget(self._logo_row())
        self._error = look.error_line("facts_error")
        layout.addWidget(self._error)
        keep = look.button("Save", "save_facts", "primary")
        keep.clicked.connect(self.save)
        layout.addLayout(look.row(None, keep))
        outer = look.column(self)
        outer.addWidget(frame)
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept; only while nothing else is typed."""
        facts = practice.get_practice(self._vault)
        for name, edit in self.lines.items():
            edit.setText(getattr(facts, name))
        self.address.setPlainText(facts.address)
        if self.zone.findText(facts.time_zone) < 0:  # made on a computer that knows more of them
            self.zone.addItem(facts.time_zone)
        self.zone.setCurrentText(facts.time_zone)
        self.page.setCurrentIndex(self.page.findData(facts.page))
        self._show_logo(facts.logo)
        self._before = facts

    def typed(self) -> practice.PracticeFacts:
        """The facts as they stand in the form."""
        words = {name: edit.text() for name, edit in self.lines.items()}
        return replace(
            self._before,
            **words,  # type: ignore[arg-type]  # texts only
            address=self.address.toPlainText(),
            time_zone=self.zone.currentText(),
            page=self.page.currentData(),
            logo=self._logo,
        )

    def save(self) -> None:
        """Keep the form; what cannot be kept is said at its field."""
        for edit in self.lines.values():
            look.mark_wrong(edit, False)
        try:
            undo = practice.save_practice(self._vault, self.typed(), self._clock())
        except BadInput as problem:
            look.show_error(self._error, str(problem))
            if problem.field in self.lines:
                look.mark_wrong(self.lines[problem.field], True)
                self.lines[problem.field].setFocus()
        except KapdeskError as error:
            look.show_error(self._error, str(error))
        else:
            look.show_error(self._error, "")
            self.refresh()
            self.said.emit(undo.words, undo)
            self.changed.emit()

    def has_unsaved(self) -> bool:
        """Whether something was typed that is not kept."""
        return self.typed() != self._before

    def _logo_row(self) -> Flow:
        self._picture = look.label("", "small", "logo")
        choose = look.button("Choose a logo…", "choose_logo", "quiet")
        choose.clicked.connect(self.choose_logo)
        self._no_logo = look.button("Remove the logo", "remove_logo", "quiet")
        self._no_logo.clicked.connect(lambda: self._show_logo(b""))
        self._logo_parts = Flow(gap=8)
        self._logo_parts.set_widgets([self._picture, choose, self._no_logo])
        return self._logo_parts

    def choose_logo(self) -> None:
        """A PNG or JPEG of at most 2 MB."""
        path = ask.open_file(self, "Choose a logo", Path.home(), "Pictures (*.png *.jpg *.jpeg)")
        if path is None:
            return
        try:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
        except OSError:
            look.show_error(self._error, f"{path.name} cannot be read. Choose another file.")
            return
        if len(data) > _LARGEST or QImage.fromData(data).isNull():
            look.show_error(self._error, "That is not a PNG or JPEG picture of at most 2 MB. Choose another file.")
            return
        look.show_error(self._error, "")
        self._show_logo(data)

    def _show_logo(self, data: bytes) -> None:
        self._logo = data
        self._no_logo.setVisible(bool(data))
        if data:
            picture = QPixmap.fromImage(QImage.fromData(data))
            mode = Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(picture.scaled(px(160), px(56), Qt.AspectRatioMode.KeepAspectRatio, mode))
        else:
            self._picture.setPixmap(QPixmap())
            self._picture.setText("No logo")
        self._picture.setAccessibleName("The practice's logo" if data else "No logo")
        self._logo_parts.arrange()


def _side_by_side(left: QWidget, right: QWidget) -> Columns:
    """Two fields on a line, while there is room for both."""
    pair = Columns(least=440, gap=14)
    pair.add(left, 1)
    pair.add(right, 1)
    return pair

"""All licence texts that come with kapdesk, the notices first; a list beside the text, and words to find in them."""

from functools import cache
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from kapdesk import paths
from kapdesk.ui import look
from kapdesk.ui.flow import Columns
from kapdesk.ui.theme import px

_FIRST = ("NOTICES.md", "LICENSE.txt")
_SIDE_BY_SIDE = 620


class LicencesCard(QWidget):
    """The list, filtered by words in a name or a text, and the text that is chosen."""

    def __init__(self) -> None:
        super().__init__()
        frame, layout = look.card("Licenses of what kapdesk is made of")
        self.search = look.line("find_licence", "Find in the licenses", "Find a name, or words in a text")
        self.search.textChanged.connect(self._fill)
        layout.addWidget(self.search)
        self.list = QListWidget()
        self.list.setObjectName("licences")
        self.list.setAccessibleName("Licenses")
        self.list.setMinimumSize(px(200), px(150))
        self.list.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(QtCore.Qt.TextElideMode.ElideMiddle)
        self.list.currentItemChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setObjectName("notices")
        self.text.setAccessibleName("Text of the license")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumSize(px(200), px(320))
        columns = Columns(_SIDE_BY_SIDE, gap=12)
        columns.add(self.list, 2)
        columns.add(self.text, 5)
        layout.addWidget(columns)
        self._none = look.label("No license text holds that.", "muted", "no_licence")
        self._none.hide()
        layout.addWidget(self._none)
        look.column(self).addWidget(frame)
        self._fill("")

    def _fill(self, words: str) -> None:
        wanted = words.lower().split()
        self.list.clear()
        for path in licence_files():
            name = _name(path)
            if all(word in name.lower() or word in _text(path).lower() for word in wanted):
                item = QListWidgetItem(name)
                item.setData(QtCore.Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(name)
                self.list.addItem(item)
        self._none.setVisible(self.list.count() == 0)
        self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        self.text.setPlainText("" if item is None else _text(Path(item.data(QtCore.Qt.ItemDataRole.UserRole))))
        for word in self.search.text().split():
            if self.text.find(word):  # it is marked, and in sight
                break


@cache
def licence_files() -> tuple[Path, ...]:
    """Every licence text: the notices and kapdesk's own first, then by name."""
    resources = paths.resources()
    found = [path for path in (resources / "licences").rglob("*") if path.is_file() and not path.name.startswith(".")]
    found += (resources / "fonts").glob("*LICENSE*")
    order = {name: number for number, name in enumerate(_FIRST)}
    return tuple(sorted(found, key=lambda path: (order.get(_name(path), len(order)), _name(path).lower())))


def _name(path: Path) -> str:
    resources = paths.resources()
    folder = resources / "licences"
    return path.relative_to(folder if folder in path.parents else resources).as_posix()


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").removeprefix("# ")

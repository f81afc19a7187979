"""The rows of the list at the left of the help: as high as their words need."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from kapdesk.ui.theme import px

_AIR = 8


class Rows(QStyledItemDelegate):
    """Rows as high as their words need beside the air that the style puts around them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of the words at the width of the list."""
        view = self.parent()
        assert isinstance(view, QListWidget)
        width = view.viewport().width() - 2
        room = QRect(0, 0, width - 2 * px(_AIR) - 4, 10_000)
        words = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, str(index.data()))
        return QSize(width, words.height() + 2 * px(6) + 4)

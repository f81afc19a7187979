"""What shows a topic: shipped text and shipped pictures only; no link leads out of it, no other file is opened."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from kapdesk.domain import finding
from kapdesk.domain.finding import Patterns
from kapdesk.ui.help import topics
from kapdesk.ui.theme import Tokens, px, tokens

_PICTURE = re.compile(r"pictures/([a-z0-9-]+\.png)")
_WIDEST = 760
"""Pixels at 100 % beyond which a picture does not grow."""
_DIM = 120
_MIDDLE = 128
_CALM, _DEPTH, _NEARLY_GREY = 0.75, 0.89, 0.05
_SETTLED = 60
"""Milliseconds without another width after which pictures are fitted to it."""


class Reader(QTextBrowser):
    """Shows the HTML of a topic; `link_wanted` says where a link leads, `picture_wanted` which picture is wanted large."""

    link_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help_text")
        self.setAccessibleName("Text of the help")
        self.setProperty("role", "reading")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # pictures keep their width
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(lambda url: self.link_wanted.emit(url.toString()))
        self.dark = False
        self.zoom = 1.0
        self._html = ""
        self._patterns: Patterns = ()
        self._fitted = 0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settle.timeout.connect(self.draw_again)

    def show_html(self, html: str) -> None:
        """Show another text from its beginning."""
        self._html = html
        self._fitted = self._room()
        document = self.document()
        document.clear()
        document.setDocumentMargin(px(6))
        document.setDefaultStyleSheet(style_of(tokens(self.dark), self.zoom))
        self.setHtml(html)
        self._mark()

    def draw_again(self) -> None:
        """The same text in other colours, sizes or another width, at the same place."""
        bar = self.verticalScrollBar()
        part = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self.show_html(self._html)
        bar.setValue(round(part * bar.maximum()))

    def mark(self, patterns: Patterns) -> None:
        """Mark what is looked for."""
        self._patterns = patterns
        self._mark()

    def go_to_mark(self, anchor: str) -> None:
        """Scroll to the first marked words after a heading."""
        after = self._place_of(anchor)
        found = [one for one in self.extraSelections() if one.cursor.selectionStart() >= after]
        if found:
            cursor = QTextCursor(found[0].cursor)
            top = self.cursorRect(cursor).top()
            if not 0 < top < self.viewport().height() * 3 // 4:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + top - self.viewport().height() // 3)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802  # the name is Qt’s
        """A shipped picture, as wide as there is room; nothing else."""
        known = _PICTURE.fullmatch(QUrl(name).toString())
        if kind != int(QTextDocument.ResourceType.ImageResource.value) or known is None:
            return None
        picture = QImage(str(topics.folder() / "pictures" / known[1]))
        if picture.isNull():
            return None
        if self.dark:
            _darken(picture)
        ratio = self.devicePixelRatioF()
        width = min(self._room(), round(_WIDEST * self.zoom), picture.width())
        fitted = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
            round(width * ratio), Qt.TransformationMode.SmoothTransformation
        )
        with QPainter(fitted) as painter:
            painter.setPen(tokens(self.dark)["line"])
            painter.drawRect(fitted.rect().adjusted(0, 0, -1, -1))
        fitted.setDevicePixelRatio(ratio)
        return fitted

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width, once it no longer changes."""
        super().resizeEvent(event)
        if self._html and abs(self._room() - self._fitted) > px(8):
            self._settle.start()

    def _room(self) -> int:
        return max(px(160), self.viewport().width() - 2 * px(6) - px(4))

    def _place_of(self, anchor: str) -> int:
        block = self.document().begin()
        while block.isValid():
            fragments = block.begin()
            while not fragments.atEnd():
                if anchor and anchor in fragments.fragment().charFormat().anchorNames():
                    return block.position()
                fragments += 1
            block = block.next()
        return 0

    def _mark(self) -> None:
        chosen: list[QTextEdit.ExtraSelection] = []
        if self._patterns:
            form = QTextCharFormat()
            form.setBackground(tokens(self.dark)["preparation_soft"])
            form.setForeground(tokens(self.dark)["ink"])
            form.setFontUnderline(True)
            for start, end in _finds(self.toPlainText(), self._patterns):
                one = QTextEdit.ExtraSelection()
                cursor = QTextCursor(self.document())
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                one.cursor, one.format = cursor, form
                chosen.append(one)
        self.setExtraSelections(chosen)


def _finds(text: str, patterns: Patterns) -> Sequence[tuple[int, int]]:
    at, found = 0, []
    for span in finding.marked(text, patterns):
        if span.found:
            found.append((at, at + len(span.words)))
        at += len(span.words)
    return found


def _darken(picture: QImage) -> None:
    """A light picture for a dark room: light and dark change places, colours stay what they are.

    The pictures have 256 colours, so this is cheap, and no second set of them makes the program larger. What is dark
    already, as the session's screen, stays; a picture without a table of colours is only dimmed.
    """
    if picture.pixelColor(picture.width() // 2, picture.height() - 2).lightness() <= _MIDDLE:
        return
    if picture.colorCount():
        picture.setColorTable([_turned(QColor(colour)) for colour in picture.colorTable()])
    else:
        picture.convertTo(QImage.Format.Format_RGB32)
        with QPainter(picture) as painter:
            painter.fillRect(picture.rect(), QColor(0, 0, 0, _DIM))


def _turned(colour: QColor) -> int:
    """The same hue, as dark as it was light; white is not quite black, as in the dark look itself."""
    calm = _CALM if colour.hsvSaturationF() > _NEARLY_GREY else 0.0  # the warm white of paper would turn brown
    return QColor.fromHslF(
        max(colour.hslHueF(), 0.0), colour.hslSaturationF() * calm, 1 - _DEPTH * colour.lightnessF()
    ).rgb()


def style_of(colours: Tokens, zoom: float) -> str:
    """The style of a text in the colours of a look."""

    def size(pixels: float) -> int:
        return px(pixels * zoom)

    named = colours.colours
    return f"""
    body {{ color: {named["ink"]}; font-size: {size(15)}px; }}
    h1 {{ font-size: {size(25)}px; font-weight: 600; margin-bottom: {size(8)}px; }}
    h2 {{ font-size: {size(19)}px; font-weight: 600; margin-top: {size(22)}px; margin-bottom: {size(6)}px; }}
    h3 {{ font-size: {size(16)}px; font-weight: 600; margin-top: {size(14)}px; margin-bottom: {size(4)}px; }}
    p, li {{ font-size: {size(15)}px; line-height: 122%; }}
    td, th {{ font-size: {size(15)}px; }}
    p.picture {{ line-height: 100%; margin-top: {size(10)}px; margin-bottom: {size(12)}px; }}
    p {{ margin-top: {size(5)}px; margin-bottom: {size(7)}px; }}
    li {{ margin-bottom: {size(4)}px; }}
    strong, b {{ font-weight: 600; }}
    code {{ font-family: "Source Sans 3"; font-weight: 600; color: {named["accent"]}; background-color: {named["faint"]}; }}
    a {{ color: {named["accent"]}; text-decoration: none; }}
    h2 a {{ color: {named["ink"]}; }}
    blockquote {{ color: {named["warning"]}; margin-left: {size(12)}px; }}
    td, th {{ padding: {size(4)}px {size(10)}px {size(4)}px 0; text-align: left; }}
    th {{ color: {named["mute"]}; }}
    """

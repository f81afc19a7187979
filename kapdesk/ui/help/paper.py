"""A topic on paper: the same text and pictures, always light, through the system's print dialog."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, Qt, QUrl
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from kapdesk.ui import printer
from kapdesk.ui.help import reader, topics
from kapdesk.ui.theme import tokens

_DOTS = 96
"""To the inch: then a pixel of the style is a pixel of the page."""
_MARGIN = 18
"""Millimetres around the text."""
_FINE = 2


def print_topic(parent: QWidget, name: str) -> bool:
    """Ask how, and print; whether it was printed."""
    topic = topics.get_topic(name)
    return printer.print_pdf(parent, topic_pdf(name), topic.title if topic else "Help")


def topic_pdf(name: str) -> bytes:
    """A topic, or the list of topics, as PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    topic = topics.get_topic(name)
    writer.setTitle(topic.title if topic else "Help")
    room = QSizeF(writer.width(), writer.height())
    document = QTextDocument()
    document.setDocumentMargin(0)
    for picture in topics.pictures_of(topic):
        image = QImage(str(topics.folder() / "pictures" / f"{picture}.png"))
        image = image.scaledToWidth(round(room.width()) * _FINE, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(_FINE)
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"pictures/{picture}.png"), image)
    document.setDefaultStyleSheet(reader.style_of(tokens(False), 1.0))
    document.setHtml(topics.html_of(topic) if topic else topics.index_html())
    document.setPageSize(room)
    document.print_(writer)
    del writer
    return bytes(buffer.data().data())

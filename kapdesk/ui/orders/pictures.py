"""The orders of an invented client as pictures: read, with versions and a scan, the form, what is asked, the letter, none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.orders import Limits
from kapdesk.ui.orders.letter import LetterDialog
from kapdesk.ui.orders.scans import ScanDialog
from kapdesk.usecases.people import clients
from kapdesk.usecases.prescribing import orders
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.orders.tab import OrdersTab
    from kapdesk.ui.window import Window


def draw(
    take: Callable[[QWidget, str], None],
    put_away: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw the orders of a client of the sample; the copy is changed by it."""
    tab = window.chart.orders
    client_id = next(row.id for row in clients.list_all_clients(vault, clock().date()) if row.name.startswith("Rosa"))
    window.open_client(client_id)
    window.chart.open_tab("orders")
    (file, *_) = orders.list_orders(vault, client_id, clock().date())
    orders.add_scan(vault, file.order.id, "order of May 2.png", _scan(), clock())
    tab.refresh()
    take(window, "chart-orders")
    tab.show_version(1)
    take(window, "chart-orders-older")
    tab.show_version(0)
    _forms(take, tab)
    put_away(tab.answer_dialog(), "order-answer")
    put_away(tab.withdraw_dialog(file), "order-withdrawn")
    scan = orders.list_orders(vault, client_id, clock().date())[0].scans[0]
    put_away(
        ScanDialog(tab.window(), scan.name, scan.media_type, _scan(), lambda _: None, lambda *_: None), "order-scan"
    )
    _letters(put_away, window, vault, clock, client_id)
    newer = replace(file.order, limits=Limits(), doses_authorised=None, withdrawn_on=None, written_on=clock().date())
    orders.enter_order(
        vault, client_id, replace(newer, valid_until=None, follow_up_on=None, interval_days=None), clock()
    )
    window.chart.refresh()
    take(window, "chart-orders-no-limits")


def _forms(take: Callable[[QWidget, str], None], tab: "OrdersTab") -> None:
    """The form empty, with an entry that cannot be kept, put away, and for a new version; each drawn with its window."""
    window = tab.window()
    tab.new_order()
    take(window, "chart-order-form")
    assert tab.writer is not None
    tab.writer.form.put_typed({"prescriber": "Dr. S. Amari", "written_on": "6/8/2026", "dose_least_mg": "two"})
    tab.writer.form.changed.emit()
    tab.writer.enter()
    take(window, "chart-order-form-wrong")
    tab.writer.leave()
    take(window, "chart-order-begun")
    tab.go_on()
    tab.writer.form.put_typed(dict.fromkeys(tab.writer.form.typed(), ""))
    tab.writer.leave()
    tab.new_version()
    take(window, "chart-order-version")
    tab.writer.leave()


def _letters(
    put_away: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
    client_id: int,
) -> None:
    put_away(LetterDialog(vault, clock, client_id, window), "letter-new")
    letter = LetterDialog(vault, clock, client_id, window)
    letter.form.put_typed(
        {
            "to": "Dr. S. Amari",
            "address": "Cedar Wash Psychiatry\nFax 505-555-0128",
            "why": "The third ketamine session is today; the second had a passing rise of blood pressure.",
            "readings": "Home log of 27 readings, highest 132/84.",
            "question": "May we go on at the same dose, with readings as before?",
            "ticked": '["position", "sessions", "order", "reply"]',
        }
    )
    letter.draw()
    put_away(letter, "letter")


def _scan() -> bytes:
    """A drawn sheet in place of a scan."""
    sheet = QImage(640, 860, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#fbfaf6"))
    with QPainter(sheet) as painter:
        painter.setPen(QColor("#33415c"))
        font = painter.font()
        font.setPixelSize(24)
        painter.setFont(font)
        words = "Cedar Wash Psychiatry\n\nFictional order, for a picture only\n\n2 × 100 mg at once, 4 times\nBP up to 140/90, pulse up to 100"
        painter.drawText(QRect(60, 70, 520, 600), Qt.TextFlag.TextWordWrap, words)
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    sheet.save(out, "PNG")  # type: ignore[call-overload]  # a buffer is a device
    return bytes(out.data().data())

"""The band of the usual acute effects, painted: it fades softly, restarts at a booster, and never says that it is over."""

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kapdesk.domain import session_clock
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.session_clock import Band
from kapdesk.ui.paint import font
from kapdesk.ui.theme import px, tokens
from kapdesk.usecases.medicine_day.medicine_days import Day

_WHOLE = timedelta(hours=2, minutes=30)
"""What the bar shows where no end is booked."""
_MARKS = {
    EntryKind.MEDICINE_IN: "in",
    EntryKind.MEDICINE_OUT: "out",
    EntryKind.BOOSTER: "booster",
    EntryKind.ONSET: "onset",
    EntryKind.PEAK: "peak",
    EntryKind.RETURNING: "returning",
}


class BandBar(QWidget):
    """From medicine in to the booked end; read aloud as words by a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("band")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._band: Band | None = None
        self._marks: list[tuple[datetime, str]] = []
        self._start: datetime | None = None
        self._end: datetime | None = None
        self._minutes = ""
        self._now: datetime | None = None

    def show_day(self, day: Day, shown: tuple[Shown, ...]) -> None:
        """Take what is kept."""
        figures = day.figures
        self._minutes = f"usual acute effects, {figures.acute_from_minutes}–{figures.acute_to_minutes} min"
        self._band = session_clock.band(shown, figures.acute_from_minutes, figures.acute_to_minutes)
        self._start = session_clock.medicine_in(shown)
        self._marks = [(one.at, _MARKS[one.kind]) for one in of_kind(shown, *_MARKS)]
        self._end = None
        if self._start is not None:
            ends = [self._start + _WHOLE, *([self._band.longer] if self._band else []), *(at for at, _ in self._marks)]
            self._end = max(day.booked_until, *ends[1:], self._start) if day.booked_until else max(ends)
            if day.booked_until:
                self._marks.append((day.booked_until, ""))
        self.setVisible(self._start is not None)
        self.setAccessibleName(f"{self._minutes}, from {self._band.start:%H:%M}" if self._band else "")
        self.update()

    def tick(self, now: datetime) -> None:
        """Another moment."""
        self._now = now
        self.update()

    def sizeHint(self) -> QSize:
        """Words above, the bar, marks below."""
        small = QFontMetrics(font(13)).height()
        return QSize(px(300), 2 * small + px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        if self._start is None or self._end is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens(True)
        small = QFontMetrics(font(13)).height()
        bar = QRectF(0, small + px(6), self.width(), px(13))
        path = QPainterPath()
        path.addRoundedRect(bar, px(7), px(7))
        painter.fillPath(path, colours["faint"])
        if self._band is not None:
            self._effects(painter, path, bar, self._band)
        now = self._now
        if now is not None:
            x = self._x(min(max(now, self._start), self._end))
            painter.setPen(QPen(colours["ink"], px(2)))
            painter.drawLine(round(x), round(bar.top() - px(5)), round(x), round(bar.bottom() + px(5)))
        painter.setFont(font(13))
        painter.setPen(colours["mute"])
        self._words_below(painter, bar.bottom() + px(8), small)

    def _effects(self, painter: QPainter, path: QPainterPath, bar: QRectF, band: Band) -> None:
        """Full until the shorter end, then fading past the longer one: nothing ends at a line."""
        fades = band.longer + (band.longer - band.start) / 4
        left, right = self._x(band.start), self._x(fades)
        tint = QLinearGradient(left, 0, right, 0)
        strong = QColor(tokens(True)["ketamine_mark"])
        for at, strength in ((band.start, 0.85), (band.shorter, 0.7), (band.longer, 0.35), (fades, 0.0)):
            strong.setAlphaF(strength)
            tint.setColorAt(min(1.0, (self._x(at) - left) / max(1.0, right - left)), strong)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(left, bar.top(), right - left, bar.height()), tint)
        painter.restore()
        painter.setFont(font(13))
        painter.setPen(tokens(True)["ketamine"])
        metrics = QFontMetrics(font(13))
        width = metrics.horizontalAdvance(self._minutes)
        x = min(max(0.0, (left + self._x(band.longer)) / 2 - width / 2), self.width() - width)
        painter.drawText(QRectF(x, 0, width + 2, metrics.height()), Qt.AlignmentFlag.AlignLeft, self._minutes)

    def _words_below(self, painter: QPainter, top: float, height: int) -> None:
        metrics = QFontMetrics(font(13))
        taken: list[tuple[float, float]] = []
        for at, words in sorted(self._marks, key=lambda one: (one[1] != "", one[0])):
            shown = f"{words} {at:%H:%M}".strip()
            width = metrics.horizontalAdvance(shown)
            x = min(max(0.0, self._x(at) - (0 if words else width)), self.width() - width)
            if any(x < right + px(10) and x + width + px(10) > left for left, right in taken):
                right = max(end for start, end in taken if x < end + px(10) and x + width + px(10) > start)
                x = right + px(12)
                if x + width > self.width() or any(x < end and x + width > start for start, end in taken):
                    continue
            taken.append((x, x + width))
            painter.drawText(QRectF(x, top, width + 2, height), Qt.AlignmentFlag.AlignLeft, shown)

    def _x(self, at: datetime) -> float:
        assert self._start is not None
        assert self._end is not None
        whole = max(60.0, (self._end - self._start).total_seconds())
        return (at - self._start).total_seconds() / whole * self.width()

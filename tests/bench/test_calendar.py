"""A month of the calendar in the window, read and painted, with 200 appointments and with 20, against a bare read and grid."""

import json
from pathlib import Path
from statistics import median

import pytest

from kapdesk.usecases.house import opening
from kapdesk.usecases.house.practice import PracticeFacts
from tests.bench.conftest import measured
from tests.bench.test_start import _run
from tests.conftest import NOW, PASSPHRASE

_ROUNDS = 3
_MONTH = """
import json, sqlite3, sys, time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import median
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
from kapdesk.vault import keys
keys.FLOOR = keys.Cost(8, 1, 1)
from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.ui import theme
from kapdesk.ui.calendar.page import CalendarPage
from kapdesk.usecases import appointments, clients, opening
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.house.secrets import Secret
app = QApplication(["kapdesk"])
theme.apply(app, False, 1.0)
theme.load_more_fonts()
at = datetime(2026, 6, 9, 20, tzinfo=timezone.utc)
vault = opening.open_practice(opening.unlock(Path(sys.argv[1]), Secret.passphrase(sys.argv[3]), at), at)
count = int(sys.argv[2])
people = [clients.create_client(vault, ClientFacts(f"Ada Person {n}"), at) for n in range(20)]
kinds = [AppointmentKind.PREPARATION, AppointmentKind.KETAMINE, AppointmentKind.INTEGRATION, AppointmentKind.CALL]
plain = sqlite3.connect(":memory:")
plain.execute("CREATE TABLE appointment (starts TEXT, minutes INT, name TEXT)")
for month in range(-5, 6):
    for n in range(count):
        start = datetime(2026, 6 + month, 1, 8) + timedelta(days=n * 30 // count, minutes=50 * (n % 11))
        booking = appointments.Booking(kinds[n % 4], When(start, 50, "America/Denver"), people[n % 20])
        appointments.book(vault, booking, at)
        plain.execute("INSERT INTO appointment VALUES (?, 50, ?)", (start.isoformat(), f"Ada Person {n % 20}"))
plain.execute("CREATE INDEX by_start ON appointment (starts)")

class Bare(QWidget):
    rows = ()
    def read(self):
        query = "SELECT * FROM appointment WHERE starts BETWEEN '2026-05-31' AND '2026-07-05' ORDER BY starts"
        self.rows = plain.execute(query).fetchall()
    def paintEvent(self, event):
        painter = QPainter(self)
        for number, row in enumerate(self.rows[:105]):
            painter.drawText(QRect(number % 7 * 140, number // 7 * 45, 130, 18), 0, row[0][11:16] + " " + row[2])
        painter.end()

def once(work):
    start = time.perf_counter()
    work()
    app.processEvents()
    return time.perf_counter() - start

def timed(work):
    work()
    return median(once(work) for _ in range(9))

def shown(widget):
    widget.resize(1060, 780)
    widget.show()
    app.processEvents()
    return widget

bare = shown(Bare())
bare.read()
bare_time = timed(lambda: (bare.read(), bare.repaint()))
bare.hide()
page = shown(CalendarPage(vault, lambda: at))
page.show_view("month")
app.processEvents()
month = timed(lambda: (page.refresh(), page.month.repaint()))
found = sum(row.when.starts.month == 6 for row in page.rows)
page.show_view("week")
app.processEvents()
week = timed(lambda: (page.refresh(), page.grid.repaint()))
print(json.dumps([month, bare_time, week, found]), flush=True)
page.hide()
opening.close_practice(vault, at)
"""


@pytest.fixture
def empty(tmp_path: Path, weak_keys: None) -> Path:
    """A practice without clients."""
    facts = PracticeFacts(name="Generated", therapist="Nobody", fictional=True)
    return opening.create_practice(tmp_path / "generated.kapdesk", PASSPHRASE, facts, NOW).unlocked.folder


def _months(folder: Path, count: int) -> tuple[float, float, float]:
    """Seconds of the month, of the bare one and of the week, with so many appointments a month; the median of some starts."""
    found = []
    for number in range(_ROUNDS):
        copy = folder.with_name(f"{count}-{number}.kapdesk")
        copy.mkdir()
        for file in folder.iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
        found.append(json.loads(_run(_MONTH, str(copy), str(count), PASSPHRASE)))
        assert found[-1][3] == count
    month, bare, week = (median(one[at] for one in found) for at in range(3))
    return month, bare, week


def test_month_of_the_calendar(empty: Path) -> None:
    small, _, small_week = _months(empty, 20)
    large, bare, week = _months(empty, 200)
    measured("month of the calendar, 200 appointments, read and painted", large, bare, "≤ 50 ms; read and text only")
    measured("the same against 20 appointments", large, small, "≤ 2 ×")
    measured("week of the calendar, 200 appointments a month", week, small_week, "≤ 50 ms; ≤ 2 × against 20")

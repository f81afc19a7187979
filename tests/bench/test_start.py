"""Start of the program: to the first paint, against a bare window in a new process of the same kind."""

import json
import os
import subprocess
import sys
from statistics import median

from tests.bench.conftest import Practice, measured
from tests.conftest import PASSPHRASE

_BARE = """
import sys, time
start = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Bare(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print(time.perf_counter() - start, flush=True)
    import os; os._exit(0)
app = QApplication(["bare"])
label = Bare("bare")
label.show()
app.exec()
"""

_UNLOCK = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from kapdesk import app as program, preferences
from kapdesk.ui import loading, theme
from kapdesk.ui.unlock import UnlockWindow
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
state = {"first": 0.0, "last": 0.0, "stall": 0.0}
class Unlock(UnlockWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not state["first"]:
            state["first"] = time.perf_counter() - start
            if len(sys.argv) < 3:
                print(state["first"], flush=True)
                import os; os._exit(0)
            QTimer.singleShot(0, begin)
def begin():
    import threading
    loading.import_the_rest(desk.loaded.emit)
    state["last"] = time.perf_counter()
    timer.start(0)
def look():
    now = time.perf_counter()
    state["stall"] = max(state["stall"], now - state["last"])
    state["last"] = now
    import threading
    if not any(thread.name == "imports" for thread in threading.enumerate()):
        print(state["stall"], flush=True)
        import os; os._exit(0)
program.UnlockWindow = Unlock
app = QApplication(["kapdesk"])
loading.refuse_leaking_qt()
theme.apply(app, False, 1.0)
desk = program.Desk(app, preferences.Preferences())
timer = QTimer()
timer.timeout.connect(look)
desk.show_unlock(Path(sys.argv[1]))
app.exec()
"""

_LIST = """
import json, sqlite3, sys, time
from datetime import datetime, timezone
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem
from kapdesk.vault import keys, identity
keys.FLOOR = keys.Cost(8, 1, 1)
from kapdesk.ui import loading, theme
from kapdesk.ui.window import Window
from kapdesk.ui.tasks import Tasks
from kapdesk.preferences import Preferences
from kapdesk.usecases import opening
from kapdesk.usecases.house.secrets import Secret
app = QApplication(["kapdesk"])
theme.apply(app, False, 1.0)
theme.load_more_fonts()
at = datetime(2026, 6, 9, 20, tzinfo=timezone.utc)
unlocked = opening.unlock(Path(sys.argv[1]), Secret.passphrase(sys.argv[3]), at)
start = time.perf_counter()
plain = sqlite3.connect(sys.argv[2])
rows = plain.execute("SELECT legal_name, status, since FROM client").fetchall()
sessions = plain.execute("SELECT client_id, max(held_on) FROM session GROUP BY client_id").fetchall()
table = QTableWidget(len(rows), 3)
for number, row in enumerate(rows):
    for column, words in enumerate(row):
        table.setItem(number, column, QTableWidgetItem(words))
table.resize(1280, 800); table.show(); app.processEvents(); table.grab()
bare = time.perf_counter() - start
table.hide()
start = time.perf_counter()
vault = opening.open_practice(unlocked, at)
window = Window(vault, lambda: at, Tasks(), Preferences())
window.show(); app.processEvents(); window.grab()
ours = time.perf_counter() - start
print(json.dumps([ours, bare]), flush=True)
window.close_down(); window.hide()
opening.close_practice(vault, at)
"""


def _run(code: str, *arguments: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_unlock_window(practice: Practice) -> None:
    if practice.clients > 200:
        return
    folder = str(practice.folder)
    pairs = [(float(_run(_UNLOCK, folder)), float(_run(_BARE))) for _ in range(7)]
    measured(
        "unlock window, first paint, new process", median(a for a, _ in pairs), median(b for _, b in pairs), "≤ 1.15 ×"
    )
    stalls = [float(_run(_UNLOCK, folder, "rest")) for _ in range(5)]
    measured("longest stall while the rest is imported", median(stalls), None, "≤ 30 ms")


def test_key_to_painted_list(practice: Practice) -> None:
    found = [json.loads(_run(_LIST, str(practice.folder), str(practice.plain), PASSPHRASE)) for _ in range(3)]
    ours, bare = median(a for a, _ in found), median(b for _, b in found)
    measured(f"right key to painted list of {practice.clients:,} clients", ours, bare, "≤ 1.6 × plain (150 ms)")

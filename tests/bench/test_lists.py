"""The list of clients in the window: read and painted, and a key pressed until it is painted, against a bare table."""

import json
from statistics import median

from tests.bench.conftest import Practice, measured
from tests.bench.test_start import _run
from tests.conftest import PASSPHRASE

_LIST = """
import json, sqlite3, sys, time
from datetime import datetime, timezone
from pathlib import Path
from statistics import median
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from kapdesk.vault import keys
keys.FLOOR = keys.Cost(8, 1, 1)
from kapdesk.ui import theme
from kapdesk.ui.clients.page import ClientsPage
from kapdesk.usecases import opening
from kapdesk.usecases.house.secrets import Secret
app = QApplication(["kapdesk"])
theme.apply(app, False, 1.0)
theme.load_more_fonts()
at = datetime(2026, 6, 9, 20, tzinfo=timezone.utc)
vault = opening.open_practice(opening.unlock(Path(sys.argv[1]), Secret.passphrase(sys.argv[3]), at), at)
plain = sqlite3.connect(sys.argv[2])
COLUMNS = "legal_name, status, since"

class Bare(QAbstractTableModel):
    def __init__(self):
        super().__init__()
        self.read("")
    def read(self, words):
        self.beginResetModel()
        self.rows = plain.execute(f"SELECT {COLUMNS} FROM client WHERE legal_name LIKE ?", (f"%{words}%",)).fetchall()
        self.endResetModel()
    def rowCount(self, parent=None):
        return len(self.rows)
    def columnCount(self, parent=None):
        return 3
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

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

model = Bare()
table = QTableView()
table.setModel(model)
shown(table)
bare = timed(lambda: (model.read(""), table.viewport().repaint()))
words = iter("ab" * 50)
bare_key = timed(lambda: (model.read(next(words)), table.viewport().repaint()))
table.hide()
page = shown(ClientsPage(vault, lambda: at))
page.refresh()
ours = timed(lambda: (page.refresh(), page.table.viewport().repaint()))
page.search_clients()
ours_key = timed(lambda: (QTest.keyClick(page.search, Qt.Key.Key_P), page.search.clear()))
print(json.dumps([ours, bare, ours_key / 2, bare_key]), flush=True)
page.hide()
opening.close_practice(vault, at)
"""


def test_list_of_clients(practice: Practice) -> None:
    found = [json.loads(_run(_LIST, str(practice.folder), str(practice.plain), PASSPHRASE)) for _ in range(3)]
    ours, bare, ours_key, bare_key = (median(one[at] for one in found) for at in range(4))
    measured(
        f"list of {practice.clients:,} clients, read and painted", ours, bare, "≤ 100 ms; a bare table of 3 columns"
    )
    measured(
        f"key in the search box to painted, {practice.clients:,} clients", ours_key, bare_key, "≤ 16 ms; same table"
    )

"""The papers page: the library at the left, the chosen paper at the right, as it will be printed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from kapdesk.ui.flow import Columns, page_margins, roomy
from kapdesk.ui.look import button, card, column, label
from kapdesk.ui.papers.choose_client import ChooseClientDialog
from kapdesk.ui.papers.pane import PaperPane
from kapdesk.ui.theme import px
from kapdesk.usecases import clients, papers
from kapdesk.usecases.papers import PaperRow
from kapdesk.vault.database import Vault


class PapersPage(QWidget):
    """The library; `open_paper` shows one, for a client when it is to be handed over."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        self._rows: list[PaperRow] = []
        self._client_id: int | None = None
        whole = QWidget()
        column(self).addWidget(roomy(whole))
        layout = column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(label("Papers", "title"))
        self._for_client = self._client_bar()
        layout.addWidget(self._for_client)
        self.pane = PaperPane(vault, clock)
        self.pane.said.connect(self.said)
        self.pane.changed.connect(self.changed)
        self.pane.client_wanted.connect(self.hand_to_client)
        both = Columns(least=560)
        both.add(self._library(), 1)
        right, inside = card()
        inside.addWidget(self.pane, 1)
        both.add(right, 3)
        layout.addWidget(both, 1)

    def refresh(self) -> None:
        """Read the library, and make the paper in sight anew."""
        self._rows = papers.list_papers()
        if self.list.count() != len(self._rows):
            self._fill()
        self._show_client()
        self._show_chosen()

    def open_paper(self, name: str, client_id: int | None = None) -> None:
        """Show a paper; for a client, printing or saving enters it in her chart."""
        self._client_id = client_id
        self._rows = papers.list_papers()
        self._fill(name)
        self._show_client()
        self._show_chosen()

    def hand_to_client(self) -> None:
        """Ask to whom the paper in sight is handed."""
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = ChooseClientDialog(self._vault, self._clock, f"Hand “{chosen.title}” to", self)
        dialog.exec()
        if dialog.client_id is not None:
            self.open_paper(chosen.name, dialog.client_id)
        dialog.deleteLater()

    def close_down(self) -> None:
        """The next time the page is for nobody in particular."""
        self._client_id = None
        self._show_client()
        self.pane.preview.clear()

    def _library(self) -> QWidget:
        frame, layout = card("Library")
        self.list = QListWidget()
        self.list.setObjectName("papers")
        self.list.setAccessibleName("Papers")
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        layout.addWidget(self.list)
        self._about = label("", "muted", "paper_purpose")
        self._version = label("", "small", "paper_version")
        layout.addWidget(self._about)
        layout.addWidget(self._version)
        layout.addStretch(1)
        frame.setMinimumWidth(px(236))
        return frame

    def _client_bar(self) -> QWidget:
        self._whose = label("", "strong", "handed_to")
        self._whose.setWordWrap(True)
        nobody = button("For nobody in particular", "for_nobody", "quiet")
        nobody.clicked.connect(lambda: self.open_paper(self._chosen_name()))
        bar = Columns(least=560, gap=6)
        bar.add(self._whose, 1)
        bar.add(nobody)
        return bar

    def _fill(self, name: str = "") -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._rows:
            item = QListWidgetItem(one.title)
            item.setToolTip(one.purpose)
            item.setSizeHint(QSize(px(120), px(52)))
            self.list.addItem(item)
        names = [one.name for one in self._rows]
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        self.list.setFixedHeight(min(px(320), len(names) * px(52) + px(8)))
        self.list.blockSignals(False)

    def _chosen(self) -> PaperRow | None:
        number = self.list.currentRow()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def _chosen_name(self) -> str:
        chosen = self._chosen()
        return chosen.name if chosen else ""

    def _show_client(self) -> None:
        self._for_client.setVisible(self._client_id is not None)
        if self._client_id is not None:
            name = clients.get_client(self._vault, self._client_id).name
            self._whose.setText(f"For {name}: printing or saving it enters it in the chart.")

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        self._about.setText(chosen.purpose)
        self._version.setText(f"Version {chosen.version}")
        self.pane.show_paper(chosen.name, self._client_id)

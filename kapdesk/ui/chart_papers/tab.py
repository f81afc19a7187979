"""The chart's papers: what the client was handed, and the way to hand over another one."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.ui import look
from kapdesk.ui.days import moment
from kapdesk.ui.notes.between import ask_page
from kapdesk.usecases import papers
from kapdesk.usecases.between_sessions import TITLE
from kapdesk.vault.database import Vault

_BETWEEN = "One page of this client’s own: intention, what came, the steps with their days, room to write or draw."
_HOW = {"printed": "printed", "saved": "saved as PDF"}


class PapersTab(QWidget):
    """Lists papers; `paper_wanted` asks for the preview of one for this client, `said` when one was handed over here."""

    said = Signal(str, object)
    changed = Signal()
    paper_wanted = Signal(str)
    sign_wanted = Signal(int, str)
    go_on_wanted = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        inner = QWidget()
        layout = look.column(inner, gap=16)
        given, self._given = look.card("Handed over")
        library, self._library = look.card("Hand over a paper")
        layout.addWidget(given)
        layout.addWidget(library)
        layout.addStretch(1)
        outer = look.column(self)
        outer.addWidget(look.scroll(inner))

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self._client_id = client_id

    def refresh(self) -> None:
        """Read again."""
        look.clear(self._given)
        self._given.addWidget(look.label("Handed over", "heading"))
        rows = papers.papers_of_client(self._vault, self._client_id)
        for one in rows:
            self._given.addWidget(look.rule())
            words = f"version {one.version} · {_HOW[one.how]} {moment(one.given_at)} · SHA-256 {one.sha256[:12]}…"
            self._given.addWidget(look.label(one.title, "strong"))
            self._given.addWidget(look.label(words, "small"))
        if not rows:
            self._given.addWidget(
                look.label("Nothing yet. What you print or save for this client is entered here.", "muted")
            )
        look.clear(self._library)
        self._library.addWidget(look.label("Hand over a paper", "heading"))
        self._library.addWidget(look.rule())
        between = look.button("Words…", "between_sessions")
        between.setAccessibleName(f"{TITLE}: look at the words")
        between.clicked.connect(self._between_sessions)
        line = QWidget()
        line.setLayout(look.row(look.label(TITLE, "strong"), None, between))
        self._library.addWidget(line)
        self._library.addWidget(look.label(_BETWEEN, "small"))
        for paper in papers.list_papers(self._vault):
            self._library.addWidget(look.rule())
            show = look.button("Preview…", f"preview_{paper.name}")
            show.setAccessibleName(f"Preview {paper.title}")
            show.clicked.connect(lambda _=False, name=paper.name: self.paper_wanted.emit(name))
            line = QWidget()
            line.setLayout(look.row(look.label(paper.title, "strong"), None, show))
            self._library.addWidget(line)
            self._library.addWidget(look.label(paper.purpose, "small"))

    def _between_sessions(self) -> None:
        if ask_page(self._vault, self._clock, self._client_id, None, self.said.emit, self):
            self.refresh()

"""The intake pack: choose its papers, and print them one after the other or save them in a folder."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from kapdesk import paths
from kapdesk.domain import languages
from kapdesk.errors import KapdeskError, NameTaken
from kapdesk.ui import ask, printer
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.language import language_of
from kapdesk.ui.look import button, choice, clear, column, error_line, label, row, scroll, show_error
from kapdesk.ui.papers.choose_client import ChooseClientDialog
from kapdesk.ui.papers.kinds import SIZES
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.house import practice
from kapdesk.usecases.paper import paper_pack, papers
from kapdesk.usecases.paper.paper_pack import PackLine
from kapdesk.usecases.paper.papers import How, PrintedPaper
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

_TITLE = "Intake pack"
_HOW = "What the chart knows is filled in; everything else has a line to write on. Each paper begins on a sheet of its own."


class PackDialog(QDialog):
    """The pack of a client, or for nobody in particular; `done_words` say what was printed or saved."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int | None = None,
        language: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pack_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self.client_id = vault, clock, client_id
        self.done_words = ""
        self.boxes: dict[str, QCheckBox] = {}
        self._tasks = Tasks(self)  # of its own: a backup that runs must not hold it up
        self._said = label("", "small", "pack_progress")
        self._tasks.progressed.connect(lambda words, _fraction: self._said.setText(f"{words} …"))
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label(_TITLE, "heading"))
        self._whose = label("", "strong", "pack_for")
        self._whose.setWordWrap(True)
        layout.addWidget(self._whose)
        layout.addWidget(label(_HOW, "muted"))
        layout.addWidget(self._build_choices(language))
        inside = QWidget()
        self._lines = column(inside, gap=6)
        layout.addWidget(scroll(inside), 1)
        layout.addWidget(self._said)
        self.error = error_line("pack_error")
        layout.addWidget(self.error)
        layout.addWidget(self._build_acts())
        fit(self, 620, 720)
        self.show_lines()

    def show_lines(self) -> None:
        """Read how the papers stand; those that are missing are chosen."""
        clear(self._lines)
        self.boxes = {}
        whose = clients.get_client(self._vault, self.client_id).name if self.client_id is not None else ""
        self._whose.setText(f"For {whose}" if whose else "For nobody in particular: every paper with lines")
        today = self._clock().date()
        for one in paper_pack.lines_of_pack(self._vault, self.client_id, self.language.currentData(), today):
            self._lines.addWidget(self._line(one))
        self._lines.addStretch(1)

    def choose_client(self) -> None:
        """Ask whose pack it is."""
        dialog = ChooseClientDialog(self._vault, self._clock, "The intake pack for", self)
        dialog.exec()
        if dialog.client_id is not None:
            self.client_id = dialog.client_id
            self.language.setCurrentIndex(self.language.findData(language_of(self._vault, dialog.client_id)))
            self.show_lines()
        dialog.deleteLater()

    def print_now(self) -> None:
        """Lay the papers out beside the window, then ask the system's print dialog."""
        self._make(self._print)

    def save(self) -> None:
        """Lay the papers out, then write them to a folder, one file each."""
        folder = ask.folder(self, "A folder for the intake pack", paths.documents())
        if folder is not None:
            self._make(partial(self._write, folder))

    def done(self, result: int) -> None:
        """Stop what is being laid out."""
        self._tasks.close_down()
        super().done(result)

    def _make(self, then: Callable[[list[PrintedPaper]], None]) -> None:
        if self._tasks.busy:
            return
        show_error(self.error, "")
        names = [name for name, box in self.boxes.items() if box.isChecked()]
        page = practice.get_practice(self._vault).page
        language, size = self.language.currentData(), self.type_size.currentData()
        try:
            make = paper_pack.pack_maker(self._vault, names, self.client_id, language, page, size, self._clock().date())
        except KapdeskError as error:
            show_error(self.error, str(error))
            return
        self._enable(False)
        self._tasks.run(_TITLE, make, partial(self._hand_out, then), self._failed)

    def _hand_out(self, then: Callable[[list[PrintedPaper]], None], made: list[PrintedPaper]) -> None:
        self._enable(True)
        try:
            then(made)
        except KapdeskError as error:
            show_error(self.error, str(error))

    def _failed(self, error: KapdeskError) -> None:
        self._enable(True)
        show_error(self.error, str(error))

    def _print(self, made: list[PrintedPaper]) -> None:
        if printer.print_papers(self, [one.pdf for one in made], _TITLE):
            self._enter(made, "printed", f"{_counted(made)} printed")

    def _write(self, folder: Path, made: list[PrintedPaper]) -> None:
        files = [folder / name for name in paper_pack.file_names(made)]
        there = [one.name for one in files if paths.is_there(one)]
        if there:
            raise NameTaken(f"There is a file {there[0]} in this folder already. Choose an empty folder.")
        for path, one in zip(files, made, strict=True):
            printer.save_pdf(path, one.pdf)
        self._enter(made, "saved", f"{_counted(made)} saved in {folder.name}. The files are not encrypted there")

    def _enter(self, made: list[PrintedPaper], how: How, words: str) -> None:
        paper_pack.enter_pack(self._vault, made, self.client_id, how, self._clock())
        self.done_words = f"{words}." if self.client_id is None else f"{words}; entered in the chart."
        self.accept()

    def _enable(self, ready: bool) -> None:
        for one in (self._print_button, self._save_button, *self.boxes.values()):
            one.setEnabled(ready)
        if ready:
            self._said.setText("")

    def _line(self, one: PackLine) -> QWidget:
        box = QCheckBox(one.title)
        box.setObjectName(f"pack_{one.name}")
        box.setAccessibleName(f"{one.title}, {one.state}" if one.state else one.title)
        box.setChecked(one.wanted)
        self.boxes[one.name] = box
        line = QWidget()
        layout = column(line, gap=0)
        layout.addWidget(box)
        if one.state:
            state = label(one.state, "small")
            state.setIndent(px(28))
            layout.addWidget(state)
        return line

    def _build_choices(self, language: str) -> Flow:
        self.language = choice("pack_language", "Language of the papers")
        for code in papers.languages():
            self.language.addItem(languages.PAPERS[code], code)
        first = language or (language_of(self._vault, self.client_id) if self.client_id is not None else "en")
        self.language.setCurrentIndex(max(0, self.language.findData(first)))
        self.language.activated.connect(self.show_lines)
        self.type_size = choice("pack_type_size", "Size of the type")
        for words, value in SIZES:
            self.type_size.addItem(words, value)
        whom = button("For a client…" if self.client_id is None else "For another client…", "pack_choose_client")
        whom.clicked.connect(self.choose_client)
        choices = Flow(gap=8)
        choices.set_widgets([self.language, self.type_size, whom])
        return choices

    def _build_acts(self) -> QWidget:
        close = button("Cancel", "cancel_pack")
        close.clicked.connect(self.reject)
        self._save_button = button("Save as PDFs…", "save_pack")
        self._save_button.clicked.connect(self.save)
        self._print_button = button("Print…", "print_pack", "primary", "Ctrl+P")
        self._print_button.clicked.connect(self.print_now)
        acts = QWidget()
        acts.setLayout(row(None, close, self._save_button, self._print_button))
        return acts


def _counted(made: list[PrintedPaper]) -> str:
    return f"{_TITLE}: {len(made)} paper{'' if len(made) == 1 else 's'}"

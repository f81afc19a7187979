"""How to check a download: the command of each system, and the same done here."""

from PySide6.QtWidgets import QGridLayout, QWidget

from kapdesk import paths
from kapdesk.errors import BadInput, Cancelled, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.progress import Progress
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.house import downloads
from kapdesk.usecases.house.downloads import Compared

_INSTALLERS = "Installers (*.exe *.dmg *.deb *.rpm *.xz *.pkg *.zip);;All files (*)"


class DownloadCard(QWidget):
    """Computes the sum of an installer file in the worker, and says whether it is the published one."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        frame, layout = look.card("How to check a download")
        layout.addWidget(
            look.label(
                "Before you install a newer kapdesk, make sure that the file is the one that was published. Each file has a sum, "
                "its SHA-256: 64 signs that change when anything in the file does. It stands in the file SHA256SUMS beside the "
                "installers. Take the published sum from another place than the file, if you can: then who changes one does not "
                "change the other."
            )
        )
        layout.addWidget(
            look.label("Choose the installer file here. When SHA256SUMS lies in the same folder, it is used.", "muted")
        )
        self.sum = look.line("published_sum", "The published sum", "64 signs, when you have them from elsewhere")
        layout.addWidget(look.field("The published sum (may be left empty)", self.sum))
        self.button = look.button("Check a file…", "check_download")
        self.button.clicked.connect(self.check)
        layout.addLayout(look.row(self.button, None))
        self.progress = Progress(tasks, "download")
        layout.addWidget(self.progress)
        self.result = look.label("", "body", "download_result")
        self.found = look.label("", "small", "download_sum")
        for one in (self.result, self.found):
            one.hide()
            layout.addWidget(one)
        layout.addWidget(look.label("The same without kapdesk, in a terminal; FILE is the name of the file:", "muted"))
        layout.addWidget(_commands())
        look.column(self).addWidget(frame)

    def check(self) -> None:
        """Choose a file and compute its sum."""
        look.mark_wrong(self.sum, False)
        pasted = self.sum.text()
        try:
            downloads.typed_sum(pasted)
        except BadInput as error:
            look.mark_wrong(self.sum, True)
            self.sum.setFocus()
            self._failed(error)
            return
        folder = paths.documents().parent / "Downloads"
        file = ask.open_file(
            self, "Choose the installer file", folder if paths.is_folder(folder) else paths.documents(), _INSTALLERS
        )
        if file is None:
            return
        self._tell("", "")
        self.button.setEnabled(False)
        self.progress.run(
            "Reading the file",
            lambda progress: downloads.check_download(file, pasted, progress),
            self.show_compared,
            self._failed,
        )

    def show_compared(self, compared: Compared) -> None:
        """Say what came of it, with both sums in groups that an eye can compare."""
        self.button.setEnabled(True)
        look.set_role(self.result, "strong" if compared.equal else "body" if compared.equal is None else "bad")
        self._tell(compared.words, _in_eights(compared))

    def _failed(self, error: KapdeskError) -> None:
        self.button.setEnabled(True)
        look.set_role(self.result, "muted" if isinstance(error, Cancelled) else "bad")
        self._tell(str(error), "")

    def _tell(self, words: str, found: str) -> None:
        self.result.setWordWrap(True)
        look.show_error(self.result, words)
        look.show_error(self.found, found)


def _in_eights(compared: Compared) -> str:
    told = [("Found", compared.sha256)] + ([("Published", compared.wanted)] if compared.wanted else [])
    return "\n".join(f"{words}: {' '.join(one[at : at + 8] for at in range(0, 64, 8))}" for words, one in told)


def _commands() -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(14))
    grid.setVerticalSpacing(px(4))
    for number, (system, command) in enumerate(downloads.COMMANDS):
        grid.addWidget(look.label(system, "small"), number, 0)
        field = look.line(f"sum_on_{system.lower()}", f"Command on {system}")
        field.setText(command)
        field.setReadOnly(True)
        grid.addWidget(field, number, 1)
    grid.setColumnStretch(1, 1)
    return box

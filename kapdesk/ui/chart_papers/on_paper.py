"""A paper that was signed on paper: which, when, by whom, what is lacking on it, its scans or where it lies."""

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kapdesk.domain import languages
from kapdesk.domain.paper_states import SEVERAL
from kapdesk.domain.signatures import Role
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.chart_papers.scan_list import ScanList
from kapdesk.ui.choices import Choices
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import moment
from kapdesk.ui.flow import Columns, fit
from kapdesk.ui.signing.signer import Whose
from kapdesk.ui.theme import px
from kapdesk.ui.time_field import TimeField
from kapdesk.usecases.paper import papers, papers_on_paper
from kapdesk.usecases.paper.client_papers import SIGNED_KINDS
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients, form_drafts
from kapdesk.vault.database import Vault

_PAUSE_MS = 400
"""A pause in typing after which it is kept."""


class OnPaperDialog(QDialog):
    """Asks for all of it; what cannot be kept is said at its field, and nothing that was typed is lost. `done_words` after it."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], client_id: int, name: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("on_paper_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.done_words = ""
        client = clients.get_client(vault, client_id)
        self._offered, self._spoken = client.legal_name, client.language
        self._make(name)
        inside = QWidget()
        layout = look.column(inside, gap=14)
        layout.setContentsMargins(0, 0, px(12), 0)
        for card in (self._which_card(), self._scan_card(), self._signed_card()):
            layout.addWidget(card)
        layout.addStretch(1)
        outer = look.column(self, gap=12, margin=20)
        outer.addWidget(look.label("Signed on paper", "heading"))
        self._again = look.label("", "muted", "here_again")
        self._again.hide()
        outer.addWidget(self._again)
        self._area = look.scroll(inside)
        outer.addWidget(self._area, 1)
        self.error = look.error_line("on_paper_error")
        outer.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        self.keep_button = look.button("File it", "file_on_paper", "primary", "Ctrl+Return")
        self.keep_button.clicked.connect(self.file)
        outer.addLayout(look.row(None, cancel, self.keep_button))
        self.paper.currentIndexChanged.connect(self._show_paper)
        self.language.currentIndexChanged.connect(self._show_paper)
        self.whose.chosen.connect(self._show_whose)
        self._show_paper()
        self._bring_back()
        fit(self, 760, 860)

    def _make(self, name: str) -> None:
        self.paper = look.choice("which_paper", "Which paper")
        for row in papers.list_papers(self._vault):
            if row.kind in (*SIGNED_KINDS, "intake"):
                self.paper.addItem(row.title, row.name)
        self.paper.setCurrentIndex(max(0, self.paper.findData(name)))
        self.language = look.choice("paper_language", "Language of the paper")
        for code, words in languages.PAPERS.items():
            self.language.addItem(words, code)
        self.language.setCurrentIndex(max(0, self.language.findData(languages.of_papers(self._spoken))))
        self.about = look.line("about", "About whom")
        self.version = look.line("version", "Version in its foot")
        self.signed_on = DateField("signed_on", "Day on which it was signed")
        self.at = TimeField("at", "Time, where it is known")
        self.until = DateField("until", "Holds until")
        self.whose = Choices("on_paper_whose", "Who signed on the client’s line", Whose)
        self.names = {
            role: look.line(f"signed_{role.value}", f"{role.words}: name")
            for role in (Role.CLIENT, Role.ADULT, Role.THERAPIST)
        }
        self.relation = look.line("relation", "Relation to the client, and by what authority")
        self.lacking = look.line("lacking", "What is not initialled, ticked or acknowledged on it")
        self.kept_where = look.line("kept_where", "Where the paper lies")
        self.reason = look.line("reason", "Why it was signed all the same")
        self.scans = ScanList("on_paper_scans")

    def _which_card(self) -> QWidget:
        frame, layout = look.card("The paper")
        first = Columns(least=480, gap=14)
        first.add(look.field("Which paper", self.paper), 3)
        first.add(look.field("Language", self.language), 1)
        layout.addWidget(first)
        self._about = look.field("About whom", self.about, "With whom it is shared, or who takes the client home.")
        layout.addWidget(self._about)
        second = Columns(least=480, gap=14)
        self._version = look.label("", "small", "version_now")
        versions = QWidget()
        column = look.column(versions, gap=4)
        column.addWidget(look.field("Version in its foot", self.version))
        column.addWidget(self._version)
        second.add(versions, 1)
        second.add(look.field("Holds until", self.until, "Empty when it holds until it is changed or taken back."), 1)
        layout.addWidget(second)
        return frame

    def _signed_card(self) -> QWidget:
        frame, layout = look.card("Signed")
        first = Columns(least=480, gap=14)
        first.add(look.field("Day", self.signed_on), 1)
        first.add(look.field("Time, where it is known", self.at), 1)
        layout.addWidget(first)
        layout.addWidget(self.whose)
        self._fields = {role: look.field(f"{role.words}: name", edit) for role, edit in self.names.items()}
        self._relation = look.field("Relation to the client, and by what authority", self.relation)
        self._reason = look.field("Why it was signed all the same", self.reason, "Kept with the paper.")
        self._reason.hide()
        for one in (self._fields[Role.CLIENT], self._relation, self._fields[Role.ADULT], self._fields[Role.THERAPIST]):
            layout.addWidget(one)
        layout.addWidget(self._reason)
        words = "Empty when nothing is missing. While something is, the paper counts as not complete."
        layout.addWidget(look.field("What is not initialled, ticked or acknowledged on it", self.lacking, words))
        return frame

    def _scan_card(self) -> QWidget:
        box = QWidget()
        layout = look.column(box, gap=8)
        layout.addWidget(self.scans)
        layout.addWidget(look.field("Or where the paper lies, when there is no scan", self.kept_where))
        return box

    def _bring_back(self) -> None:
        """What was typed for this paper and is not filed is here again, after a lock too; from here on it is kept."""
        kept = form_drafts.get_form(self._vault, self._client_id, "on_paper")
        if kept is not None and kept.typed.get("which_paper") == self.paper.currentData():
            for name, edit in self._edits().items():
                edit.setText(kept.typed.get(name, edit.text()))
            self._again.setText(f"What you typed {moment(kept.changed_at, self._clock())} is here again.")
            self._again.show()
        self._keeping = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._keeping.timeout.connect(self.keep_typed)
        for edit in self._edits().values():
            edit.textEdited.connect(self._keeping.start)

    def keep_typed(self) -> None:
        """Keep what is typed in the practice file."""
        typed = {name: edit.text() for name, edit in self._edits().items()}
        typed["which_paper"] = self.paper.currentData()
        form_drafts.keep_form(self._vault, self._client_id, "on_paper", typed, self._clock())

    def _forget_typed(self) -> None:
        self._keeping.stop()
        form_drafts.keep_form(self._vault, self._client_id, "on_paper", None, self._clock())

    def _edits(self) -> dict[str, QLineEdit]:
        """The fields in which one types, by name."""
        edits = (
            self.about, self.version, self.signed_on, self.at, self.until, *self.names.values(), self.relation,
            self.lacking, self.kept_where, self.reason,
        )  # fmt: skip
        return {one.objectName(): one for one in edits}

    def file(self) -> None:
        """File it, or say at its field what is missing."""
        self._show_problem(None)
        try:
            told = self._told()
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # 25 MB take half a second
            try:
                papers_on_paper.file_from_paper(self._vault, self._client_id, told, self.scans.files, self._clock())
            finally:
                QGuiApplication.restoreOverrideCursor()
        except KapdeskError as problem:
            self._show_problem(problem)
            return
        self._forget_typed()
        self.done_words = f"“{self.paper.currentText()}” is on file"
        self.accept()

    def done(self, result: int) -> None:
        """Let go of the files."""
        super().done(result)
        self.scans.close_down()

    def reject(self) -> None:
        """Close; what was typed is not thrown away without a question."""
        fields = (self.about, self.version, self.signed_on, self.lacking, self.kept_where, self.relation)
        entered = any(one.text().strip() for one in fields) or bool(self.scans.files)
        if not entered or ask.confirm(self, "Close without filing what you entered?", "Close without filing"):
            self._forget_typed()
            super().reject()

    def _told(self) -> OnPaper:
        if self.scans.busy:
            raise BadInput("A file is still being read. Wait a moment, then file it.", "scan")
        if not self.version.text().strip():
            raise BadInput("Type the version that stands in the paper’s foot, or “not known”.", "version")
        name = self.paper.currentData()
        if name in SEVERAL and not self.about.text().strip():
            raise BadInput("Say about whom it is: the client may have several of these.", "about")
        minute = self.at.minute()
        signers = []
        for role in self._roles:
            named = self.names[role].text()
            if role is Role.CLIENT and self.whose.value() is Whose.REPRESENTATIVE:
                signers.append((Role.REPRESENTATIVE, named, self.relation.text()))
            elif named.strip():
                signers.append((role, named, ""))
        return OnPaper(
            name=name,
            signed_on=_day(self.signed_on),
            signers=tuple(signers),
            version=self.version.text(),
            language=self.language.currentData(),
            at=None if minute is None else time(minute // 60, minute % 60),
            about=self.about.text(),
            until=self.until.day(),
            lacking=self.lacking.text(),
            kept_where=self.kept_where.text(),
            reason=self.reason.text(),
        )

    def _show_paper(self) -> None:
        """Ask for what this paper bears."""
        try:
            found = papers_on_paper.expected(self._vault, self.paper.currentData(), self.language.currentData())
        except KapdeskError as problem:
            self._roles: tuple[Role, ...] = ()
            look.show_error(self.error, str(problem))
            return
        look.show_error(self.error, "")
        self._roles = found.signers
        self._version.setText(f"Today it is version {found.version}.")
        self._about.setVisible(self.paper.currentData() in SEVERAL)
        self.whose.setVisible(Role.CLIENT in self._roles)
        for role, box in self._fields.items():
            box.setVisible(role in self._roles)
        self._show_whose()

    def _show_whose(self) -> None:
        other = self.whose.value() is Whose.REPRESENTATIVE
        self._relation.setVisible(other and Role.CLIENT in self._roles)
        edit = self.names[Role.CLIENT]
        if other and edit.text() == self._offered:
            edit.clear()
        elif not other and not edit.text().strip():
            edit.setText(self._offered)

    def _show_problem(self, problem: KapdeskError | None) -> None:
        wrong = problem.field if isinstance(problem, BadInput) else ""
        edits: dict[str, QLineEdit] = {
            one.objectName(): one
            for one in (self.about, self.version, self.signed_on, self.at, self.until, self.relation, self.reason)
        }
        if wrong == "name":
            edits["name"] = next(
                (self.names[one] for one in self._roles if not self.names[one].text().strip()), self.about
            )
        if wrong == "consent":
            edits["consent"] = self.signed_on
        if wrong == "scan":
            edits["scan"] = self.kept_where
        self._reason.setVisible(self._reason.isVisibleTo(self) or wrong == "reason")
        for edit in (*edits.values(), *self.names.values(), self.kept_where):
            look.mark_wrong(edit, False)
        look.show_error(self.error, str(problem) if problem else "")
        if wrong in edits:
            look.mark_wrong(edits[wrong], True)
            edits[wrong].setFocus()
            self._area.ensureWidgetVisible(edits[wrong])


def _day(edit: DateField) -> date:
    day = edit.day()
    if day is None:
        raise BadInput("Type the day on which it was signed.", edit.objectName())
    return day

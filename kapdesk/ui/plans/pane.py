"""One of a client's plans: read with its versions, written, printed, entered as signed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kapdesk import paths
from kapdesk.domain.authorizations import Content
from kapdesk.domain.disclosures import ForWhom, GoingOut
from kapdesk.domain.plans import Goal, Person, PlanKind
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.days import moment, shown
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.language import language_choice
from kapdesk.ui.plans.reading import reading
from kapdesk.ui.plans.signed_on_paper import SignedOnPaperDialog
from kapdesk.ui.plans.treatment_form import TreatmentForm
from kapdesk.ui.plans.writer import PlanWriter
from kapdesk.ui.theme import px
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import papers
from kapdesk.usecases.paper.papers import How, PrintedPaper
from kapdesk.usecases.writing import plans
from kapdesk.usecases.writing.plans import PlanVersion
from kapdesk.vault.database import Vault

_FIRST = {
    PlanKind.TREATMENT: "What brings the client, what is to change, in which steps, and how you will both see it. "
    "Printed, it is signed on paper; notes can refer to its goals.",
    PlanKind.SAFETY: "For hard hours: first signs, what helps, whom to call, a safer place. Write it together while "
    "it is calm, and print it on one page.",
}


class PlanPane(QWidget):
    """Shows a plan; `changed` when a version, a signature or a printing was entered, `left` when there is nothing left to do."""

    said = Signal(str, object)
    changed = Signal()
    left = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], kind: PlanKind) -> None:
        super().__init__()
        self._vault, self._clock, self.kind = vault, clock, kind
        self._client_id, self._language = 0, ""
        self._versions: list[PlanVersion] = []
        self.shown: PlanVersion | None = None
        self.writer: PlanWriter | None = None
        self._places = QStackedWidget()
        self._notice = look.label("", "warning", f"{kind.value}_notice")
        self._error = look.error_line(f"{kind.value}_error")
        look.column(self).addWidget(self._places)
        self.setMinimumHeight(px(240))

    def show_client(self, client_id: int) -> None:
        """Show another client's plan; the newest version."""
        self._client_id, self._language = client_id, ""
        self.shown = self.writer = None

    def refresh(self) -> None:
        """Read again; what is being written stays."""
        if self.writer is not None:
            return
        try:
            self._versions = plans.versions(self._vault, self._client_id, self.kind)
        except KapdeskError as error:
            self._versions, self.shown = [], None
            self._show(look.empty("This plan cannot be shown", str(error)))
            return
        known = {one.id: one for one in self._versions}
        newest = self._versions[0] if self._versions else None
        self.shown = known.get(self.shown.id, newest) if self.shown else newest
        self._show(self._nothing_yet() if self.shown is None else self._reading(self.shown))

    def edit(self) -> None:
        """Write the next version; a draft that was begun is taken up."""
        try:
            self.writer = PlanWriter(self._vault, self._clock, self._client_id, self.kind)
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.writer.said.connect(self.said)
        self.writer.saved.connect(self._after_saving)
        self.writer.left.connect(self._after_leaving)
        if isinstance(self.writer.form, TreatmentForm):
            self.writer.form.goal_removed.connect(self._offer_goal_back)
        self._show(self.writer)
        self.writer.form.start()

    def close_down(self) -> bool:
        """Keep what is being written as a draft and let go of it; False when that failed, and then it stays open."""
        if self.writer is None:
            return True
        if not self.writer.keep():
            return False
        self.writer = None
        self.refresh()
        return True

    def print_now(self) -> None:
        """Ask the system's print dialog, and print the version in sight."""
        going = self._for_whom()
        made = self._made(going.part2) if going is not None else None
        if made is None or going is None or self.shown is None:
            return
        try:
            if printer.print_pdf(self, made.pdf, made.title):
                self._enter(made, going, "printed", f"{made.title} printed")
        except KapdeskError as error:
            look.show_error(self._error, str(error))

    def save_pdf(self) -> None:
        """Save the version in sight as PDF, under a name that says nothing of a client."""
        going = self._for_whom()
        made = self._made(going.part2) if going is not None else None
        if made is None or going is None:
            return
        path = ask.save_file(self, f"Save {made.title}", paths.documents() / f"{made.name}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        try:
            printer.save_pdf(path, made.pdf)
            self._enter(made, going, "saved", f"{made.title} saved as {path.name}")
        except KapdeskError as error:
            look.show_error(self._error, str(error))

    def enter_signatures(self) -> None:
        """Enter who signed the printed version in sight, and on which day."""
        if self.shown is None:
            return
        dialog = SignedOnPaperDialog(self._vault, self._clock, self.shown, self)
        entered = dialog.exec()
        dialog.deleteLater()
        if entered:
            self.refresh()
            self.said.emit(f"{self.kind.words} entered as signed on paper", None)
            self.changed.emit()

    def _for_whom(self) -> GoingOut | None:
        contents = (Content.SUMMARY,) if self.kind is PlanKind.TREATMENT else (Content.SAFETY,)
        return self.for_whom.ask(self._vault, self._clock, Handing(self._client_id, self.kind.words, contents))

    def _made(self, part2: bool) -> PrintedPaper | None:
        """The version in sight as PDF; what is to be known about its pages is said."""
        look.show_error(self._error, "")
        if self.shown is None:
            return None
        try:
            page = practice.get_practice(self._vault).page
            on = self._clock().date()
            made = plans.print_plan(self._vault, self.shown.id, page, on, self._language, part2)
        except KapdeskError as error:
            look.show_error(self._error, str(error))
            return None
        long = f"It takes {made.pages} pages; shorten it if it is to fit on one. "
        lacking = "Some characters cannot be printed; the page says which. "
        words = long * (self.kind is PlanKind.SAFETY and made.pages > 1) + lacking * bool(made.unprintable)
        self._notice.setText(words.strip())
        self._notice.setVisible(bool(words))
        return made

    def _enter(self, made: PrintedPaper, going: GoingOut, how: How, words: str) -> None:
        papers.hand_to_client(self._vault, made, self._client_id, how, self._clock(), going)
        self.said.emit(f"{words}, and entered in the chart", None)
        self.changed.emit()

    def _after_saving(self, version: PlanVersion) -> None:
        unchanged = self._versions and self._versions[0].id == version.id
        words = "is as it was; nothing had changed" if unchanged else f"saved as version {version.version}"
        self.writer, self.shown = None, version
        self.refresh()
        self.focus_first()
        self.said.emit(f"{self.kind.words} {words}", None)
        self.changed.emit()

    def _after_leaving(self) -> None:
        self.writer = None
        self.refresh()
        self.focus_first()
        if self.shown is None:
            self.left.emit()
        self.changed.emit()

    def _offer_goal_back(self, goal: Goal, place: int) -> None:
        if self.writer is None or not self.writer.keep():
            return
        client_id = self._client_id

        def take_back(vault: Vault, at: datetime) -> None:
            writer = self.writer
            if writer is not None and not writer.keep():
                raise BadInput("The plan in hand could not be kept, so the goal was not put back yet.", "")
            plans.restore_goal(vault, client_id, goal, place, at)
            if writer is not None:
                writer.reload()

        self.said.emit(f"{goal.name} removed", Undo(f"{goal.name} removed", take_back))

    def focus_first(self) -> None:
        """The cursor on the first thing to do."""
        name = f"edit_{self.kind.value}" if self.shown is not None else f"first_{self.kind.value}"
        for one in self._places.findChildren(QWidget, name):
            one.setFocus()

    def _nothing_yet(self) -> QWidget:
        draft = plans.get_draft(self._vault, self._client_id, self.kind)
        begin = look.button("Go on writing" if draft else "Write it", f"first_{self.kind.value}", "primary")
        begin.setAccessibleName(f"{begin.text()}: {self.kind.words.lower()}")
        begin.clicked.connect(self.edit)
        words = f"A draft of {moment(draft.changed_at, self._clock())} is kept." if draft else _FIRST[self.kind]
        return look.empty(f"No {self.kind.words.lower()} yet", words, begin)

    def _reading(self, version: PlanVersion) -> QWidget:
        facts = practice.get_practice(self._vault)
        therapist = Person(
            facts.signer if facts.therapist else "Your name is missing on the Practice page", facts.phone
        )
        whole = QWidget()
        layout = look.column(whole, gap=10)
        self._notice = look.label("", "warning", f"{self.kind.value}_notice")
        self._notice.hide()
        layout.addWidget(self._notice)
        layout.addWidget(reading(version.plan, therapist, [self._version_line(version), *self._offered_draft()]), 1)
        self._error = look.error_line(f"{self.kind.value}_error")
        layout.addWidget(self._error)
        layout.addWidget(self._acts())
        return whole

    def _version_line(self, version: PlanVersion) -> QWidget:
        signed = [f"{one.by}, {shown(one.on)}" for one in version.signatures]
        words = f"Version {version.version} · saved {moment(version.saved_at, self._clock())}"
        words += f" · signed on paper by {' and '.join(signed)}" if signed else ""
        older = version.id != self._versions[0].id
        line = look.label(words + (" · this is an older version" if older else ""), "warning" if older else "small")
        line.setObjectName(f"{self.kind.value}_version")
        line.setToolTip(f"SHA-256 {version.sha256}")
        if len(self._versions) == 1:
            return line
        choice = look.choice(f"{self.kind.value}_versions", f"Versions of the {self.kind.words.lower()}")
        for one in self._versions:
            choice.addItem(f"Version {one.version}, {shown(one.saved_at.date())}", one.id)
        choice.setMinimumContentsLength(22)
        choice.setCurrentIndex(choice.findData(version.id))
        choice.activated.connect(lambda at: self._show_version(self._versions[at]))
        head = Columns(least=520, gap=8)
        head.add(line, 1)
        head.add(choice)
        return head

    def _show_version(self, version: PlanVersion) -> None:
        self.shown = version
        self.refresh()
        for one in self._places.findChildren(QWidget, f"{self.kind.value}_versions"):
            one.setFocus()

    def _offered_draft(self) -> list[QWidget]:
        draft = plans.get_draft(self._vault, self._client_id, self.kind)
        if draft is None:
            return []
        words = f"A draft of {moment(draft.changed_at, self._clock())} is kept and not saved as a version yet."
        go_on = look.button("Go on writing", f"go_on_{self.kind.value}")
        go_on.clicked.connect(self.edit)
        offer = Columns(least=520, gap=8)
        offer.add(look.label(words, "warning", f"{self.kind.value}_draft"), 1)
        offer.add(go_on)
        return [offer]

    def _acts(self) -> QWidget:
        made = look.button("Print…", f"print_{self.kind.value}", "plain", "Ctrl+P")
        made.clicked.connect(self.print_now)
        save = look.button("Save as PDF…", f"save_{self.kind.value}")
        save.clicked.connect(self.save_pdf)
        signed = look.button("Signed on paper…", f"signed_{self.kind.value}")
        signed.clicked.connect(self.enter_signatures)
        edit = look.button("Edit", f"edit_{self.kind.value}")
        edit.clicked.connect(self.edit)
        self.for_whom = ForWhomBox(ForWhom.CLIENT)
        what = self.kind.words.lower()
        language = language_choice(self._vault, self._client_id, f"language_{self.kind.value}", what, self._language)
        self._language = language.currentData()
        language.activated.connect(lambda at: self._choose_language(language.itemData(at)))
        acts = Flow(gap=10)
        for one in (edit, made, save, signed):
            one.setAccessibleName(f"{one.text().rstrip('…')}: {self.kind.words.lower()}")
        close = look.button("Close", "close_safety_plan", "primary")
        close.clicked.connect(self.left)
        last = signed if self.kind is PlanKind.TREATMENT else close
        acts.set_widgets([edit, made, save, self.for_whom, language, last])
        return acts

    def _choose_language(self, code: str) -> None:
        self._language = code

    def _show(self, widget: QWidget) -> None:
        while (old := self._places.widget(0)) is not None:
            self._places.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._places.addWidget(widget)

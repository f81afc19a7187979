"""The page for the client in front of the screen: prepare, read together, initial, sign, countersign, file and copy.

What is entered lies in the practice file at once; a lock or a crash loses nothing, and the paper is taken up where it was.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from kapdesk.domain.filled import Filled
from kapdesk.domain.signatures import why_not_now
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import clock_time
from kapdesk.ui.flow import Columns, Flow, page_margins
from kapdesk.ui.signing import acts, typing
from kapdesk.ui.signing.filing import FileStep
from kapdesk.ui.signing.initials import InitialStep
from kapdesk.ui.signing.prepare import PrepareStep
from kapdesk.ui.signing.reading import ReadStep
from kapdesk.ui.signing.signer import SignStep
from kapdesk.ui.signing.steps import SIGNED_BY, Step, first_open, is_done, open_before, steps_of
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.medicine_day import under_medicine
from kapdesk.usecases.paper import filed_papers, paper_signing
from kapdesk.usecases.paper.paper_signing import PaperInHand
from kapdesk.usecases.paper.papers import PrintedPaper
from kapdesk.usecases.people import contacts
from kapdesk.vault.database import Vault

_SAVE_AFTER = 500
"""Milliseconds after the first unsaved key."""
_WIDEST = 980


class SigningPage(QWidget):
    """One paper of one client; `left` carries the client when the page is done with, or put aside."""

    said = Signal(str, object)
    changed = Signal()
    left = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.vault, self.clock = vault, clock
        self.hand: PaperInHand | None = None
        self.filed_id: int | None = None
        self.step = self.furthest = Step.PREPARE
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.keep)
        self._laying, self._newest = Tasks(self), 0
        self.prepare = PrepareStep(lambda: clock().date())
        self.read, self.initial, self.file = ReadStep(), InitialStep(), FileStep()
        self.signers = {step: SignStep(step) for step in SIGNED_BY}
        self.places: dict[Step, QWidget] = {
            Step.PREPARE: self.prepare,
            Step.READ: self.read,
            Step.INITIAL: self.initial,
            **self.signers,
            Step.FILE: self.file,
        }
        self._build()
        self._connect()

    def _build(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDEST))
        layout = look.column(inside, gap=12)
        self._title = look.label("", "title", "signing_title")
        self._title.setWordWrap(True)
        self._strip = Flow(gap=6)
        self._strip.setObjectName("signing_steps")
        layout.addWidget(self._title)
        layout.addWidget(self._strip)
        self._stack = QStackedWidget()
        for place in self.places.values():
            self._stack.addWidget(place)
        layout.addWidget(self._stack, 1)
        self.error = look.error_line("signing_error")
        layout.addWidget(self.error)
        self.state = look.label("", "small", "signing_state")
        self.aside = look.button("Go on later", "signing_later")
        self.aside.clicked.connect(self.leave)
        self.back = look.button("Back   Esc", "signing_back")
        self.back.setAccessibleName("Back one step")
        self.back.clicked.connect(self.go_back)
        self.primary = look.button("Go on", "signing_next", "primary")
        self.primary.clicked.connect(self.enter)
        self.primary.setToolTip("Ctrl+Enter")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.enter)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        acts_row = Flow(gap=10)
        acts_row.set_widgets([self.aside, self.back, self.primary])
        foot = Columns(least=400, gap=8)
        foot.add(self.state, 1)
        foot.add(acts_row)
        layout.addWidget(foot)
        whole = look.row(gap=0)
        page_margins(whole)
        whole.addStretch(1)
        whole.addWidget(inside, 100)
        whole.addStretch(1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.prepare.edited.connect(self._soon)
        self.prepare.language_wanted.connect(partial(acts.change_language, self))
        self.prepare.unsign_wanted.connect(partial(acts.take_signatures_off, self))
        self.initial.initialled.connect(partial(acts.put_initials, self))
        self.initial.typed.connect(self._initials_typed)
        self.initial.finished.connect(self.go_on)
        for one in self.signers.values():
            one.typed.connect(self._soon)
        self.file.copy_wanted.connect(partial(acts.copy, self))

    def open_paper(self, draft_id: int) -> None:
        """Take a paper up where it was left; NotFound once it is filed or put away."""
        hand = paper_signing.in_hand(self.vault, draft_id, self.clock().date())
        self.filed_id = None
        self.prepare.people = [one.contact for one in contacts.people_of(self.vault, hand.client_id)]
        self._show_hand(hand)
        kept = typing.bring_back(self.vault, hand.client_id, hand.id)
        for step, one in self.signers.items():
            one.put_texts(typing.part(kept, step.value))
        self.initial.initials.setText(kept.get("initials", self.initial.initials.text()))
        if kept.get("until"):
            self.prepare.until.setText(kept["until"])
        at = typing.step_of(kept.get("step", ""), first_open(hand))
        self.furthest = typing.step_of(kept.get("furthest", ""), at)
        self._timer.stop()
        self.state.setText("Everything is kept as it is entered.")
        self.show_step(at if at in steps_of(hand) else Step.PREPARE)

    @property
    def draft_id(self) -> int | None:
        """The paper in hand; None once it is filed."""
        return self.hand.id if self.hand and self.filed_id is None else None

    @property
    def client_id(self) -> int | None:
        """Whose paper it is."""
        return self.hand.client_id if self.hand else None

    def refresh(self) -> None:
        """Read again; what is typed stays."""
        if self.hand is None or self.filed_id is not None:
            return
        if self.keep():
            self.reread()
            self.show_step(self.step)

    def keep(self) -> bool:
        """Keep what is entered; False when it could not be kept, and then it stays on the screen."""
        self._timer.stop()
        if self.hand is None or self.filed_id is not None:
            return True
        at = self.clock()
        try:
            if not self.hand.filled.signed:
                filled = self.prepare.filled()
                if filled != self.hand.filled:
                    paper_signing.keep(self.vault, self.hand.id, filled, at)
                    self.reread()
            typing.keep(self.vault, self.hand.client_id, self.hand.id, self._typed(), at)
        except KapdeskError as error:
            look.show_error(self.error, f"Not kept. {error}")
            self._timer.start()
            return False
        look.show_error(self.error, "")
        self.state.setText(f"Kept {clock_time(at)}.")
        return True

    def reread(self) -> None:
        """Read the paper again after it was written."""
        if self.hand is not None:
            self._show_hand(paper_signing.in_hand(self.vault, self.hand.id, self.clock().date()))

    def close_down(self) -> bool:
        """Before another page, a lock or the end: keep what is entered, let go of the pages."""
        kept = self.keep()
        self._laying.close_down()
        self.read.clear()
        self.file.clear()
        return kept

    def enter(self) -> None:
        """What the primary button, and Enter, does at this step."""
        if self.step is Step.INITIAL and self.hand is not None and not self.hand.filled.signed:
            self.initial.enter()
        elif self.step in SIGNED_BY and self._is_open(self.step):
            acts.sign(self)
        elif self.step is Step.FILE and self.filed_id is None:
            acts.file_now(self)
        elif self.step is Step.FILE:
            self.leave()
        else:
            self.go_on()

    def go_on(self) -> None:
        """To the next step; what is missing before anybody signs is shown where it is entered."""
        if self.hand is None or self.filed_id is not None:
            return
        if self.step is Step.PREPARE and not self._prepared():
            return
        if not self.keep():
            return
        steps = steps_of(self.hand)
        following = steps[min(steps.index(self.step) + 1, len(steps) - 1)]
        gap = open_before(self.hand)
        if gap is not None and steps.index(following) > max(steps.index(gap), 1):
            self.show_step(gap)
            if gap is Step.PREPARE:
                self.prepare.show_gap()
            else:
                look.show_error(self.initial.error, "Before it is signed, each point is initialled.")
            return
        self.show_step(following)

    def go_back(self) -> None:
        """Back a step; from the first one, or once it is filed, to the chart. Nothing is lost."""
        if self.hand is None or self.filed_id is not None or self.step is Step.PREPARE:
            self.leave()
        elif self.keep():
            steps = steps_of(self.hand)
            self.show_step(steps[steps.index(self.step) - 1])

    def leave(self) -> None:
        """To the chart's papers; a paper to which nothing was entered is not kept in hand."""
        if self.hand is None or not self.keep():
            return
        client_id = self.hand.client_id
        if self.filed_id is None and self.hand.filled == Filled():
            paper_signing.put_away(self.vault, self.hand.id, self.clock())
        self.hand = None
        self.left.emit(client_id)

    def event(self, event: QEvent) -> bool:
        """Escape and Ctrl+Z belong to this page: the window must not take them meanwhile."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Escape or undo:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the default, or presses the button that has the cursor; Escape goes back a step."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self.enter()
        else:
            super().keyPressEvent(event)

    def _prepared(self) -> bool:
        try:
            self.prepare.filled(strict=True)
        except BadInput as problem:
            self.prepare.show_problem(problem)
            return False
        self.prepare.show_problem(None)
        return True

    def _is_open(self, step: Step) -> bool:
        return self.hand is not None and SIGNED_BY[step] in self.hand.unsigned

    def _typed(self) -> dict[str, str]:
        """What is on the screen and not on the paper."""
        texts = {
            f"{step.value}.{key}": words for step, one in self.signers.items() for key, words in one.texts().items()
        }
        own = {"step": self.step.value, "furthest": self.furthest.value, "initials": self.initial.initials.text()}
        return {**own, "until": self.prepare.until.text(), **texts}

    def _soon(self) -> None:
        if self.hand is not None and not self._timer.isActive():
            self._timer.start()

    def _initials_typed(self) -> None:
        self._soon()
        self._name_primary()

    def _show_hand(self, hand: PaperInHand) -> None:
        self.hand = hand
        self._title.setText(hand.title)
        self.prepare.show_hand(hand)
        self.initial.show_hand(hand)
        self._show_strip()

    def _show_signer(self, step: Step) -> None:
        """Whose turn it is, and what speaks against signing at this moment."""
        assert self.hand is not None
        at = self.clock()
        against = why_not_now(under_medicine.under_medicine(self.vault, self.hand.client_id, at.date()), at)
        self.signers[step].show_hand(self.hand, acts.offered(self.hand, step, self.vault), against)

    def show_step(self, step: Step) -> None:
        """Show a step, read anew."""
        assert self.hand is not None
        self.step = step
        steps = steps_of(self.hand)
        if self.furthest not in steps or steps.index(step) > steps.index(self.furthest):
            self.furthest = step
        if step in SIGNED_BY:
            self._show_signer(step)
        elif step is Step.READ:
            still = f"Still open: {'; '.join(self.hand.gaps)}." if open_before(self.hand) is Step.PREPARE else ""
            self.read.wait(still)
            self._lay_out(self.read.show_paper)
        elif step is Step.FILE:
            self._show_filing()
        self._stack.setCurrentWidget(self.places[step])
        self._show_strip()
        self._name_primary()
        self._start()
        if self.filed_id is None:
            typing.keep(self.vault, self.hand.client_id, self.hand.id, self._typed(), self.clock())

    def _start(self) -> None:
        if self.step is Step.FILE:
            self.file.start(self.filed_id is not None)
        else:
            self.places[self.step].start()  # type: ignore[attr-defined]  # every step has it

    def _show_filing(self) -> None:
        assert self.hand is not None
        if self.filed_id is not None:
            paper = filed_papers.get_paper(self.vault, self.filed_id)
            self.file.show_filed(paper, filed_papers.exact_bytes(self.vault, self.filed_id))
            return
        unsigned = ", ".join(one.words.lower() for one in self.hand.unsigned)
        missing = f"Still to sign: {unsigned}." if unsigned else ""
        self.file.show_hand(self.hand, missing)
        self._lay_out(self.file.show_paper)

    def _lay_out(self, show: Callable[[PrintedPaper], None]) -> None:
        """Lay the pages out beside the window; only the newest are shown."""
        assert self.hand is not None
        make = paper_signing.to_lay_out(self.vault, self.hand.id, self.clock().date())
        self._newest += 1
        number, step = self._newest, self.step

        def done(printed: PrintedPaper) -> None:
            if number == self._newest and step is self.step and self.draft_id is not None:
                show(printed)

        self._laying.run("Laying out", lambda _: make(), done, lambda error: look.show_error(self.error, str(error)))

    @property
    def busy(self) -> bool:
        """Whether pages are being laid out."""
        return self._laying.busy

    def _show_strip(self) -> None:
        assert self.hand is not None
        steps = steps_of(self.hand)
        chips: list[QWidget] = []
        for number, step in enumerate(steps, 1):
            here = step is self.step
            done = self.filed_id is not None or (not here and is_done(self.hand, step, self.furthest))
            mark = "✓" if done else "●" if here else str(number)
            one = look.chip(f"{mark} {step.words}", "good" if done else "integration" if here else "plain")
            one.setAccessibleName(f"Step {number}: {step.words}{', done' if done else ', now' if here else ''}")
            chips.append(one)
        self._strip.set_widgets(chips)

    def _name_primary(self) -> None:
        """The primary button says what it does."""
        if self.hand is None:
            return
        signed, words = bool(self.hand.filled.signed), "Go on"
        if self.step is Step.PREPARE:
            words = "Read it together"
        elif self.step is Step.INITIAL and not signed:
            words = self.initial.verb
        elif self.step in SIGNED_BY and self._is_open(self.step):
            words = "Countersign" if self.step is Step.COUNTERSIGN else "Sign"
        elif self.step is Step.FILE:
            words = "Done: back to the chart" if self.filed_id is not None else "File it"
        self.primary.setText(words)
        self.primary.setAccessibleName(words)
        self.aside.setVisible(self.filed_id is None)
        self.back.setVisible(self.filed_id is None)

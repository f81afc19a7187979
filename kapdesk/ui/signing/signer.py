"""Sign: who signs, drawn on the pad or with the typed name; the same for the client, the adult and the therapist."""

import itertools
from enum import StrEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kapdesk.domain.signatures import How, Role, Signature
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.choices import Choices
from kapdesk.ui.days import moment
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.signing.pad import SignaturePad
from kapdesk.ui.signing.steps import SIGNED_BY, Step
from kapdesk.usecases.paper.paper_signing import PaperInHand


class Way(StrEnum):
    """How one signs."""

    DRAWN = "drawn"
    TYPED = "typed"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Draw the signature" if self is Way.DRAWN else "Type the name instead"


class Whose(StrEnum):
    """Who signs on the client's line."""

    CLIENT = "client"
    REPRESENTATIVE = "representative"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "The client" if self is Whose.CLIENT else "A representative of the client"


_FIELDS = ("name", "relation", "reason")


class SignStep(QWidget):
    """One signature; `sign_wanted` when it is to be put, `typed` at each change of what is typed."""

    sign_wanted = Signal()
    typed = Signal()

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step
        self._role = SIGNED_BY[step]
        self._offered, self._consent = "", False
        prefix = step.value
        self._heading = look.label("", "question", f"{prefix}_heading")
        self._says = look.label("", "muted", f"{prefix}_says")
        self._not_now = look.label("", "bad", f"{prefix}_not_now")
        self._not_now.hide()
        self.whose = Choices(f"{prefix}_whose", "Who signs", Whose)
        self.way = Choices(f"{prefix}_way", "How it is signed", Way)
        if step is Step.COUNTERSIGN:
            self.way.choose(Way.TYPED)
        self.name = look.line(f"{prefix}_name", "Name of who signs")
        self.relation = look.line(f"{prefix}_relation", "Relation to the client, and by what authority")
        self.relation.setPlaceholderText("mother, legal guardian by order of …")
        self.reason = look.line(f"{prefix}_reason", "Why it is signed all the same")
        self.pad = SignaturePad(f"{prefix}_pad", "Place to draw the signature")
        self.error = look.error_line(f"{prefix}_error")
        self._soon = QTimer(self, singleShot=True, interval=0)  # the sheet has its place then
        self._soon.timeout.connect(lambda: self._area.ensureWidgetVisible(self.pad, 0, 0))
        self._build()
        self.whose.chosen.connect(self._arrange)
        self.way.chosen.connect(self._arrange)
        for one in (self.whose.chosen, self.way.chosen, self.name.textChanged, self.relation.textChanged):
            one.connect(self._typed)
        self.reason.textChanged.connect(self._typed)
        self.pad.drawn.connect(self._typed)

    def _build(self) -> None:
        inside = QWidget()
        layout = look.column(inside, gap=12)
        for one in (self._heading, self._says, self._not_now):
            layout.addWidget(one)
        layout.addWidget(self.whose)
        self._done = look.label("", "strong", f"{self.step.value}_done")
        self._done.setWordWrap(True)
        layout.addWidget(self._done)
        self._form = QWidget()
        form = look.column(self._form, gap=12)
        names = Columns(least=620, gap=14)
        names.add(look.field("Name of who signs", self.name), 1)
        self._relation = look.field("Relation to the client, and by what authority", self.relation)
        names.add(self._relation, 1)
        form.addWidget(names)
        self._why = look.field("Why this paper is signed all the same", self.reason, "Kept with the paper.")
        form.addWidget(self._why)
        form.addWidget(self.error)
        self._ways = QStackedWidget()
        drawn = QWidget()
        sheet = look.column(drawn, gap=8)
        sheet.addWidget(self.pad)
        undo = look.button("Undo the last stroke", f"{self.step.value}_undo", "quiet")
        undo.clicked.connect(self.pad.undo)
        clear = look.button("Clear", f"{self.step.value}_clear", "quiet")
        clear.setAccessibleName("Clear the signature")
        clear.clicked.connect(self.pad.clear)
        self._under = Flow(gap=8)
        self._under.set_widgets([undo, clear])
        above = Columns(least=640, gap=8)
        above.add(self.way, 1)
        above.add(self._under)
        form.addWidget(above)
        sheet.addStretch(1)
        self._ways.addWidget(drawn)
        own = "Your name above stands as your signature."
        others = "The name above stands as the signature. Whoever signs types it, or says that you may."
        words = own if self.step is Step.COUNTERSIGN else others
        self._typed_words = look.label(words, "muted")
        typed = QWidget()
        inside_typed = look.column(typed)
        inside_typed.addWidget(self._typed_words)
        inside_typed.addStretch(1)
        self._ways.addWidget(typed)
        form.addWidget(self._ways)
        layout.addWidget(self._form)
        layout.addStretch(1)
        self._area = look.scroll(inside)
        look.column(self).addWidget(self._area)
        order = (*self.way.widgets(), self.pad, undo, clear)
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_hand(self, hand: PaperInHand, offered: str, why_not: str) -> None:
        """Show whose turn it is; `offered` is the name that stands there at first, `why_not` what speaks against signing now."""
        self._consent = hand.kind == "consent"
        self._offered = offered
        signed = next((one for one in hand.filled.signed if one.role in self._roles()), None)
        self._done.setVisible(signed is not None)
        self._form.setVisible(signed is None)
        self.whose.setVisible(self.step is Step.SIGN and signed is None)
        who = {Step.SIGN: hand.client, Step.ADULT: "The adult who takes the client home"}.get(
            self.step, "The therapist"
        )
        verb = "countersigns" if self.step is Step.COUNTERSIGN else "signs"
        self._heading.setText(f"{who} {verb}" if signed is None else f"{who}: signed")
        self._says.setText(f"“{hand.title}”, version {hand.version}, as you read it together.")
        if signed is not None:
            how = "drawn" if signed.how == "drawn" else "name typed"
            at = moment(signed.at) if signed.at else ""
            relation = f" ({signed.relation})" if signed.relation else ""
            self._done.setText(f"✓ {signed.name}{relation}, {how}, {at}")
        else:
            if not self.name.text().strip() and self.whose.value() is Whose.CLIENT:
                self.name.setText(offered)
            look.show_error(self._not_now, self._against(why_not))
        self._why.setVisible(bool(why_not) and not self._consent and self.step is Step.SIGN)
        self._arrange()

    def _against(self, why_not: str) -> str:
        if not why_not or self.step is not Step.SIGN:
            return ""
        if self._consent:
            return f"{why_not} A consent is not given under the medicine: sign it on another day."
        return f"{why_not} This paper is signed now only with a reason."

    def start(self) -> None:
        """On the sheet, or on the name that is typed."""
        if self._form.isHidden():
            return
        if self.step is Step.ADULT and not self.name.text().strip():
            self.name.setFocus()
        elif self.way.value() is Way.DRAWN:
            self.pad.setFocus()
            self._soon.start()
        else:
            self.name.setFocus()

    def signature(self) -> Signature:
        """What is to be put on the paper."""
        way = self.way.value()
        role = self._role
        if self.step is Step.SIGN and self.whose.value() is Whose.REPRESENTATIVE:
            role = Role.REPRESENTATIVE
        relation = self.relation.text() if role in (Role.REPRESENTATIVE, Role.ADULT) else ""
        strokes = self.pad.strokes if way is Way.DRAWN else ()
        how: How = "drawn" if way is Way.DRAWN else "typed"
        return Signature(role, self.name.text(), how, relation=relation, strokes=strokes)

    def show_problem(self, problem: KapdeskError | None) -> None:
        """Say why it cannot be signed, at its field."""
        for name in _FIELDS:
            look.mark_wrong(getattr(self, name), False)
        look.show_error(self.error, str(problem) if problem else "")
        wrong = problem.field if isinstance(problem, BadInput) else ""
        if wrong == "reason":
            self._why.show()
        if wrong in _FIELDS:
            field: QWidget = getattr(self, wrong)
            look.mark_wrong(field, True)
            field.setFocus()
        elif wrong == "signature":
            self.pad.setFocus()

    def texts(self) -> dict[str, str]:
        """What is typed and not signed yet, to be kept."""
        return {
            "whose": self.whose.value().value,
            "way": self.way.value().value,
            **{name: getattr(self, name).text() for name in _FIELDS},
        }

    def put_texts(self, typed: dict[str, str]) -> None:
        """Bring back what was typed; nothing of another paper stays."""
        self.pad.clear()
        self.whose.choose(Whose(typed.get("whose", Whose.CLIENT)))
        usual = Way.TYPED if self.step is Step.COUNTERSIGN else Way.DRAWN
        self.way.choose(Way(typed.get("way", usual)))
        for name in _FIELDS:
            getattr(self, name).setText(typed.get(name, ""))
        self.show_problem(None)
        self._arrange()

    def _roles(self) -> tuple[Role, ...]:
        return (Role.CLIENT, Role.REPRESENTATIVE) if self.step is Step.SIGN else (self._role,)

    def _arrange(self) -> None:
        """Fields that this signer needs."""
        other = self.step is Step.SIGN and self.whose.value() is Whose.REPRESENTATIVE
        if other and self.name.text() == self._offered:
            self.name.clear()
        elif not other and not self.name.text().strip():
            self.name.setText(self._offered)
        self._relation.setVisible(other or self.step is Step.ADULT)
        drawn = self.way.value() is Way.DRAWN
        self._ways.setCurrentIndex(0 if drawn else 1)
        self._under.setVisible(drawn)

    def _typed(self) -> None:
        look.show_error(self.error, "")
        for name in _FIELDS:
            look.mark_wrong(getattr(self, name), False)
        self.typed.emit()

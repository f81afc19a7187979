"""A disclosure is asked for: to whom, what, why, on what basis; what the releases say about it is said before anything goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QPushButton, QVBoxLayout, QWidget

from kapdesk.domain.authorizations import Content, Cover, Found, part2_question
from kapdesk.domain.contacts import Contact
from kapdesk.domain.disclosures import Basis, Disclosure, ForWhom, GoingOut
from kapdesk.errors import BadInput
from kapdesk.ui import ask, look
from kapdesk.ui.details.entry import Ask, EntryDialog
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.orders.form import on_change
from kapdesk.usecases.people import contacts
from kapdesk.usecases.register import authorizations, disclosures, part2
from kapdesk.vault.database import Vault

BASES = (("Choose…", None), *((one.words, one) for one in Basis))
_OUTSIDE = tuple(pair for pair in BASES if pair[1] is not Basis.TO_CLIENT)
_STAYS = "An entry stays; it cannot be changed or taken out."
_TAGGED = "Tagged as 42 CFR Part 2 records: you are asked before it goes, and the law’s notice goes with it."
_ENOUGH = "Treatment, a duty by law and a threat to safety need a basis, not a release."


@dataclass(frozen=True)
class Handing:
    """What is about to leave a chart: its words, what it holds as a release names it, the paper where it is one."""

    client_id: int
    what: str
    contents: tuple[Content, ...] = ()
    paper_id: int | None = None


class DisclosureDialog(EntryDialog):
    """Asks and checks; `going` is what was agreed to. With a `handing` it stands before a printing, without one it enters what
    was told otherwise, by telephone for instance.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        parent: QWidget | None,
        handing: Handing | None = None,
    ) -> None:
        self._vault, self._clock, self._client_id, self._handing = vault, clock, client_id, handing
        self.going: GoingOut | None = None
        self._tagged = part2.is_tagged(vault, client_id, handing.paper_id if handing else None)
        people = contacts.people_of(vault, client_id)
        entry = Disclosure(clock().date(), "", handing.what if handing else "", "", None)
        heading = f"For somebody else: {handing.what}" if handing else "A disclosure"
        asks = _asks([one.contact for one in people], self._releases(), by_hand=handing is None)
        super().__init__(heading, asks, entry, self._keep_it, parent=parent, hint=_STAYS)
        self.setObjectName("disclosure_dialog")
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        inside = self.form.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertWidget(inside.count() - 1, self._holding(handing.contents if handing else ()))
        self._cover = look.label("", "warning", "release_says")
        self._part2 = look.label(_TAGGED, "warning", "part2_warning")
        for line in (self._cover, self._part2):
            layout.insertWidget(layout.count() - 2, line)
        self._part2.setVisible(self._tagged)
        verb = "Go on" if handing else "Enter"
        save = self.findChild(QPushButton, "save_entry")
        assert save is not None
        save.setText(verb)
        save.setAccessibleName(f"{verb}: the disclosure is entered")
        for widget in self.form.fields.values():
            on_change(widget, self._say)
        to = self.form.fields["to_whom"]
        assert isinstance(to, QComboBox)
        to.activated.connect(lambda _: self._with_address(to))
        self._say()
        fit(self, 640, 720 if handing is None else 640)

    def cover(self) -> Cover | None:
        """What the releases say about what is typed; None where a basis is enough."""
        typed = self.form.entry()
        return authorizations.look(
            self._vault, self._client_id, typed.to_whom, self._contents(), typed.basis, self._clock().date()
        )

    def _releases(self) -> Sequence[str]:
        found = authorizations.list_releases(self._vault, self._client_id, self._clock().date())
        return [one.about for one in found if one.standing.state.holds]

    def _contents(self) -> tuple[Content, ...]:
        ticked = tuple(content for content, box in self._ticks.items() if box.isChecked())
        return (*ticked, Content.SUBSTANCE_USE) if self._tagged and Content.SUBSTANCE_USE not in ticked else ticked

    def _keep_it(self, typed: Disclosure) -> None:
        today = self._clock().date()
        if typed.on is None:
            raise BadInput("Type the day on which it left the practice.", "on")
        typed = replace(typed, part2=self._tagged).checked(today)
        cover = self.cover()
        if not may_go(self, typed, cover):
            raise BadInput("Nothing was entered and nothing went out.", "")
        rests = cover is not None and cover.found in (Found.COVERED, Found.LOOK, Found.NARROWER)
        entry = replace(typed, paper_id=cover.paper_id if cover is not None and rests else None)
        if self._handing is None:
            disclosures.enter_disclosure(self._vault, self._client_id, entry, self._clock())
        self.going = GoingOut(ForWhom.ELSE, entry)

    def _holding(self, contents: Sequence[Content]) -> QWidget:
        """What it holds, to be compared with what a release covers."""
        box = QWidget()
        column = look.column(box, gap=6)
        self._holds = QWidget()
        holds = look.column(self._holds, gap=4)
        holds.addWidget(look.label("What it holds, as a release names it", "small"))
        self._ticks: dict[Content, QCheckBox] = {}
        for content in (Content.NOTES, *(one for one in Content if one is not Content.NOTES)):
            tick = QCheckBox(content.words[:1].upper() + content.words[1:])
            tick.setObjectName(f"holds_{content.value}")
            tick.setAccessibleName(f"It holds {content.words}")
            tick.setChecked(content in contents)
            tick.toggled.connect(lambda _: self._say())
            self._ticks[content] = tick
        ticks = Flow(gap=12)
        ticks.set_widgets([tick for content, tick in self._ticks.items() if content is not Content.NOTES])
        holds.addWidget(ticks)
        self._ticks[Content.NOTES].setText("Psychotherapy notes are among it")
        column.addWidget(self._ticks[Content.NOTES])
        column.addWidget(self._holds)
        return box

    def _say(self) -> None:
        try:
            typed = self.form.entry()
            cover = self.cover() if typed.to_whom.strip() else None
        except BadInput:
            return
        self._holds.setVisible(typed.basis is Basis.AUTHORIZATION)
        look.show_error(self._cover, cover.sentence if cover is not None else "")
        look.set_role(self._cover, "warning" if cover is not None and cover.asks else "muted")

    def _with_address(self, box: QComboBox) -> None:
        """A contact that was chosen comes with its place, which an accounting has to say where it is known."""
        contact = box.currentData()
        if isinstance(contact, Contact):
            place = ", ".join(line for line in contact.address.split("\n") if line.strip())
            box.setEditText(", ".join(part for part in (contact.name, contact.organization, place) if part))


def may_go(parent: QWidget, entry: Disclosure, cover: Cover | None) -> bool:
    """Ask once about all that speaks against it; the way back is the default. What is decided is the therapist's."""
    said = [cover.sentence] if cover is not None and cover.asks else []
    if entry.part2:
        said += filter(None, [part2_question(entry.basis, cover)])
    if not said:
        return True
    detail = _ENOUGH if entry.basis is Basis.AUTHORIZATION else ""
    return ask.confirm(parent, "\n\n".join(said), "Go on all the same", detail)


def ask_disclosure(vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget) -> bool:
    """Ask for what was disclosed otherwise and enter it; whether it was. There is no undo: an entry of the register stays."""
    dialog = DisclosureDialog(vault, clock, client_id, parent)
    entered = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return entered


def _asks(people: Sequence[Contact], releases: Sequence[str], by_hand: bool) -> tuple[Ask, ...]:
    known = {one.name for one in people}
    offered: tuple[tuple[str, Contact | None], ...] = tuple((one.name, one) for one in dict.fromkeys(people))
    offered += tuple((name, None) for name in dict.fromkeys(releases) if name not in known)
    to = Ask("to_whom", "To whom", "offered", "name, and address where known", offered)
    purpose = Ask("purpose", "For what purpose", alone=True)
    basis = Ask("basis", "On what basis", "choice", choices=BASES if by_hand else _OUTSIDE)
    more = Ask("basis_words", "The basis in more words", hint="such as the court’s order of May 2")
    if not by_hand:
        return to, purpose, basis, more
    on, what = Ask("on", "On", "day"), Ask("what", "What was disclosed", "text")
    return on, to, what, purpose, basis, more, Ask("how", "How", hint="such as told by telephone", alone=True)

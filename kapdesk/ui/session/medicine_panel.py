"""Medicine in and booster, asked once more: label, strength, tablets brought and taken, compared with the order in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kapdesk.domain.limits import compare_dose
from kapdesk.domain.orders import Order
from kapdesk.domain.tablets import Dose, count_words, milligrams_words, read_halves, read_strength
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.session.line import near
from kapdesk.ui.session.over import Act, Over
from kapdesk.ui.time_field import TimeField

_LEVELS: dict[str, look.Role] = {"good": "body", "amber": "warning", "bad": "bad"}


@dataclass(frozen=True)
class Tablets:
    """What was read from the panel; `brought` in half tablets, None where it was not said."""

    dose: Dose
    brought: int | None
    label: str
    at: datetime
    by_hand: bool


@dataclass(frozen=True)
class Asked:
    """What the panel shows at first: from the gate's answer, or from the entry that is corrected."""

    label: str = ""
    strength: str = ""
    brought: str = ""
    taken: str = ""


class MedicinePanel(Over):
    """Enter records, unless the gate is open or the order does not allow it: then the safe way is what Enter means."""

    def __init__(
        self,
        title: str,
        at: datetime,
        asked: Asked,
        order: Order | None,
        keep: Callable[[Tablets], None],
        booster: bool = False,
        before_mg: float | None = None,
    ) -> None:
        super().__init__("medicine", title, width=640)
        self._at, self._order, self._keep, self._booster, self._before = at, order, keep, booster, before_mg
        self.time = TimeField("medicine_time", "Time; typed here it is marked as set by hand", at.hour * 60 + at.minute)
        self.taken = look.line("medicine_taken", "Tablets taken by the client", "2, 1.5, ½")
        self.strength = look.line("medicine_strength", "Strength of one tablet in mg", "100")
        self.brought = look.line("medicine_brought", "Tablets brought", "2")
        self.label = look.line("medicine_label", "Label", "as it reads")
        self.add_field("taken", "Tablets taken by the client", self.taken, asked.taken)
        self.add_field("strength", "mg in one", self.strength, asked.strength, beside=True)
        self.add_field("time", "Time", self.time, beside=True)
        if not booster:
            self.add_field("brought", "Brought", self.brought, asked.brought)
            self.add_field("label", "Label", self.label, asked.label, beside=True)
        self.compared = look.label("", "body", "medicine_compared")
        self.inside.addWidget(self.compared)
        for one in (self.taken, self.strength):
            one.textChanged.connect(self._compare)
        self._compare()

    def ask(self, open_lines: Sequence[str], back: Callable[[], None], warning: str = "", closed: bool = False) -> None:
        """The buttons; what speaks against it is named, and then the default is the way back. `closed`: the gate is."""
        if warning:
            self.inside.insertWidget(0, look.label(warning, "warning", "medicine_warning"))
        if open_lines:
            words = f"{'Open when the gate closed' if closed else 'Still open at the gate'}: {'; '.join(open_lines)}"
            self.inside.insertWidget(0, look.label(words, "warning", "medicine_open"))

        def go_back() -> None:
            self.close_over()
            back()

        if open_lines or warning:
            words = "The client took it: record it" if not self._booster else "It was taken all the same: record it"
            label = "Back" if self._booster or closed else "Back to the gate"
            self.offer(Act("medicine_back", label, go_back, default=True), Act("medicine_record", words, self.keep, ""))
        else:
            self.offer(
                Act("medicine_record", "Record it", self.keep, default=True),
                Act("medicine_back", "Not now", self.close_over),
            )

    def correct(self) -> None:
        """The buttons of a correction."""
        self.offer(
            Act("medicine_record", "Keep the correction", self.keep, default=True),
            Act("medicine_back", "Leave it as it is", self.close_over),
        )

    def read(self) -> Tablets:
        """What was typed; BadInput."""
        dose = Dose(read_halves(self.taken.text(), "taken"), read_strength(self.strength.text(), "strength"))
        brought = read_halves(self.brought.text(), "brought") if self.brought.text().strip() else None
        minute = self.time.minute()
        at, by_hand = self._at, False
        if minute is not None and minute != at.hour * 60 + at.minute:
            at, by_hand = near(at, minute), True
        return Tablets(dose, brought, self.label.text().strip(), at, by_hand)

    def keep(self) -> None:
        """Record it, or say why not at its field."""
        self.mark("")
        try:
            self._keep(self.read())
        except KapdeskError as problem:
            self.say(str(problem))
            if isinstance(problem, BadInput):
                self.mark(problem.field)
            return
        self.close_over()

    def _compare(self) -> None:
        words, level = self._words()
        self.compared.setText(words)
        look.set_role(self.compared, _LEVELS[level])

    def _words(self) -> tuple[str, str]:
        try:
            found = Dose(read_halves(self.taken.text(), "taken"), read_strength(self.strength.text(), "strength"))
        except BadInput:
            return "Type how many tablets were taken.", "amber"
        if found.milligrams is None:
            return f"{found.words}: no strength read, so not compared with the order.", "amber"
        total = f"{found.words} = {milligrams_words(found.milligrams)}"
        if self._booster:
            both = f", {milligrams_words(found.milligrams + self._before)} today" if self._before is not None else ""
            says = f" The order says: {self._order.booster_words}" if self._order and self._order.booster_words else ""
            return f"Booster {total}{both}.{says}", "good"
        compared = compare_dose(self._order, found.milligrams, self._day)
        return f"{total}: {compared.words}", compared.level

    @property
    def _day(self) -> date:
        return self._at.date()


def halves(count: int | None) -> str:
    """A count of half tablets as it is typed."""
    return "" if count is None else count_words(count)

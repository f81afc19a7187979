"""The small panels of the session screen: how the medicine went out, what an adverse event asks, and its form."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from kapdesk.domain.entry_words import ADVERSE_FIELDS
from kapdesk.domain.medicine_day import Shown
from kapdesk.domain.orders import Order
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.session.emergency import SIGNS
from kapdesk.ui.session.over import Act, Over

_ASKED = {
    "what": ("What happened", ""),
    "onset": ("Onset: when and how it began", ""),
    "severity": ("Severity", "mild, moderate, severe …"),
    "action": ("What was done", ""),
    "outcome": ("Outcome", ""),
    "prescriber_told": ("Prescriber told: when and how", "10:12 by telephone"),
}
"""The form's fields, as it asks them."""
_BESIDE = ("severity", "outcome")


def out_panel(minutes: int | None, order: Order | None, keep: Callable[[str], None]) -> Over:
    """Medicine out is entered already; one more key says how, Enter leaves it unsaid."""
    over = Over("out", "Medicine out" + (f" after {minutes} min" if minutes is not None else ""), width=560)
    asked = _hold_words(order)
    over.inside.addWidget(look.label("It is entered. Spat out, or swallowed?", "body"))
    over.inside.addWidget(look.label(asked or "The order says nothing about it.", "muted", "out_order"))

    def say(how: str) -> None:
        keep(how)
        over.close_over()

    over.offer(
        Act("out_spat", "Spat out", lambda: say("spat"), "S"),
        Act("out_swallowed", "Swallowed", lambda: say("swallowed"), "W"),
        Act("out_unsaid", "Leave it unsaid", over.close_over, default=True),
    )
    return over


def _hold_words(order: Order | None) -> str:
    if order is None:
        return ""
    hold = ""
    if order.hold_most_minutes is not None or order.hold_least_minutes is not None:
        ends = [str(one) for one in (order.hold_least_minutes, order.hold_most_minutes) if one is not None]
        hold = f"held {' to '.join(dict.fromkeys(ends))} min"
    then = order.spit_or_swallow.words if order.spit_or_swallow.value else ""
    words = ", ".join(part for part in (hold, then, order.hold_words) if part)
    return f"Order: {words}" if words else ""


def signs_panel(at: datetime, fill: Callable[[], None], emergency: Callable[[], None]) -> Over:
    """The adverse event is entered; the signs that ask for 911, the way to the card, and to the form."""
    over = Over("signs", f"Adverse event, {at:%H:%M}", "bad", 640)
    over.inside.addWidget(look.label("It is entered. Any of these: call 911.", "body"))
    for sign in SIGNS:
        over.inside.addWidget(look.label(f"•  {sign[:1].upper()}{sign[1:]}", "body"))
    over.inside.addWidget(
        look.label("The form can wait: choose the entry and press Enter when there is time.", "muted")
    )

    def then(act: Callable[[], None]) -> Callable[[], None]:
        def do() -> None:
            over.close_over()
            act()

        return do

    over.offer(
        Act("signs_emergency", "Emergency card", then(emergency), "E"),
        Act("signs_form", "The form now", then(fill), "F"),
        Act("signs_later", "Later", over.close_over, default=True),
    )
    return over


class AdverseForm(Over):
    """What, onset, severity, action, outcome, prescriber told; can be left half filled, and taken up again.

    Escape keeps what is typed too: leaving the form throws nothing away.
    """

    def __init__(self, about: Shown, told: str, keep: Callable[[Mapping[str, Any]], None]) -> None:
        super().__init__("adverse", f"Adverse event, {about.at:%H:%M}", "bad", 680)
        self._data, self._keep = dict(about.data), keep
        for name in ADVERSE_FIELDS:
            words, hint = _ASKED[name]
            edit = look.line(f"adverse_{name}", words, hint)
            edit.setText(str(about.data.get(name, "")))
            self.add_field(name, words, edit, beside=name in _BESIDE)
        self.inside.addWidget(look.label(told, "muted", "adverse_prescriber"))
        if about.words:
            self.inside.addWidget(look.label(f"Words entered: {about.words}", "muted"))
        self.offer(Act("adverse_keep", "Keep", self.escape, default=True))

    def escape(self) -> None:
        """Keep what is typed, half filled or not."""
        said = {name: text.strip() for name, text in self.typed().items() if text.strip()}
        before = {name: value for name, value in self._data.items() if name in ADVERSE_FIELDS}
        if said != before:
            rest = {name: value for name, value in self._data.items() if name not in ADVERSE_FIELDS}
            try:
                self._keep({**rest, **said})
            except KapdeskError as problem:
                self.say(str(problem))
                return
        self.close_over()

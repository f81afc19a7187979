"""What is laid over the session screen for a key: medicine, how it went out, touch, an adverse event; and what it keeps."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kapdesk.domain.dates import short
from kapdesk.domain.entry_words import entry_words
from kapdesk.domain.gate import GateLine
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.session_clock import medicine_in
from kapdesk.domain.tablets import Dose
from kapdesk.domain.touch import Touch, agreed_now
from kapdesk.errors import BadInput
from kapdesk.ui.session import sheets
from kapdesk.ui.session.drafts import PANEL, Draft
from kapdesk.ui.session.emergency import EmergencyCard
from kapdesk.ui.session.medicine_panel import Asked, MedicinePanel, Tablets, halves
from kapdesk.ui.session.over import Over
from kapdesk.ui.session.panels import AdverseForm, out_panel, signs_panel
from kapdesk.ui.session.touch_panel import TouchPanel
from kapdesk.usecases.medicine_day import day_entries, gate, medicine, medicine_days
from kapdesk.usecases.medicine_day.medicine_days import Day

if TYPE_CHECKING:
    from kapdesk.ui.session.page import SessionPage


def look_up(page: "SessionPage", what: str) -> None:
    """Show something over the screen; the same key again closes it."""
    over = page.over
    day = page.day
    if day is None:
        return
    if isinstance(over, EmergencyCard if what == "emergency" else sheets.Sheet):
        known = "emergency" if isinstance(over, EmergencyCard) else getattr(over, "name", "")
        over.close_over()
        if known == what:
            return
    if what == "emergency":
        page.lay_over(EmergencyCard(sheets.emergency(day, page.running.shown)))
    else:
        page.lay_over(sheets.sheet(page.vault, day, page.running.shown, what, page.clock()))


def lay(page: "SessionPage", kind: EntryKind, at: datetime, about: Shown | None) -> None:
    """The panel of a kind of entry."""
    day = page.day
    if day is None:
        return
    if kind is EntryKind.MEDICINE_IN:
        _medicine_in(page, day, at, about)
    elif kind is EntryKind.BOOSTER:
        _booster(page, day, at, about)
    elif kind is EntryKind.MEDICINE_OUT and about is not None:
        _out(page, day, about)
    elif kind is EntryKind.TOUCH:
        _touch(page, day, at)
    elif kind is EntryKind.ADVERSE_EVENT and about is not None:
        _form(page, about)
    elif kind is EntryKind.ADVERSE_EVENT and (made := page.running.in_hand) is not None:
        page.lay_over(signs_panel(at, lambda: _form(page, made), lambda: look_up(page, "emergency")))


def take_up(page: "SessionPage", draft: Draft) -> None:
    """A panel that was open when the program stopped, with what was typed in it."""
    kind = EntryKind(draft.kind.removeprefix(PANEL))
    about = next((one for one in page.running.shown if one.id == draft.about), None)
    if kind is EntryKind.ADVERSE_EVENT:
        if about is None:
            return
        _form(page, about)
    else:
        lay(page, kind, draft.at, about)
    if page.over is not None:
        page.over.put(json.loads(draft.text))


def _kept(page: "SessionPage", over: Over, kind: EntryKind, at: datetime, about: int | None = None) -> None:
    """Lay it over, and keep what is typed in it as it is typed."""
    day = medicine_days.get_day(page.vault, page.day.id, page.clock()) if page.day else None

    def typed() -> Draft:
        return Draft(PANEL + kind.value, json.dumps(over.typed()), at, about)

    page.running.typing.keep_panel(over, typed, day.line if day else None)
    page.lay_over(over)


def _medicine_in(page: "SessionPage", day: Day, at: datetime, about: Shown | None) -> None:
    taken = of_kind(page.running.shown, EntryKind.MEDICINE_IN)
    if about is None and taken:
        raise BadInput(
            "Medicine in is entered already. More of it is a booster; a slip is withdrawn first, with Z.", ""
        )

    def keep(found: Tablets) -> None:
        now = page.clock()
        if about is None:
            medicine.take_in(
                page.vault, day.id, found.dose, found.brought, found.label, found.at, now, by_hand=found.by_hand
            )
        else:
            data = {"brought": found.brought, "label": found.label or None, "open": about.data.get("open")}
            _correct(page, about, found, data, now)
        page.after_medicine()

    if about is not None:
        panel = MedicinePanel("Correct medicine in", about.at, _asked_of(about.data), day.order, keep)
        panel.correct()
    else:
        panel = MedicinePanel(f"Medicine in, {at:%H:%M}", at, _asked(day), day.order, keep)
        still = [_open_words(one) for one in gate.gate(page.vault, day.id, at) if one.needs]
        before = of_kind(page.running.shown, EntryKind.NOT_TAKEN)
        said = f"{before[-1].at:%H:%M} {entry_words(before[-1])}. It stays in the record." if before else ""
        panel.ask(still, page.show_side, said, closed=day.gate_closed_at is not None)
    _kept(page, panel, EntryKind.MEDICINE_IN, at, about.id if about else None)


def _open_words(found: GateLine) -> str:
    return f"{found.line.words} ({found.line.why.rstrip('.')})" if found.line.why else found.line.words


def _booster(page: "SessionPage", day: Day, at: datetime, about: Shown | None) -> None:
    if about is None and medicine_in(page.running.shown) is None:
        raise BadInput("Medicine in comes before a booster.", "")

    def keep(found: Tablets) -> None:
        now = page.clock()
        if about is None:
            medicine.boost(page.vault, day.id, found.dose, found.at, now, by_hand=found.by_hand)
        else:
            _correct(page, about, found, {"not_on_order": about.data.get("not_on_order")}, now)
        page.after_medicine()

    before = [one for one in of_kind(page.running.shown, EntryKind.MEDICINE_IN, EntryKind.BOOSTER) if one != about]
    doses = [Dose(one.data["taken"], one.data.get("strength_mg")).milligrams for one in before if "taken" in one.data]
    known = [one for one in doses if one is not None]
    total = sum(known) if len(known) == len(before) else None
    if about is not None:
        panel = MedicinePanel("Correct booster", about.at, _asked_of(about.data), day.order, keep, True, total)
        panel.correct()
    else:
        strength = str(before[0].data.get("strength_mg") or "") if before else ""
        panel = MedicinePanel(f"Booster, {at:%H:%M}", at, Asked(strength=strength), day.order, keep, True, total)
        panel.ask((), page.show_side, "" if medicine.booster_allowed(day) else _not_on_order(day))
    _kept(page, panel, EntryKind.BOOSTER, at, about.id if about else None)


def _not_on_order(day: Day) -> str:
    if day.order is None:
        return "No order on file, so no booster is allowed by it."
    person = day.around.prescriber
    day_words = f" of {short(day.order.written_on, day.on)}" if day.order.written_on else ""
    says = "does not allow a booster" if day.order.booster == "no" else "says nothing of a booster"
    return f"The order{day_words} ({day.order.prescriber}) {says}. {person.name}: {person.phone or 'no telephone entered'}."


def _correct(page: "SessionPage", about: Shown, found: Tablets, more: Mapping[str, Any], now: datetime) -> None:
    data = {"taken": found.dose.halves, "strength_mg": found.dose.strength_mg, **more}
    kept = {name: value for name, value in data.items() if value is not None}
    day_entries.correct(page.vault, about.id, found.at, about.words, now, kept)


def _asked(day: Day) -> Asked:
    said = day.answer("tablets")
    return _asked_of(said.data) if said is not None else Asked()


def _asked_of(data: Mapping[str, Any]) -> Asked:
    return Asked(
        data.get("label", ""),
        str(data.get("strength_mg") or ""),
        halves(data.get("brought")),
        halves(data.get("taken")),
    )


def _out(page: "SessionPage", day: Day, about: Shown) -> None:
    since = medicine_in(page.running.shown)
    minutes = int((about.at - since).total_seconds() // 60) if since is not None and about.at >= since else None

    def keep(how: str) -> None:
        day_entries.complete(page.vault, about.id, about.words, page.clock(), {"how": how})
        page.refresh()

    page.lay_over(out_panel(minutes, day.order, keep))


def _touch(page: "SessionPage", day: Day, at: datetime) -> None:
    agreed = agreed_now(day.agreed or (), page.running.shown)

    def keep(touch: Touch, elsewhere: bool) -> None:
        data = {**touch.data, **({"beyond": True} if elsewhere else {})}
        day_entries.enter_event(page.vault, day.id, EntryKind.TOUCH, at, page.clock(), "", data)
        page.refresh()
        if elsewhere:
            page.say(f"Kept. {touch.where.capitalize()} was not agreed sober; the entry says so.")

    _kept(page, TouchPanel(agreed, day.agreed is not None, keep), EntryKind.TOUCH, at)


def _form(page: "SessionPage", about: Shown) -> None:
    about = next((one for one in page.running.shown if one.id == about.id), about)
    person = page.day.around.prescriber.words if page.day else ""

    def keep(data: Mapping[str, Any]) -> None:
        day_entries.complete(page.vault, about.id, about.words, page.clock(), data)
        page.refresh()

    form = AdverseForm(about, f"Prescriber: {person or 'none on file'}", keep)
    _kept(page, form, EntryKind.ADVERSE_EVENT, about.at, about.id)

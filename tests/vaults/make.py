"""Make the vault and the backup of the present schema, with the keys of the program as shipped; once, at its release."""

import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.filled import Filled
from kapdesk.domain.leaving import Judgement, Leaving
from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.orders import Order
from kapdesk.domain.paper_states import What
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.signatures import Role, Signature
from kapdesk.domain.strokes import Point
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.records import REVISION
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.medicine_day import day_entries, day_note, gate, leaving, medicine, medicine_days
from kapdesk.usecases.paper import paper_signing, paper_standings, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import notes, private_notes
from kapdesk.vault import keys
from kapdesk.vault.database import Vault

AT = datetime(2026, 6, 9, 10, 0, tzinfo=ZoneInfo("America/Denver"))
PASSPHRASE = "every released schema opens for ever"


def hold_session(vault: Vault, client: int) -> None:
    """A medicine day from the gate to its signed note."""
    day = medicine_days.begin(vault, client, AT)
    gate.answer(vault, day, "vitals", AT, data=read_vitals("124/78 72 98").data)
    medicine.take_in(vault, day, Dose(3, 100), 4, "Ada Example, 100 mg", AT, AT)
    spoke = day_entries.enter_event(vault, day, EntryKind.SPOKE, AT, AT, "“it is wide here”")
    day_entries.correct(vault, spoke, AT, "“it is wide here, café”", AT)
    leaving.look(vault, day, Leaving(Judgement.AGAINST_ADVICE, words="a word", left_at=AT), AT)
    _, note = day_note.note_of_day(vault, day, AT)
    notes.save_draft(vault, note, "With its record.", AT)
    notes.sign_note(vault, note, AT)


def sign_paper(vault: Vault, client: int) -> None:
    """A consent signed on the screen, then revoked; and one filed from paper with its scan."""
    draft = paper_signing.begin(vault, client, "consent-therapy", "en", AT)
    hand = paper_signing.in_hand(vault, draft, AT.date())
    filled = Filled(
        {one.name: f"words for {one.name}" for one in hand.fields if not one.value},
        {one.name: (one.options[0][0],) for one in hand.choices},
        {number: "A. E." for number, _ in (*hand.points, *hand.acknowledged)},
    )
    paper_signing.keep(vault, draft, filled, AT)
    drawn = ((Point(0.1, 0.2), Point(0.3, 0.1, 40), Point(0.6, 0.22, 90)),)
    paper_signing.sign(vault, draft, Signature(Role.CLIENT, "Ada Example", "drawn", strokes=drawn), AT)
    paper_signing.sign(vault, draft, Signature(Role.THERAPIST, "Nobody Real", "typed"), AT)
    filed = paper_signing.file_signed(vault, draft, AT)
    paper_standings.tell(vault, client, "", What.REVOKED, AT.date(), "wants no more", "Ada Example", AT, filed)
    signers = ((Role.CLIENT, "Ada Example", ""), (Role.THERAPIST, "Nobody Real", ""))
    told = OnPaper("touch-agreement", AT.date(), signers, "1", at=time(9))
    papers_on_paper.file_from_paper(vault, client, told, [b"%PDF-1.4\n%a scan\n"], AT)


def main() -> None:
    """Write NNNN.kapdesk and NNNN.kdbk beside this file; an existing one is never replaced."""
    folder = Path(__file__).with_name(f"{REVISION}.kapdesk")
    keys.USUAL = keys.FLOOR  # the least that is accepted, so that the tests stay quick
    facts = PracticeFacts(name="Released", therapist="Nobody Real", phone="505-555-0100", fictional=True)
    created = opening.create_practice(folder, PASSPHRASE, facts, AT)
    vault = opening.open_practice(created.unlocked, AT)
    first = clients.create_client(vault, ClientFacts("Ada Example"), AT)
    clients.create_client(vault, ClientFacts("José Ejemplo"), AT)
    courses.add_session(vault, first, SessionKind.PREPARATION, AT.date(), AT)
    session = courses.list_sessions(vault, first)[0].id
    words = "Signed when this schema was new: “café”."
    note = notes.start_note(vault, first, NoteKind.PREPARATION, AT.date(), AT, session, words)
    notes.sign_note(vault, note, AT)
    notes.add_addendum(vault, note, "a reason", "more words", AT)
    notes.put_down(vault)
    orders.enter_order(vault, first, Order("Dr. Amari", written_on=AT.date(), doses_authorised=2, interval_days=14), AT)
    when = When(datetime.combine(AT.date(), time(15)), 180, "America/Denver")
    appointments.book(vault, Booking(AppointmentKind.KETAMINE, when, first), AT)
    private_notes.start_note(vault, first, AT.date(), "kept apart", AT)
    sign_paper(vault, first)
    hold_session(vault, first)
    backups.make_backup(backups.prepare_backup(vault), folder.with_suffix(".kdbk"), AT)
    opening.close_practice(vault, AT)
    (folder / "lock").unlink()
    sys.stdout.write(f"{folder}\n{created.recovery_key.words}\n")


if __name__ == "__main__":
    main()

"""Pictures of the people: details with their dialogs, the contact book, the list with every column; usual, empty, overfull."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer, Contact, ContactKind, Role, Way, WayKind
from kapdesk.domain.health import Allergy, Diagnosis, Flag, HowKnown, Medicine, Weight
from kapdesk.ui.clients.filter import FilterDialog
from kapdesk.ui.clients.new_client import NewClientDialog
from kapdesk.ui.details import asks
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.ui.details.own import FieldsDialog, OwnFieldsDialog
from kapdesk.ui.details.person import PersonDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import client_list, clients, contacts, entries
from kapdesk.usecases.people.client_list import Wanted
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault

Take = Callable[[QWidget, str], None]
TakeDialog = Callable[[QDialog, str], None]
Clock = Callable[[], datetime]
_LONG = "Maximiliana Wolfeschlegelsteinhausen de la Fuente y Alvarado"


def draw(take: Take, dialog: TakeDialog, window: Window, vault: Vault, clock: Clock) -> None:
    """Every page, dialog and state; the practice is changed by it."""
    window.messages.hide()
    _dialogs(dialog, window, vault, clock)
    _contacts(take, window)
    nobody = next(row.id for row in clients.list_all_clients(vault, clock().date()) if row.name.startswith("J."))
    _details(take, window, nobody, "details-empty")
    _fill_up(vault, clock())
    full = next(row.id for row in clients.list_all_clients(vault, clock().date()) if row.legal_name == _LONG)
    _details(take, window, full, "details-overfull")
    client_list.choose_columns(vault, client_list.COLUMNS, clock())
    client_list.keep_view(vault, "To call this week", Wanted(open="missing"), clock())
    window.show_page("clients")
    take(window, "clients-every-column")
    window.clients.status.show_view("To call this week")
    take(window, "clients-view")


def _details(take: Take, window: Window, client_id: int, name: str) -> None:
    window.open_client(client_id)
    window.chart.open_tab("details")
    take(window, name)


def _dialogs(dialog: TakeDialog, window: Window, vault: Vault, clock: Clock) -> None:
    def keep(_entry: object) -> Undo:
        raise AssertionError("nothing is kept for a picture")

    rosa = next(row.id for row in clients.list_all_clients(vault, clock().date()) if row.name.startswith("Rosa"))
    flag = entries.entries_of(vault, rosa, Flag)[0]
    dialog(EntryDialog("Flag for the prescriber", asks.FLAG, flag, keep, parent=window), "flag")
    wrong = EntryDialog("Diagnosis", asks.DIAGNOSIS, Diagnosis("296.33"), keep, parent=window)
    dialog(wrong, "diagnosis-warning")
    dialog(EntryDialog("Way to reach the client", asks.WAY, Way(), keep, parent=window), "way")
    dialog(EntryDialog("Medicine, as told", asks.MEDICINE, Medicine(), keep, parent=window), "medicine")
    person = contacts.people_of(vault, rosa)[1]
    dialog(PersonDialog(vault, clock, rosa, person, window), "person")
    dialog(PersonDialog(vault, clock, rosa, parent=window), "person-new")
    dialog(OwnFieldsDialog(vault, clock, rosa, window), "own-fields")
    dialog(FieldsDialog(vault, clock, lambda _undo: None, window), "own-fields-of-all")
    dialog(FilterDialog(Wanted(status=Status.ACTIVE, open="unsigned"), window), "clients-filter")
    alike = NewClientDialog(vault, clock, window)
    alike.form.fields["legal_name"].setProperty("text", "Delgado Rosa")
    alike.form.fields["phone"].setProperty("text", "(505) 555-0141")
    dialog(alike, "new-client-on-file")


def _contacts(take: Take, window: Window) -> None:
    window.show_page("contacts")
    take(window, "contacts")
    window.contacts.search.setText("amari")
    take(window, "contacts-search")
    window.contacts.search.setText("nobody of that name")
    take(window, "contacts-nobody")
    window.contacts.search.clear()


def _fill_up(vault: Vault, at: datetime) -> None:
    """Somebody with more of everything than a page has room for."""
    facts = ClientFacts(
        _LONG, "", "she/they", None, Status.ACTIVE, "A very long address with an apartment, a gate and a code\n" * 3,
        concerns="What brings her, told at length and without a stop. " * 12, goals="A goal among many. " * 10,
    )  # fmt: skip
    client = clients.create_client(vault, facts, at)
    for number in range(9):
        label = f"number {number + 1} of those that are hardly ever used"
        entries.save_entry(vault, client, Way(WayKind.PHONE, f"505-555-01{number:02}", label, Answer.NO), at)
        contact = Contact(
            f"{_LONG} the {number + 1}th", ContactKind.FAMILY, "Organization of a long name", "505-555-0100"
        )
        contacts.save_person(vault, client, contact, Link(Role.FAMILY, "cousin by marriage"), at)
        weight = (Weight.STOP_AND_ASK, Weight.TELL, Weight.NOTE)[number % 3]
        entries.save_entry(
            vault, client, Flag(f"Something to know {number}", HowKnown.SAID, weight, "Words. " * 40), at
        )
        entries.save_entry(vault, client, Allergy(f"Substance {number}", "a reaction told in many words " * 3), at)
        entries.save_entry(vault, client, Medicine(f"Medicine {number}", "as told " * 10, "somebody"), at)
        entries.save_entry(vault, client, Diagnosis(f"F3{number}.1", "a diagnosis in many words " * 4), at)

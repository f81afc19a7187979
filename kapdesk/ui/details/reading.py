"""A client's details as they are read: cards side by side, each with its own way to be changed."""

from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Way
from kapdesk.ui import look
from kapdesk.ui.days import shown
from kapdesk.ui.details import cards
from kapdesk.ui.flow import Columns
from kapdesk.ui.theme import px
from kapdesk.usecases.people import clients, contacts, details, entries, health
from kapdesk.usecases.people.health import Asked, HealthTold

if TYPE_CHECKING:
    from datetime import date

    from kapdesk.ui.details.tab import DetailsTab


def reading(tab: "DetailsTab") -> QScrollArea:
    """All cards, in a place that scrolls."""
    inside = QWidget()
    whole = look.column(inside, gap=16)
    whole.setContentsMargins(0, 0, px(8), 0)
    sides = Columns(least=700, gap=16)
    for made in ((_person, _own), (_ways, _people)):
        side = QWidget()
        column = look.column(side, gap=16)
        for card in made:
            column.addWidget(card(tab))
        column.addStretch(1)
        sides.add(side, 1)
    whole.addWidget(sides)
    told = health.health_of(tab.vault, tab.client_id)
    whole.addWidget(_flags(tab, told))
    beside = Columns(least=700, gap=16)
    for pair in ((_allergies, _diagnoses), (_medicines,)):
        side = QWidget()
        column = look.column(side, gap=16)
        for part in pair:
            column.addWidget(part(tab, told))
        column.addStretch(1)
        beside.add(side, 1)
    whole.addWidget(beside)
    whole.addStretch(1)
    return look.scroll(inside)


def _person(tab: "DetailsTab") -> QWidget:
    facts = clients.get_client(tab.vault, tab.client_id)
    archived = facts.status is Status.ARCHIVED
    photo = details.photo_of(tab.vault, tab.client_id)
    acts = [("Edit", "edit_details", tab.edit), ("Photo…", "choose_photo", tab.choose_photo)]
    if photo:
        acts.append(("Remove the photo", "remove_photo", tab.remove_photo))
    acts.append(("Take back from the archive" if archived else "Archive", "archive", tab.archive_or_restore))
    frame, layout = cards.titled("Person", *acts)
    if photo:
        picture = look.label("", "body", "photo")
        picture.setAccessibleName(f"Photo of {facts.name}")
        mode = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(QImage.fromData(photo))
        picture.setPixmap(pixmap.scaled(px(112), px(112), Qt.AspectRatioMode.KeepAspectRatio, mode))
        layout.addWidget(picture)
    layout.addWidget(cards.facts_grid(facts, tab.sources))
    return frame


def _ways(tab: "DetailsTab") -> QWidget:
    frame, layout = cards.titled("Ways to reach", ("Add…", "add_way", tab.edit_way))
    ways = entries.entries_of(tab.vault, tab.client_id, Way)
    rows = []
    for number, way in enumerate(ways):
        place: Literal["only", "first", "later"] = "only" if len(ways) == 1 else "later" if number else "first"
        source = tab.sources.get(f"way:{way.id}", "")
        rows.append(cards.way_row(way, place, partial(tab.edit_way, way), partial(tab.put_first, way), source))
    cards.add_rows(layout, rows, "No telephone or address yet. Ask as well whether you may leave a message there.")
    return frame


def _people(tab: "DetailsTab") -> QWidget:
    frame, layout = cards.titled("People and contacts", ("Add…", "add_person", tab.edit_person))
    rows = [
        cards.person_row(person, partial(tab.edit_person, person), tab.sources.get(f"person:{person.link.id}", ""))
        for person in contacts.people_of(tab.vault, tab.client_id)
    ]
    words = "Nobody yet: the emergency contact, the prescriber, who drives home, the pharmacy."
    cards.add_rows(layout, rows, words)
    return frame


def _own(tab: "DetailsTab") -> QWidget:
    fields = details.own_fields(tab.vault, tab.client_id)
    acts = [("Fill in", "edit_own", tab.edit_own)] if fields else []
    frame, layout = cards.titled("Own fields", *acts, ("Fields…", "edit_fields", tab.edit_fields))
    layout.addWidget(cards.own_grid(fields))
    if not fields:
        layout.addWidget(look.label("Whatever else your practice wants to keep of every client.", "muted"))
    return frame


def _flags(tab: "DetailsTab", told: HealthTold) -> QWidget:
    frame, layout = cards.titled("Flags for the prescriber", ("Add…", "add_flag", tab.edit_flag))
    rows = [
        cards.flag_row(flag, partial(tab.edit_flag, flag), tab.sources.get(f"flag:{flag.id}", ""))
        for flag in told.flags
    ]
    words = "None noted. What the prescriber is to know stands here, with when she was told and what she answered."
    cards.add_rows(layout, rows, words)
    return frame


def _allergies(tab: "DetailsTab", told: HealthTold) -> QWidget:
    frame, layout = cards.titled(
        "Allergies, as told",
        ("Asked…", "asked_allergies", partial(tab.edit_asked, "allergies")),
        ("Add…", "add_allergy", tab.edit_allergy),
    )
    rows = [cards.allergy_row(one, partial(tab.edit_allergy, one)) for one in told.allergies]
    _add_asked(layout, rows, "allergies", told.allergies_asked_on)
    return frame


def _medicines(tab: "DetailsTab", told: HealthTold) -> QWidget:
    frame, layout = cards.titled(
        "Medicines, as told",
        ("Asked…", "asked_medicines", partial(tab.edit_asked, "medicines")),
        ("Add…", "add_medicine", tab.edit_medicine),
    )
    rows = [cards.medicine_row(one, partial(tab.edit_medicine, one)) for one in told.medicines]
    _add_asked(layout, rows, "medicines", told.medicines_asked_on)
    return frame


def _add_asked(layout: QVBoxLayout, rows: list[QWidget], about: Asked, on: "date | None") -> None:
    """The rows, and when the client was asked; that none was told is only said once she was."""
    nothing = f"None told, asked on {shown(on)}." if on else f"Not asked about {about} yet."
    cards.add_rows(layout, rows, nothing)
    if rows and on:
        layout.addWidget(look.rule())
        layout.addWidget(look.label(f"Asked on {shown(on)}", "small"))


def _diagnoses(tab: "DetailsTab", told: HealthTold) -> QWidget:
    frame, layout = cards.titled("Diagnoses", ("Add…", "add_diagnosis", tab.edit_diagnosis))
    rows = [cards.diagnosis_row(one, partial(tab.edit_diagnosis, one)) for one in told.diagnoses]
    cards.add_rows(layout, rows, "None entered. Code and words as you type them, with who made the diagnosis.")
    return frame

"""Somebody around a client: chosen from the contact book or new, and what she is to the client."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QWidget

from kapdesk.domain.contacts import Contact
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.details.asks import CONTACT, LINK
from kapdesk.ui.details.entry import EntryForm
from kapdesk.ui.flow import fit
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import contacts
from kapdesk.usecases.people.contacts import Link, PersonRow
from kapdesk.vault.database import Vault


class PersonDialog(QDialog):
    """Two forms in one: the link to this client, and the contact, which all charts share; `undo` once it was kept."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        person: PersonRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("person_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id, self._person = vault, clock, client_id, person
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label(person.contact.name if person else "Somebody around the client", "heading"))
        inside = QWidget()
        forms = look.column(inside, gap=10)
        self.who = self._choice()
        if person is None:
            forms.addWidget(look.field("Who", self.who))
        self.link = EntryForm(LINK, person.link if person else Link())
        forms.addWidget(self.link)
        self._shared = look.label("", "muted", "shared")
        forms.addWidget(self._shared)
        self.contact = EntryForm(CONTACT, person.contact if person else Contact(kind=Link().role.kind))
        forms.addWidget(self.contact)
        layout.addWidget(look.scroll(inside), 1)
        self._error = look.error_line("person_error")
        layout.addWidget(self._error)
        layout.addLayout(self._buttons())
        role = self.link.fields["role"]
        assert isinstance(role, QComboBox)
        role.activated.connect(self._follow_role)
        self.who.activated.connect(self._choose)
        self._say_shared(person.contact if person else None)
        self._nothing = self._words()
        fit(self, 620, 700)

    def save(self) -> None:
        """Keep both, or say at the field why not."""
        self._run(
            lambda: contacts.save_person(
                self._vault, self._client_id, self.contact.entry(), self.link.entry(), self._clock()
            )
        )

    def remove(self) -> None:
        """Name the person no longer in this chart; the contact stays in the book."""
        if self._person is not None:
            link_id = self._person.link.id
            self._run(lambda: contacts.remove_person(self._vault, self._client_id, link_id, self._clock()))

    def reject(self) -> None:
        """Close; something typed is not thrown away without a question."""
        typed = self._words() != self._nothing
        if not typed or ask.confirm(self, "Close this form? What you typed is not kept.", "Close without keeping"):
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands where one begins."""
        super().showEvent(event)
        (self.who if self._person is None else self.link.fields["role"]).setFocus()

    def _buttons(self) -> QHBoxLayout:
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        save = look.button("Save", "save_person", "primary")
        save.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        out = look.button("Remove from this chart", "remove_person", "danger")
        if self._person is None:
            out.hide()
        out.clicked.connect(self.remove)
        return look.row(out, None, cancel, save)

    def _choice(self) -> QComboBox:
        box = look.choice("who", "Who")
        box.setMaxVisibleItems(16)
        box.addItem("Somebody new", None)
        if self._person is None:
            for row in contacts.list_contacts(self._vault):
                words = " · ".join(filter(None, (row.contact.name, row.contact.organization or row.contact.phone)))
                box.addItem(words, row.contact)
        return box

    def _choose(self) -> None:
        chosen: Contact | None = self.who.currentData()
        role = self.link.entry().role
        self.contact.fill(chosen or Contact(kind=role.kind))
        self._say_shared(chosen)

    def _follow_role(self) -> None:
        """A new contact takes the kind that goes with the role."""
        if self._person is None and self.who.currentData() is None:
            kind = self.contact.fields["kind"]
            assert isinstance(kind, QComboBox)
            values = [value for _, value in CONTACT[1].choices]
            kind.setCurrentIndex(values.index(self.link.entry().role.kind))

    def _say_shared(self, contact: Contact | None) -> None:
        others = []
        if contact is not None and contact.id:
            uses = contacts.uses_of(self._vault, contact.id)
            others = sorted({use.name for use in uses if use.client_id != self._client_id})
        words = ""
        if others:
            shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
            words = f"Also in the chart of {shown}. What you change below is changed there too."
        look.show_error(self._shared, words)

    def _words(self) -> tuple[str, ...]:
        return (self.who.currentText(), *self.link.words(), *self.contact.words())

    def _run(self, act: Callable[[], Undo]) -> None:
        look.show_error(self._error, "")
        try:
            self.undo = act()
        except BadInput as problem:
            if not self.contact.show_problem(problem) and not self.link.show_problem(problem):
                look.show_error(self._error, str(problem))
        except KapdeskError as error:
            look.show_error(self._error, str(error))
        else:
            self.accept()

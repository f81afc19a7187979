"""The first step: the name of the practice and of the therapist; all else is folded away, and can wait."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.domain.file_names import fitted, what_is_wrong
from kapdesk.errors import BadInput
from kapdesk.ui import ask
from kapdesk.ui.flow import Columns
from kapdesk.ui.look import button, card, choice, column, field, label, line, mark_wrong, row
from kapdesk.vault.half_made import SUFFIX

_MORE = ("phone", "email", "credentials", "file_name")


class PracticeStep(QWidget):
    """The facts that may be empty, and the name of the file, which may not; `changed` when something was typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder = paths.documents()
        self._named_by_hand = False
        self.fields = {
            "name": line("name", "Name of the practice", "as it stands on papers"),
            "therapist": line("therapist", "Your name", "as you sign"),
            "credentials": line("credentials", "Credentials", "such as PhD, LPCC"),
            "phone": line("phone", "Telephone"),
            "email": line("email", "Email"),
        }
        self.zone = choice("time_zone", "Time zone")
        self.file_name = line("file_name", "Name of the practice file", "such as High Mesa")
        frame, layout = card("Your practice")
        column(self).addWidget(frame)
        layout.addWidget(label("Two names are enough for now.", "muted"))
        names = Columns(least=400)
        names.add(field("Name of the practice", self.fields["name"]), 1)
        names.add(field("Your name", self.fields["therapist"]), 1)
        layout.addWidget(names)
        self.place = label("", "small", "place")
        layout.addWidget(self.place)
        self.more = button("More…", "more_facts", "quiet")
        self.more.setAccessibleName("More: credentials, telephone, email, time zone, where the file lies")
        self.more.setCheckable(True)
        layout.addLayout(row(self.more, None))
        folded = self._folded()
        folded.hide()
        layout.addWidget(folded)
        layout.addStretch(1)
        self.more.toggled.connect(folded.setVisible)
        self.fields["name"].textEdited.connect(self._suggest_file)
        self.file_name.textEdited.connect(self._name_by_hand)
        for one in (*self.fields.values(), self.file_name):
            one.textChanged.connect(self._show_place)
            one.textChanged.connect(self.changed)
        self.zone.activated.connect(self.changed)
        self._show_place()

    def _folded(self) -> QWidget:
        inside = QWidget()
        layout = column(inside, gap=8)
        choose = button("Choose another folder…", "choose_folder", "quiet")
        choose.clicked.connect(self._choose_folder)
        pairs = (
            (field("Credentials", self.fields["credentials"]), field("Telephone", self.fields["phone"])),
            (field("Email", self.fields["email"]), field("Time zone", self.zone)),
        )
        for pair in pairs:
            both = Columns(least=440)
            for one in pair:
                both.add(one, 1)
            layout.addWidget(both)
        layout.addWidget(field("Name of the practice file on this computer", self.file_name))
        layout.addLayout(row(choose, None))
        return inside

    @property
    def target(self) -> Path:
        """The practice file that will be made."""
        return self._folder / f"{self.file_name.text().strip()}{SUFFIX}"

    def set_folder(self, folder: Path) -> None:
        """Where the practice file will lie."""
        self._folder = folder
        self._show_place()
        self.changed.emit()

    def facts(self) -> Any:
        """The practice's facts as typed."""
        from kapdesk.usecases.house.practice import PracticeFacts

        words: dict[str, Any] = {name: one.text().strip() for name, one in self.fields.items()}
        return PracticeFacts(**words, time_zone=self.zone.currentText() or _this_zone(None))

    def check(self) -> None:
        """BadInput when something cannot be kept as it is."""
        from kapdesk.usecases.house.practice import checked

        for one in (*self.fields.values(), self.file_name):
            mark_wrong(one, False)
        name = self.file_name.text().strip()
        if not name:
            unnamed = not self.fields["name"].text().strip()
            words = "Write the name of your practice." if unnamed else "Give the practice file a name."
            raise BadInput(words, "name" if unnamed else "file_name")
        if wrong := what_is_wrong(name):
            raise BadInput(
                f"Give the practice file a name, {wrong}: the practice’s own, or another one.",
                "file_name",
            )
        if paths.is_there(self.target):
            raise BadInput(
                "There is a practice file of that name already. Choose another name or folder, or open that one.",
                "file_name",
            )
        checked(self.facts())

    def show_wrong(self, name: str) -> None:
        """Go to the entry that cannot be kept."""
        if name in _MORE:
            self.more.setChecked(True)
        one = self.file_name if name == "file_name" else self.fields.get(name)
        if one is not None:
            mark_wrong(one, True)
            one.setFocus()

    def typed(self) -> dict[str, str]:
        """All that was typed, to be kept for the case of a crash."""
        words = {name: one.text() for name, one in self.fields.items()}
        return {
            **words,
            "file_name": self.file_name.text(),
            "folder": str(self._folder),
            "time_zone": self.zone.currentText(),
        }

    def put(self, typed: dict[str, str]) -> None:
        """Show what was typed before."""
        for name, one in (*self.fields.items(), ("file_name", self.file_name)):
            one.setText(typed.get(name, ""))
        if Path(typed.get("folder", "")).is_absolute() and paths.is_folder(Path(typed["folder"])):
            self._folder = Path(typed["folder"])
        if typed.get("time_zone"):
            self.zone.addItem(typed["time_zone"])
        self._named_by_hand = bool(typed) and self.file_name.text() != _file_name(typed.get("name", ""))
        self._show_place()

    def known_words(self) -> list[str]:
        """What an attacker would try first."""
        return [one.text() for one in self.fields.values() if one.text()]

    def fill_time_zones(self, now: datetime) -> None:
        """Offer the time zones, this computer's first; after the window is shown."""
        from kapdesk.usecases.house.practice import time_zones

        if self.zone.count() > 1:
            return
        chosen, names = self.zone.currentText(), time_zones()
        self.zone.clear()
        self.zone.addItems(names)
        self.zone.setCurrentText(chosen if chosen in names else _this_zone(now))

    def _choose_folder(self) -> None:
        chosen = ask.folder(self, "Where the practice file will lie", self._folder)
        if chosen is not None:
            self.set_folder(chosen)

    def _suggest_file(self, name: str) -> None:
        if not self._named_by_hand:
            self.file_name.setText(_file_name(name))

    def _name_by_hand(self, name: str) -> None:
        self._named_by_hand = bool(name)

    def _show_place(self) -> None:
        named = self.file_name.text().strip()
        self.place.setText(
            f"It will be one encrypted file: {self.target}" if named else f"It will lie in {self._folder}"
        )


def _file_name(name: str) -> str:
    return fitted(name)


def _this_zone(now: datetime | None) -> str:
    """The name of this computer's time zone where it tells it and it is known; else the Mountain one, which can be changed."""
    from PySide6.QtCore import QTimeZone

    from kapdesk.usecases.house.practice import time_zone_names

    here = getattr(now.tzinfo, "key", "") if now is not None else ""
    here = here or bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return here if here in time_zone_names() else "America/Denver"

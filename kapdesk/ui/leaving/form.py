"""The list, the judgement, and what each judgement asks for."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from kapdesk.domain.dates import long
from kapdesk.domain.leaving import LIST, Driver, Judgement, Leaving, Path, list_for
from kapdesk.errors import BadInput
from kapdesk.ui.asked import AskedRows
from kapdesk.ui.choices import Choices
from kapdesk.ui.flow import Columns
from kapdesk.ui.look import button, card, column, field, label, line, mark_wrong, text_box
from kapdesk.ui.time_field import TimeField
from kapdesk.usecases.medicine_day.leaving import LeavingView, tablets_words

_TEXTS = ("released_to", "phone", "again_minutes", "reached", "tablets")
_MOVES_ON = 20_000
"""Milliseconds between two looks at the clock while the time offered is nobody's but the clock's."""


class LeavingForm(QWidget):
    """Reads and shows a look; `edited` with every change, `emergency` when 911 is called, `paper` to hand it out."""

    edited = Signal()
    emergency = Signal()
    paper = Signal()

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self._view: LeavingView | None = None
        self._left_is_typed = False
        self.asked = AskedRows("leaving_list", LIST)
        self.judgement = Choices("judgement", "Your judgement", Judgement)
        self.path = Choices("path", "What is done", Path)
        self.driver = Choices("driver", "Who drives", Driver)
        self.fields: dict[str, QLineEdit] = {
            "released_to": line("released_to", "Released to"),
            "phone": line("leaving_phone", "Telephone"),
            "again_minutes": line("again_minutes", "Minutes until you look again", "minutes"),
            "reached": line("reached", "Who was reached", "name, or “nobody”"),
            "tablets": line("tablets_left", "What became of the tablets", "kept by the client, or left behind and …"),
        }
        self.words = text_box("leaving_words", "In your words", 3)
        self.left_at = TimeField("left_at", "Left at")
        self._boxes: dict[str, QWidget] = {}
        self._build()
        self._ticking = QTimer(self, interval=_MOVES_ON)
        self._ticking.timeout.connect(self._offer_now)
        self._connect()
        self._arrange()

    def _build(self) -> None:
        whole = column(self, gap=12)
        frame, inside = card("The list")
        inside.addWidget(label("Y yes · N no · ↑ ↓ · Backspace not asked", "small"))
        inside.addWidget(self.asked)
        self.hand_out = button("Print “After your ketamine session”", "print_afterwards", "quiet", "Ctrl+P")
        self.handed_out = label("", "small", "handed_out")
        inside.addWidget(self.hand_out)
        inside.addWidget(self.handed_out)
        self._box("tablets", "Tablets", inside)
        whole.addWidget(frame)
        frame, inside = card("Your judgement")
        inside.addWidget(self.judgement)
        self._boxes["path"] = field("What is done", self.path)
        inside.addWidget(self._boxes["path"])
        self.prescriber = label("", "strong", "prescriber_phone")
        self.prescriber.setWordWrap(True)
        inside.addWidget(self.prescriber)
        self._box("reached", "Who was reached at the prescriber’s", inside)
        self._box("again_minutes", "Look again in", inside)
        self._boxes["driver"] = field("Who drives", self.driver)
        inside.addWidget(self._boxes["driver"])
        who = Columns(least=420, gap=12)
        for name, words in (("released_to", "Released to"), ("phone", "Telephone")):
            self._boxes[name] = field(words, self.fields[name])
            who.add(self._boxes[name], 2)
        self._boxes["left_at"] = field("Left at", self.left_at)
        who.add(self._boxes["left_at"], 1)
        inside.addWidget(who)
        self.hint = label("", "small", "leaving_hint")
        inside.addWidget(self.hint)
        self._boxes["words"] = field("In your words", self.words)
        inside.addWidget(self._boxes["words"])
        whole.addWidget(frame)
        whole.addStretch(1)

    def _box(self, name: str, words: str, inside: Any) -> None:
        self._boxes[name] = field(words, self.fields[name])
        inside.addWidget(self._boxes[name])

    def _connect(self) -> None:
        self.asked.answered.connect(lambda _: self.edited.emit())
        for one in (self.judgement, self.path, self.driver):
            one.chosen.connect(self._chosen)
        self.path.chosen.connect(self._call_911)
        for field_ in self.fields.values():
            field_.textEdited.connect(self.edited)
        self.fields["released_to"].textEdited.connect(self._offer_phone)
        self.words.textChanged.connect(self.edited)
        self.left_at.textEdited.connect(self._typed_time)
        self.hand_out.clicked.connect(self.paper)

    def show_view(self, view: LeavingView) -> None:
        """What is asked depends on whether medicine was taken, on the chart's ride, and on the tablets."""
        self._view = view
        self.asked.ask_only(list_for(view.medicine))
        self.hand_out.setVisible(view.medicine)
        self.handed_out.setText(view.instructions)
        self.handed_out.setVisible(bool(view.instructions))
        _name(self._boxes["tablets"], f"{tablets_words(view.tablets)} brought and not taken: what became of it?")
        around = view.day.around
        self.prescriber.setText(around.prescriber.words or "No prescriber with a telephone is in the chart.")
        self._arrange()

    def typed(self) -> dict[str, Any]:
        """Everything as it stands in the fields, by their names."""
        return {
            "answers": self.asked.answers(),
            "judgement": self.judgement.value().value,
            "path": self.path.value().value,
            "driver": self.driver.value().value,
            "words": self.words.toPlainText(),
            "left_at": self.left_at.text() if self._left_is_typed else "",
            **{name: self.fields[name].text() for name in _TEXTS},
        }

    def put(self, typed: dict[str, Any]) -> None:
        """Show what `typed` gave; an empty one empties everything."""
        self.blockSignals(True)
        self.asked.put(typed.get("answers", {}))
        self.judgement.choose(Judgement(typed.get("judgement", Judgement.NOT_YET)))
        self.path.choose(Path(typed.get("path", "")))
        self.driver.choose(Driver(typed.get("driver", "")))
        self.words.setPlainText(typed.get("words", ""))
        for name in _TEXTS:
            self.fields[name].setText(typed.get(name, ""))
        self._left_is_typed = bool(typed.get("left_at"))
        self.left_at.setText(typed.get("left_at", ""))
        self._arrange()
        self.blockSignals(False)

    def leaving(self) -> Leaving:
        """What is said, for the use case; BadInput with a field's name for what is no time and no number."""
        judgement = self.judgement.value()
        path = self.path.value() if judgement is Judgement.NOT_FIT else Path.NONE
        asked = self._asked(judgement, path)
        minutes = self.fields["again_minutes"].text().strip() if "again_minutes" in asked else ""
        if minutes and not (minutes.isdecimal() and 1 <= int(minutes) <= 240):
            raise BadInput("Type the minutes as a number, such as 20.", "again_minutes")
        texts = {
            name: self.fields[name].text() if name in asked else "" for name in ("released_to", "phone", "reached")
        }
        assert self._view is not None
        return Leaving(
            judgement,
            self.asked.answers(),
            self.words.toPlainText(),
            path,
            self.driver.value() if "driver" in asked else Driver.NOT_SAID,
            texts["released_to"],
            texts["phone"],
            self._left() if "left_at" in asked else None,
            self._view.instructions,
            texts["reached"],
            int(minutes) if minutes else None,
            not self._view.medicine,
        )

    @property
    def tablets(self) -> str:
        """What became of the tablets that were not taken; empty where it is not asked."""
        return self.fields["tablets"].text() if self._view is not None and self._view.tablets else ""

    def show_problem(self, name: str) -> None:
        """Mark the field that a sentence is about, and go to it; without a name none is marked."""
        widgets: dict[str, QWidget] = {
            **self.fields,
            "words": self.words,
            "left_at": self.left_at,
            "time": self.left_at,
        }
        for one in widgets.values():
            mark_wrong(one, False)
        widgets |= {"path": self.path, "driver": self.driver}
        if name in widgets:
            if name not in ("path", "driver"):
                mark_wrong(widgets[name], True)
            widgets[name].setFocus()

    def asks_for_more(self, widget: QWidget) -> bool:
        """Whether the fields below depend on this answer."""
        return any(widget in one.widgets() for one in (self.judgement, self.path, self.driver))

    def _asked(self, judgement: Judgement, path: Path) -> set[str]:
        """Which fields this judgement asks for."""
        medicine = self._view is None or self._view.medicine
        if judgement is Judgement.FIT:
            return {"driver", "released_to", "phone", "left_at"} if medicine else {"left_at"}
        if judgement is Judgement.AGAINST_ADVICE:
            return {"driver", "released_to", "phone", "left_at"}
        if judgement is Judgement.NOT_YET:
            return set()
        more = {
            Path.NONE: set(),
            Path.WAIT: {"again_minutes"},
            Path.PRESCRIBER: {"reached", "again_minutes"},
            Path.EMERGENCY: {"released_to", "left_at"},
        }
        return {"path", *more[path]}

    def _arrange(self) -> None:
        judgement, path = self.judgement.value(), self.path.value()
        asked = self._asked(judgement, path)
        for name, box in self._boxes.items():
            box.setVisible(name in asked or name == "words")
        self._boxes["tablets"].setVisible(self._view is not None and bool(self._view.tablets))
        not_fit = judgement is Judgement.NOT_FIT
        self.prescriber.setVisible(not_fit and path is Path.PRESCRIBER)
        handed = not_fit and path is Path.EMERGENCY
        _name(self._boxes["released_to"], "Handed to" if handed else "Released to")
        self.hint.setText(self._hint(judgement, handed))
        self.hint.setVisible(bool(self.hint.text()))
        if "left_at" in asked and not handed:
            self._offer_now()
            self._ticking.start()
        else:
            self._ticking.stop()
            if not self._left_is_typed:
                self.left_at.clear()

    def _hint(self, judgement: Judgement, handed: bool) -> str:
        if handed:
            return "Leave the time empty while the client is still here; a time ends the session."
        if self._later and judgement in (Judgement.FIT, Judgement.AGAINST_ADVICE) and self._view is not None:
            return f"This session is of {long(self._view.day.on, self._clock().date())}. Type when the client left."
        if judgement is Judgement.AGAINST_ADVICE:
            return "Write what was said and done: the risks named, what was offered, who was told."
        if judgement is Judgement.FIT and self.driver.value() in (Driver.ABSENT, Driver.NOT_ABLE):
            return "Wait for somebody who can drive and choose “Not yet”, or write below how the client gets home."
        ride = self._view.day.around.ride.words if self._view else ""
        if judgement is Judgement.FIT and ride and self._view is not None and self._view.medicine:
            return f"Ride in the chart: {ride}. Type who is really here."
        return ""

    def _chosen(self) -> None:
        self._arrange()
        self.edited.emit()

    def _call_911(self) -> None:
        if self.path.value() is Path.EMERGENCY:
            self.emergency.emit()

    def _typed_time(self) -> None:
        self._left_is_typed = bool(self.left_at.text().strip())
        self.edited.emit()

    def _offer_now(self) -> None:
        """The time of day as long as no other one is typed; on a later day nobody knows it but the clinician."""
        if not self._left_is_typed and not self.left_at.hasFocus() and not self._later:
            self.left_at.set_minute(self._clock().hour * 60 + self._clock().minute)

    @property
    def _later(self) -> bool:
        """Whether the session is of another day than today: it was left open."""
        if self._view is None:
            return False
        day = self._view.day
        return self._clock().astimezone(day.begun_at.tzinfo).date() > day.on

    def _offer_phone(self, typed: str) -> None:
        """The telephone of the ride in the chart, once that name is typed."""
        ride = self._view.day.around.ride if self._view else None
        if ride and ride.phone and typed.strip().casefold() == ride.name.casefold() and not self.fields["phone"].text():
            self.fields["phone"].setText(ride.phone)

    def _left(self) -> datetime | None:
        """The time in the field on the session's day, or in the night after it."""
        minute = self.left_at.minute()
        if minute is None:
            return None
        assert self._view is not None
        day = self._view.day
        zone = day.begun_at.tzinfo
        found = datetime.combine(day.on, time(minute // 60, minute % 60), zone)
        in_the_night = not day.from_paper and found < day.begun_at.replace(second=0, microsecond=0)
        if in_the_night and self._clock().astimezone(zone).date() > day.on:
            found += timedelta(days=1)
        return found


def _name(box: QWidget, words: str) -> None:
    """Give a field that stands in its box another label."""
    box.findChild(QLabel).setText(words)  # type: ignore[union-attr]  # it has one

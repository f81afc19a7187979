"""The entries on the screen, the newest first: time and words, and what an entry was before it was corrected or withdrawn."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from kapdesk.domain.entry_words import adverse_missing, entry_words, what_it_was
from kapdesk.domain.medicine_day import EntryKind, Shown
from kapdesk.ui import look
from kapdesk.ui.theme import px


class EntryRow(QFrame):
    """One entry; a click chooses it, a second one corrects it."""

    pressed = Signal(int)
    opened = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self._known: tuple[Shown, datetime | None] | None = None
        self.setProperty("role", "entry_row")
        self.setObjectName(f"entry_{number}")
        self.time = look.label("", "muted", f"entry_time_{number}")
        self.time.setWordWrap(False)
        self.time.setFixedWidth(px(62))
        self.words = look.label("", "body", f"entry_words_{number}")
        self.mark = look.label("", "small", f"entry_mark_{number}")
        self.hint = look.label("", "small", f"entry_hint_{number}")
        self.hint.setWordWrap(False)
        self.keys = look.label("", "small", f"entry_keys_{number}")
        self.keys.hide()
        both = look.column(gap=1)
        both.addWidget(self.words)
        both.addWidget(self.mark)
        both.addWidget(self.keys)
        layout = look.row(self.time, gap=10)
        layout.setAlignment(self.time, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(both, 1)
        layout.addWidget(self.hint)
        layout.setContentsMargins(px(8), px(6), px(8), px(6))
        self.setLayout(layout)

    def show_entry(self, shown: Shown, since: datetime | None) -> None:
        """Show an entry as it stands now."""
        if (shown, since) == self._known:
            return
        self._known = shown, since
        words = entry_words(shown, since)
        self.time.setText(f"{shown.at:%H:%M}")
        self.words.setText(words)
        font = self.words.font()
        font.setStrikeOut(shown.withdrawn)
        self.words.setFont(font)
        _property(self.words, "role", "gone" if shown.withdrawn or shown.moved else "body")
        marks = marks_of(shown)
        self.mark.setText(marks)
        self.mark.setVisible(bool(marks))
        self.setAccessibleName(" ".join(part for part in (f"{shown.at:%H:%M}", words, marks) if part))

    def light(self, chosen: bool, in_hand: bool, hint: str) -> None:
        """Mark it as chosen, or as the one in hand."""
        _property(self, "chosen", chosen)
        _property(self, "in_hand", in_hand)
        for one, words in ((self.hint, "" if chosen else hint), (self.keys, hint if chosen else "")):
            one.setText(words)
            one.setVisible(bool(words))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self.pressed.emit(self.number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        self.opened.emit(self.number)


class EntryList(QScrollArea):
    """All entries; `chosen_at` is the id of the chosen one."""

    chosen_changed = Signal()
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("entries")
        self.setAccessibleName("Entries, the newest first")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(px(40))
        inside = QWidget()
        self._layout = look.column(inside, gap=0)
        self._empty = look.label("Nothing is entered yet. One key makes an entry, with the time of the key.", "muted")
        self._empty.setObjectName("no_entries")
        self._layout.addWidget(self._empty)
        self._layout.addStretch(1)
        self.setWidget(inside)
        self._rows: dict[int, EntryRow] = {}
        self._order: list[int] = []
        self._shown: dict[int, Shown] = {}
        self.chosen_at: int | None = None
        self._in_hand: int | None = None

    def show_entries(self, shown: tuple[Shown, ...], since: datetime | None) -> None:
        """Show these; `shown` as they happened, so that the last is at the top; `since` is medicine in."""
        order = [one.id for one in reversed(shown)]
        self._shown = {one.id: one for one in shown}
        for number in [one for one in self._rows if one not in self._shown]:
            gone = self._rows.pop(number)
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, one in enumerate(reversed(shown)):
            row = self._rows.get(one.id) or self._new_row(one.id)
            if self._layout.indexOf(row) != place:
                self._layout.insertWidget(place, row)
            row.show_entry(one, since)
        self._order = order
        self._empty.setVisible(not order)
        if self.chosen_at not in self._shown:
            self.chosen_at = None
        self._light()

    def entry(self, number: int | None) -> Shown | None:
        """An entry in sight."""
        return self._shown.get(number) if number is not None else None

    @property
    def chosen(self) -> Shown | None:
        """The entry that was chosen; None while none is."""
        return self.entry(self.chosen_at)

    def hold(self, number: int | None) -> None:
        """Mark the entry that was just made: Enter is for its words."""
        self._in_hand = number
        if number is not None:
            self.chosen_at = None
            self._reveal(number)
        self._light()

    def choose(self, number: int | None) -> None:
        """Choose an entry, or none."""
        self.chosen_at = number
        self._light()
        if number is not None:
            self._reveal(number)
        self.chosen_changed.emit()

    def step(self, by: int) -> None:
        """The next entry down (1) or up (-1)."""
        if not self._order:
            return
        start = self.chosen_at if self.chosen_at in self._order else self._in_hand
        place = min(max(0, self._order.index(start) + by), len(self._order) - 1) if start in self._order else 0
        self.choose(self._order[place])

    def _new_row(self, number: int) -> EntryRow:
        row = EntryRow(number)
        row.pressed.connect(self.choose)
        row.opened.connect(self.opened)
        self._rows[number] = row
        return row

    def _reveal(self, number: int) -> None:
        QTimer.singleShot(0, self, lambda: self._scroll_to(number))  # once the rows have their places

    def _scroll_to(self, number: int) -> None:
        row = self._rows.get(number)
        if row is not None:
            self._layout.activate()
            self.ensureWidgetVisible(row, 0, px(4))

    def _light(self) -> None:
        for number, row in self._rows.items():
            chosen, held = number == self.chosen_at, number == self._in_hand and self.chosen_at is None
            row.light(chosen, held, _hint(self._shown[number], chosen, held))


def marks_of(shown: Shown) -> str:
    """What is remarked about an entry: set by hand, corrected from what, withdrawn and why."""
    before = what_it_was(shown)
    parts = [
        "time set by hand" if shown.by_hand else "",
        f"corrected {_at(shown.changed_at)}, before: {'; '.join(before)}" if before else "",
        f"withdrawn {_at(shown.changed_at)}" + (f": {shown.why}" if shown.why else "") if shown.withdrawn else "",
        f"moved {_at(shown.changed_at)}" if shown.moved else "",
    ]
    if shown.kind is EntryKind.ADVERSE_EVENT and shown.counts and (missing := adverse_missing(shown)):
        parts.append(f"not entered yet: {', '.join(missing)}")
    return " · ".join(part for part in parts if part)


def _hint(shown: Shown, chosen: bool, held: bool) -> str:
    if held:
        return "Enter: the form" if shown.kind is EntryKind.ADVERSE_EVENT else "Enter: its words"
    if not chosen or shown.withdrawn or shown.moved:
        return ""
    words = "Enter form · " if shown.kind is EntryKind.ADVERSE_EVENT else ""
    return (
        f"{words}C correct · Z withdraw · Y to psychotherapy notes" if shown.words else f"{words}C correct · Z withdraw"
    )


def _at(moment: datetime | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


def _property(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

"""Writing a note: every word is in the vault within seconds; signing freezes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kapdesk.domain import forms
from kapdesk.domain.dates import in_full
from kapdesk.domain.notes import NoteKind, SessionFacts, check_can_sign
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import clock_time, shown
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.look import button, choice, column, error_line, label, mark_wrong, show_error
from kapdesk.ui.notes.bar import NoteBar
from kapdesk.ui.notes.beside import diagnoses_of, what_signing_does
from kapdesk.ui.notes.facts import NoteFacts
from kapdesk.ui.notes.integration_strip import IntegrationStrip
from kapdesk.ui.theme import px
from kapdesk.ui.writing.text import MarkdownText
from kapdesk.usecases.course import courses
from kapdesk.usecases.course.courses import SessionRow
from kapdesk.usecases.house import practice
from kapdesk.usecases.writing import note_forms, notes, plans
from kapdesk.usecases.writing.notes import Note
from kapdesk.vault.database import Vault

_SAVE_AFTER = 1_500
"""Milliseconds after the first unsaved key; so a power cut costs less than 3 s of typing."""
_COUNT_AFTER = 400
"""Milliseconds until the words are counted again; counting 20,000 words at each key would be felt."""


@dataclass(frozen=True)
class _Fresh:
    """A note that nothing was written in yet; it enters the chart with its first words."""

    client_id: int
    on: date
    session_id: int | None


class NoteEditor(QWidget):
    """A draft; `begun` with its first save, `saved` after each, `signed` and `discarded` when it is over."""

    said = Signal(str, object)
    begun = Signal(int)
    saved = Signal()
    signed = Signal(int)
    discarded = Signal()
    move_wanted = Signal()
    room_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._note: Note | None = None
        self._fresh: _Fresh | None = None
        self._form = forms.own_form(NoteKind.GENERAL)
        self._sessions: dict[int, SessionRow] = {}
        self._kept = ""
        self._wrote = False
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self.save)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_AFTER)
        self._counting.timeout.connect(self._show_count)
        self._build()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        QShortcut(QKeySequence("F11"), self, self.room_wanted.emit)

    def _build(self) -> None:
        layout = column(self, gap=8)
        self.kind = choice("note_kind", "Kind of note")
        self.kind.setFixedWidth(px(168))
        self.day = DateField("note_day", "Day of the note")
        self.day.setFixedWidth(px(112))
        self.session = choice("note_session", "Session that the note belongs to")
        self.session.setFixedWidth(px(196))
        self.fold = button("When, where, who…", "note_fold", "quiet")
        self.fold.setCheckable(True)
        head = Flow(gap=10)
        head.set_widgets([self.kind, self.day, self.session, self.fold])
        self._head = head
        layout.addWidget(head)
        self.facts = NoteFacts(self._clock)
        self.facts.hide()
        layout.addWidget(self.facts)
        self.strip = IntegrationStrip(self._vault, self._clock)
        layout.addWidget(self.strip)
        self.text = MarkdownText("note_text", "Text of the note")
        self.text.setPlaceholderText("Write here. It is kept as you type.")
        self.bar = NoteBar(self._vault, self.text)
        layout.addWidget(self.bar)
        layout.addWidget(self.text, 1)
        self.error = error_line("note_error")
        layout.addWidget(self.error)
        self.state = label("", "small", "note_state")
        discard = button("Discard", "discard_note", "quiet")
        discard.clicked.connect(self.discard)
        sign = button("Sign…", "sign_note", "primary", "Ctrl+Return")
        sign.clicked.connect(self.sign)
        acts = Flow(gap=10)
        acts.set_widgets([discard, sign])
        foot = Columns(least=360, gap=8)
        foot.add(self.state, 1)
        foot.add(acts)
        layout.addWidget(foot)
        self.text.textChanged.connect(self._typed)
        self.kind.activated.connect(self._take_form)
        self.session.activated.connect(self._take_from_session)
        self.day.day_changed.connect(self.save_head)
        self.facts.edited.connect(self.save_head)
        self.strip.edited.connect(self._typed)
        self.strip.said.connect(self.said)
        for one in (self.bar, self.text):  # what is asked takes their room while it is open
            self.strip.fold.toggled.connect(one.setHidden)
        self.fold.toggled.connect(self._fold)
        self.bar.carry_wanted.connect(self.carry_forward)
        self.bar.move_wanted.connect(self.move_wanted)
        self.bar.room_wanted.connect(self.room_wanted)

    @property
    def note_id(self) -> int | None:
        """The draft that is being written."""
        return self._note.head.id if self._note else None

    @property
    def writing(self) -> bool:
        """Whether a draft, or a note without a word yet, is open."""
        return self._note is not None or self._fresh is not None

    def open(self, note: Note) -> None:
        """Write on a draft."""
        self._note, self._fresh = note, None
        self._form = note.form
        self._show(note.client_id, note.head.kind, note.head.on, note.head.session_id, note.text, note.facts)
        self.text.setReadOnly(self._vault.reads_only)
        self._say("Read only" if self._vault.reads_only else f"Saved {clock_time(note.head.changed_at)}")

    def begin(self, client_id: int, kind: NoteKind, on: date, session_id: int | None) -> None:
        """Write a new note in its kind's own form; it is kept from its first word on."""
        self._note, self._fresh = None, _Fresh(client_id, on, session_id)
        self._form = forms.own_form(kind)
        self._show(client_id, kind, on, session_id, forms.scaffold(self._form), SessionFacts())
        self.text.setReadOnly(False)
        self._say("New")

    def save(self) -> bool:
        """Keep the words now; on failure they stay on the screen and the sentence says what to do."""
        self._timer.stop()
        words, at = self.text.words(), self._clock()
        nothing_new = words == self._kept and not self.strip.unsaved and not (self._fresh and self.facts.summary())
        if not self.writing or nothing_new or (self._fresh and not self._has_something(words)):
            return True
        fresh = self._fresh
        try:
            if self._note is not None:
                notes.save_draft(self._vault, self._note.head.id, words, at)
            elif fresh is not None:
                kind, key = self._kind(), self._form.key
                note_id = notes.start_note(
                    self._vault, fresh.client_id, kind, fresh.on, at, fresh.session_id, words, key
                )
                self._note, self._fresh = notes.get_note(self._vault, note_id, at.date()), None
            if self._note is not None:
                self.strip.save(self._note.head.id)
        except KapdeskError as error:
            show_error(self.error, f"Not saved. {error}")
            self.strip.show_problem(getattr(error, "field", ""))
            self._timer.start()
            return False
        self._kept, self._wrote = words, True
        show_error(self.error, "")
        self._say(f"Saved {clock_time(at)}")
        if fresh is not None and self._note is not None:
            self.save_head()
            self.begun.emit(self._note.head.id)
        self.saved.emit()
        return True

    def _has_something(self, words: str) -> bool:
        return forms.has_words(words, self._form) or bool(self.facts.summary()) or self.strip.unsaved

    def save_head(self) -> bool:
        """Keep kind, form, day, session and the session's facts."""
        self.fold.setText(self.facts.summary() or "When, where, who…")
        self._head.arrange()
        if self._note is None:
            return True
        mark_wrong(self.day, False)
        self.facts.show_problem("")
        try:
            day = self._day()
            facts = self.facts.facts(day)
            new = (self._kind(), day, self.session.currentData(), self._form.key, facts)
            head = self._note.head
            if new != (head.kind, head.on, head.session_id, self._note.form.key, self._note.facts):
                kind, day, session, key, facts = new
                notes.change_note_head(self._vault, head.id, kind, day, session, self._clock(), key, facts)
                self._note = notes.get_note(self._vault, head.id, self._clock().date())
                self.saved.emit()
        except KapdeskError as error:
            named = getattr(error, "field", "")
            mark_wrong(self.day, named in ("on", "note_day"))
            self.facts.show_problem(named)
            self.fold.setChecked(self.fold.isChecked() or named not in ("on", "note_day", ""))
            show_error(self.error, str(error))
            return False
        show_error(self.error, "")
        return True

    def sign(self) -> None:
        """Save, ask once, and freeze."""
        if not self.writing or not self.save():
            return
        words = self.text.words()
        try:
            check_can_sign(
                forms.without_empty_sections(words, self._form), practice.get_practice(self._vault).therapist
            )
        except BadInput as problem:
            show_error(self.error, str(problem))
            return
        if self._note is None or not self.save_head():
            return
        note_id, kind, day = self._note.head.id, self._note.head.kind_words, shown(self._note.head.on)
        sentence = f"Sign this note ({kind.lower()}, {day})?"
        if not ask.confirm(self, sentence, "Sign", what_signing_does(words, self._form), danger=False):
            return
        try:
            head = notes.sign_note(self._vault, note_id, self._clock())
        except KapdeskError as error:
            show_error(self.error, str(error))
            self.strip.show_problem(getattr(error, "field", ""))
            return
        self._note = None
        self._put_down()
        self.said.emit(f"Signed by {head.signer}", None)
        self.signed.emit(note_id)

    def discard(self) -> None:
        """Throw the draft away; the message bar can bring it back."""
        if not self.writing or not self.save():
            return
        if self._note is not None:
            try:
                undo = notes.discard_draft(self._vault, self._note.head.id, self._clock())
            except KapdeskError as error:
                show_error(self.error, str(error))
                return
            self.said.emit(undo.words, undo)
        self._note = self._fresh = None
        self._put_down()
        self.discarded.emit()

    def carry_forward(self, this_section: bool) -> None:
        """Fill empty sections from the last note of the same kind, each marked as carried; Ctrl+Z takes it back."""
        client_id = self._note.client_id if self._note else self._fresh.client_id if self._fresh else 0
        last = notes.last_in_form(
            self._vault, client_id, self._kind(), self._form.key, self._clock().date(), self.note_id
        )
        if last is None:
            self.said.emit("There is no earlier note of this kind to carry forward from.", None)
            return
        only = self.text.section() if this_section else ""
        before = self.text.words()
        after = forms.carried(last.text, before, in_full(last.head.on), self._form, only)
        if after == before:
            self.said.emit("Nothing to carry forward: no empty section here has words in the last note.", None)
            return
        self.text.replace_all(after)
        self.text.setFocus()
        self.said.emit(f"Carried from the note of {shown(last.head.on)}. Read it before you sign.", None)

    def close_down(self) -> bool:
        """Keep what is not kept yet, and let go of the draft; False when it could not be kept, and then it stays open."""
        if not self.save() or (self._note is not None and not self.save_head()):
            return False
        self._timer.stop()
        self._note = self._fresh = None
        self._put_down()
        return True

    def let_go(self) -> None:
        """The draft is somewhere else now: nothing of it is kept here."""
        self._note = self._fresh = None
        self._put_down()

    def _put_down(self) -> None:
        if self._wrote:
            notes.put_down(self._vault)
        self._wrote = False

    def _show(
        self, client_id: int, kind: NoteKind, on: date, session_id: int | None, words: str, facts: SessionFacts
    ) -> None:
        self.text.blockSignals(True)
        self.text.set_text(words)
        self.text.blockSignals(False)
        self._kept = self.text.words()
        self._offer_forms(kind)
        self.day.set_day(on)
        mark_wrong(self.day, False)
        self._offer_sessions(client_id, session_id)
        self.facts.show_facts(facts, diagnoses_of(self._vault, client_id))
        self.fold.setText(self.facts.summary() or "When, where, who…")
        self._head.arrange()
        self.strip.show_note(client_id, self.note_id, kind, on)
        self.bar.begin(tuple(f"{one.name}: {one.words}" for one in plans.goals_of(self._vault, client_id)))
        show_error(self.error, "")

    def _fold(self, shown: bool) -> None:
        self.facts.setVisible(shown)
        if shown:
            self.facts.start.setFocus()

    def _kind(self) -> NoteKind:
        return NoteKind(self.kind.currentData().partition("|")[0])

    def _take_form(self) -> None:
        """Another kind or form: what is written stays, the empty headings are exchanged."""
        kind, _, key = self.kind.currentData().partition("|")
        after = notes.form_with_key(self._vault, key, NoteKind(kind))
        if after != self._form:
            words = forms.rearranged(self.text.words(), self._form, after)
            self._form = after
            self.text.replace_all(words)
            self.text.go_to_first_empty()
        self.strip.show_kind(NoteKind(kind))
        self.save_head()

    def _take_from_session(self) -> None:
        """A note has the kind and the day of the session it belongs to."""
        session = self._sessions.get(self.session.currentData())
        if session is not None:
            self._offer_forms(NoteKind(session.kind.value))
            self.day.set_day(session.on)
            self._take_form()
        self.save_head()

    def _typed(self) -> None:
        if not self.writing:
            return
        self._say("Writing…", count=False)
        self._counting.start()
        if not self._timer.isActive():
            self._timer.start()

    def _say(self, words: str, count: bool = True) -> None:
        self._said = words
        if count:
            self._show_count()

    def _show_count(self) -> None:
        count = sum(len(words.split()) for _, words in forms.sections_of(self.text.words()))
        self.state.setText(f"{self._said} · {count:,} word" + ("" if count == 1 else "s"))

    def _day(self) -> date:
        day = self.day.day()
        if day is None:
            raise BadInput("Type the day of the note.", "note_day")
        return day

    def _offer_forms(self, kind: NoteKind) -> None:
        """Every kind and form; those that any kind can take are of the present one."""
        self.kind.clear()
        found = note_forms.list_forms(self._vault)
        if self._form.key and self._form.key not in {one.key for one in found}:
            found.append(self._form)  # put away meanwhile
        for one in found:
            self.kind.addItem(one.name, f"{(one.kind or kind).value}|{one.key}")
        wanted = self.kind.findData(f"{kind.value}|{self._form.key}")
        if wanted < 0 and self._form.key:  # a form of the practice's own, used for another kind
            self.kind.addItem(self._form.name, f"{kind.value}|{self._form.key}")
            wanted = self.kind.count() - 1
        self.kind.setCurrentIndex(wanted)

    def _offer_sessions(self, client_id: int, chosen: int | None) -> None:
        self._sessions = {one.id: one for one in courses.list_sessions(self._vault, client_id)}
        self.session.clear()
        today = self._clock().date()
        self.session.addItem("No session", None)
        for one in self._sessions.values():
            self.session.addItem(f"{one.words} · {shown(one.on, today)}", one.id)
        self.session.setCurrentIndex(max(0, self.session.findData(chosen)))

"""The intake in a chart: the groups at the left, the questions of one of them, and at the end what is looked at and taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kapdesk.domain.contacts import Role, Way
from kapdesk.domain.intake import Said
from kapdesk.domain.languages import PAPERS as LANGUAGES
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import in_full
from kapdesk.ui.flow import Flow
from kapdesk.ui.intake.asking import GroupPane
from kapdesk.ui.intake.question import QuestionRow
from kapdesk.ui.intake.review import ReviewPane
from kapdesk.ui.intake.source import SourceLine
from kapdesk.ui.intake.urgent import UrgentCard
from kapdesk.ui.language import language_of
from kapdesk.ui.theme import px
from kapdesk.usecases.asking import intake, intake_questions, intake_review
from kapdesk.usecases.asking.intake import Intake
from kapdesk.usecases.people import contacts, entries
from kapdesk.vault.database import Vault

REVIEW = "review"
_NARROW = 860
_LONGEST = "What the prescriber should know · 10/10"
"""The list is as wide as this."""


class IntakeTab(QWidget):
    """Shows one client's intake; `safety_wanted` asks for the safety plan, `print_wanted` and `sign_wanted` for the paper."""

    said = Signal(str, object)
    changed = Signal()
    safety_wanted = Signal()
    print_wanted = Signal()
    sign_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock, self._client_id = vault, clock, 0
        self._language, self.place, self._begun = "en", "", False
        self._intake: Intake | None = None
        self.asking = GroupPane(self._keep, self._keep_typed)
        self.asking.next_wanted.connect(lambda: self.step(1))
        self.review = ReviewPane(vault, clock)
        self.review.said.connect(self.said)
        self.review.changed.connect(self.changed)
        self.urgent = UrgentCard()
        self.urgent.safety_wanted.connect(self.safety_wanted)
        begin = look.button("Begin the intake", "begin_intake", "primary")
        begin.clicked.connect(self.begin)
        words = (
            "Ask and type, one group at a time. Any question can be left for talking about. Answers go into the chart when you "
            "say so, with their source; what concerns safety is looked at first."
        )
        self._stack = QStackedWidget()
        nothing = look.empty("No intake yet", words, begin)
        if isinstance(layout := nothing.layout(), QVBoxLayout):
            layout.insertLayout(layout.count() - 1, look.row(None, self._print_button("print_blank_intake"), None))
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._whole())
        layout = look.column(self, gap=10)
        layout.addWidget(self.urgent)
        layout.addWidget(self._stack, 1)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, partial(self.step, step), context=_HERE)

    def _whole(self) -> QWidget:
        self._groups = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        inside, self._list_rows = QWidget(), QVBoxLayout()
        inside.setLayout(self._list_rows)
        self._list_rows.setContentsMargins(0, 0, px(6), 0)
        self._list_rows.setSpacing(px(2))
        self._list = look.scroll(inside)
        frame, card = look.card()
        self._panes = QStackedWidget()
        self._panes.addWidget(self.asking)
        self._panes.addWidget(self.review)
        card.addWidget(self._panes)
        whole = QWidget()
        column = look.column(whole, gap=8)
        column.addWidget(self._made_bar())
        beside = look.row(self._list, frame, gap=14)
        beside.setStretch(1, 1)
        column.addLayout(beside, 1)
        return whole

    def _made_bar(self) -> Flow:
        """How far it has come; in a narrow window the groups; the language, and where the answers come from."""
        self._chooser = look.choice("intake_group_choice", "Group of questions")
        self._chooser.setMinimumContentsLength(30)
        self._chooser.activated.connect(lambda at: self.open(self._chooser.itemData(at)))
        self._progress = look.label("", "small", "intake_progress")
        self._languages = look.choice("intake_language", "Language of the questions")
        for language in intake_questions.languages():
            self._languages.addItem(LANGUAGES.get(language, language), language)
        if self._languages.count() <= 1:  # otherwise shown with its page: shown alone it would be a window
            self._languages.hide()
        self._languages.activated.connect(lambda at: self._ask_in(self._languages.itemData(at)))
        self.source = SourceLine(self._clock)
        self._bar = Flow(gap=10)
        sign = look.button("Sign…", "sign_intake", "quiet")
        sign.setAccessibleName("Sign the intake")
        sign.setAutoDefault(False)
        sign.clicked.connect(self._want_signing)
        made = [self._progress, self._chooser, self._languages, self.source, self._print_button("print_intake"), sign]
        self._bar.set_widgets(made)
        self.source.day_asked.connect(self._bar.arrange)
        return self._bar

    def show_client(self, client_id: int) -> None:
        """Show another client."""
        self._client_id, self._intake, self.place, self._begun = client_id, None, "", False
        self._language = language_of(self._vault, client_id)
        self._languages.setCurrentIndex(self._languages.findData(self._language))
        self.source.put_back()
        self.asking.forget()

    def refresh(self) -> None:
        """Read again; what is being typed stays."""
        try:
            found = self._intake = intake.read(self._vault, self._client_id, self._language)
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        typed = any(one.typed is not None for group in found.groups for one in group.asked)
        self._show_urgent()
        if not (found.done or typed or self._begun):
            self._stack.setCurrentIndex(0)
            return
        self._stack.setCurrentIndex(1)
        self._show_groups(found)
        if not self.place:
            self.place = next((one.group.key for one in found.groups if one.done < len(one.asked)), REVIEW)
        self._show_place(found)

    def begin(self) -> None:
        """Ask the first question."""
        self._begun = True
        self.refresh()
        self.asking.start()

    def open(self, place: str) -> None:
        """Go to a group by its key, or to the review; what stands in the fields is kept as answers first."""
        if place != self.place and not self.asking.leave():
            self._mark_place()
            return
        self.place, self._begun = place, True
        self.refresh()
        self.review.start() if place == REVIEW else self.asking.start()

    def open_review(self) -> None:
        """Go to what is to be looked at, and into the chart."""
        self.open(REVIEW)

    def step(self, by: int) -> None:
        """The next group, or the one before; after the last the review."""
        if self._intake is None or self._stack.currentIndex() == 0:
            return
        places = [*(one.group.key for one in self._intake.groups), REVIEW]
        self.open(places[max(0, min(len(places) - 1, places.index(self.place) + by))])

    def close_down(self) -> bool:
        """Keep what is typed and no answer yet; False when that failed, and then it stays."""
        return self.asking.keep_typed()

    def hasHeightForWidth(self) -> bool:
        """The questions scroll in their own place."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the questions there is a list of the groups, in a narrow window a field above them."""
        super().resizeEvent(event)
        narrow = event.size().width() < px(_NARROW)
        self._list.setVisible(not narrow)
        self._chooser.setVisible(narrow)
        self.asking.show_title(not narrow)
        self._bar.arrange()

    def _print_button(self, name: str) -> QPushButton:
        button = look.button("Print…", name, "quiet")
        button.setAccessibleName("Print the intake, to be filled in or with its answers")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.print_wanted.emit() if self.asking.leave() else None)
        return button

    def _want_signing(self) -> None:
        """What stands in the fields belongs to what is signed."""
        if self.asking.leave():
            self.sign_wanted.emit()

    def _ask_in(self, language: str) -> None:
        if self.asking.leave():
            self._language = language
            self.refresh()
            self.asking.start()
        else:
            self._languages.setCurrentIndex(self._languages.findData(self._language))

    def _keep(self, row: QuestionRow, said: Said) -> None:
        given = row.given() if said is Said.ANSWERED else replace(row.given(), said=said, choices=(), parts={})
        given, before = replace(given, language=self._language, how=self.source.how), row.asked
        undo = intake.answer(self._vault, self._client_id, row.key, given, self._clock(), self.source.day())
        now = intake.read(self._vault, self._client_id, self._language)
        row.put_asked(now.asked(row.key))
        if undo is not None:
            if before.answer is not None or said is not Said.ANSWERED:  # a first answer is seen where it was typed
                self.said.emit(undo.words, undo)
            self.changed.emit()

    def _keep_typed(self, row: QuestionRow) -> None:
        intake.keep_typed(self._vault, self._client_id, row.key, row.draft(), self._clock())

    def _show_groups(self, found: Intake) -> None:
        begun = f" · begun {in_full(found.first_on, self._clock().date())}" if found.first_on else ""
        self._progress.setText(f"{found.done} of {found.total} asked{begun}")
        self._bar.arrange()
        places = {
            one.group.key: (one.group.title, f"{one.done}/{len(one.asked)}", one.done == len(one.asked))
            for one in found.groups
        }
        waits = self.review.waiting(self._client_id)
        places[REVIEW] = ("Review, and into the chart", f"{waits} open" if waits else "", False)
        if list(self._buttons) != list(places):
            self._make_buttons(list(places))
        self._chooser.clear()
        for key, (title, progress, done) in places.items():
            words = f"✓  {title}" if done else f"{title} · {progress}" if progress else title
            self._buttons[key].setText(words)
            self._buttons[key].setAccessibleName(f"{title}, {progress}")
            self._chooser.addItem(words, key)

    def _make_buttons(self, places: list[str]) -> None:
        look.clear(self._list_rows)
        self._buttons = {}
        for key in places:
            one = look.button("", f"intake_group_{key}", "nav")
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            one.clicked.connect(partial(self.open, key))
            self._groups.addButton(one)
            self._list_rows.addWidget(one)
            self._buttons[key] = one
        self._list_rows.addStretch(1)
        bold = QFont(self._buttons[places[0]].font())
        bold.setWeight(QFont.Weight.DemiBold)
        self._list.setFixedWidth(QFontMetrics(bold).horizontalAdvance(_LONGEST) + px(34))

    def _show_place(self, found: Intake) -> None:
        self._mark_place()
        today = self._clock().date()
        if self.place == REVIEW:
            self.review.show_client(self._client_id)
            self._panes.setCurrentWidget(self.review)
            return
        group = next(one for one in found.groups if one.group.key == self.place)
        self.asking.show_group(group, today, self._language)
        self._panes.setCurrentWidget(self.asking)

    def _mark_place(self) -> None:
        if (button := self._buttons.get(self.place)) is not None:
            button.setChecked(True)
            self._list.ensureWidgetVisible(button)
        self._chooser.setCurrentIndex(self._chooser.findData(self.place))

    def _show_urgent(self) -> None:
        lines = intake_review.first_lines(self._vault, self._client_id)
        said = [one.words.replace("\n", ", ") for one in lines if one.open and one.urgent]
        people = ""
        if said:
            ways = [one.value for one in entries.entries_of(self._vault, self._client_id, Way)]
            reach = [
                f"{one.words}, {one.contact.phone or 'no telephone on file'}"
                for one in contacts.people_of(self._vault, self._client_id)
                if one.link.role in (Role.EMERGENCY, Role.PRESCRIBER)
            ]
            people = f"Client: {' · '.join(ways) or 'no number on file'}\n" + "\n".join(reach)
        self.urgent.show_said(said, people.strip())


_HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut

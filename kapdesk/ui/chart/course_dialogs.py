"""What the therapist settles of a course: its start, its figures, its stage, its review, its end, and how it goes after."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from kapdesk.domain.phases import Ending, Stage
from kapdesk.domain.protocol import Protocol
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.figures import FigureFields
from kapdesk.ui.flow import fit
from kapdesk.ui.look import choice, label, number, text_box
from kapdesk.ui.small_dialog import SmallDialog, read_day
from kapdesk.ui.theme import px
from kapdesk.usecases.course.protocol import FIGURES_OF_A_COURSE

_STAGES = tuple(stage for stage in Stage if stage is not Stage.ENDED)


class StartCourseDialog(SmallDialog):
    """When a course starts, and how many ketamine sessions it is planned with; the other figures are the practice's."""

    def __init__(
        self, day: date, usual: Protocol, keep: Callable[[date, int], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("Start a course", "Start", self._keep_it, parent)
        self.setObjectName("start_course_dialog")
        self._keep_course = keep
        self.day = DateField("day", "Day", day)
        self.planned = number("planned_ketamine", "Planned ketamine sessions", 1, 99, usual.planned_ketamine)
        self.add("on", "Starts on", self.day)
        hint = "8 to 10 are usually enough by the founding document; the course keeps its own number."
        self.add("planned_ketamine", "Planned ketamine sessions", self.planned, hint)
        window = f"{usual.integration_from_days} to {usual.integration_within_days} days after"
        self.inside.addWidget(
            label(
                f"The course copies this practice’s other figures: {usual.preparations} preparations, "
                f"{usual.integrations_each} integration for each ketamine session, {window}, one every "
                f"{usual.recommended_interval_days} days recommended. They can be changed for this course alone.",
                "small",
            )
        )

    def _keep_it(self) -> object:
        return self._keep_course(read_day(self.day), self.planned.value())


class EndCourseDialog(SmallDialog):
    """When, how and why a course ended; `open_ends` are sentences about what is still open then."""

    def __init__(
        self,
        day: date,
        keep: Callable[[date, Ending, str], object],
        parent: QWidget | None = None,
        open_ends: Sequence[str] = (),
    ) -> None:
        super().__init__("End the course", "End the course", self._keep_it, parent)
        self.setObjectName("end_course_dialog")
        self._keep_course = keep
        self.day = DateField("day", "Day", day)
        self.how = choice("how", "How it ended")
        for ending in Ending:
            self.how.addItem(ending.words.capitalize(), ending.value)
        self.how.setPlaceholderText("Not said yet")
        self.how.setCurrentIndex(-1)
        self.why = text_box("why", "Why", 3)
        self.add("on", "Ended on", self.day)
        self.add("ending", "How", self.how)
        self.add("why", "Why", self.why, "In a few words; not needed for one that was completed.")
        for place, words in enumerate(open_ends):
            self.inside.addWidget(label(words, "warning", f"open_end_{place}"))

    def _keep_it(self) -> object:
        chosen = self.how.currentData()
        if chosen is None:
            raise BadInput("Say how the course ended.", "ending")
        return self._keep_course(read_day(self.day), Ending(chosen), self.why.toPlainText())


class MoveStageDialog(SmallDialog):
    """The stage a course is moved to by hand, and why."""

    def __init__(self, stage: Stage, keep: Callable[[Stage, str], object], parent: QWidget | None = None) -> None:
        super().__init__("Move the course to another stage", "Move", self._keep_it, parent)
        self.setObjectName("move_stage_dialog")
        self._keep_stage = keep
        self.stage = choice("stage", "Stage")
        for one in _STAGES:
            self.stage.addItem(one.words, one.value)
        self.stage.setCurrentIndex(self.stage.findData(stage.value))
        self.why = text_box("why", "Why", 3)
        hint = "It stays there until you let it follow from what was held again."
        self.add("stage", "Stage", self.stage, hint)
        self.add("why", "Why", self.why, "The reason stands beside the stage and in “Why this?”.")

    def _keep_it(self) -> object:
        return self._keep_stage(Stage(self.stage.currentData()), self.why.toPlainText())


class WordsDialog(SmallDialog):
    """A day and some words: the review of a course's end, or what was heard at a follow-up."""

    def __init__(
        self,
        heading: str,
        name: str,
        day: tuple[str, date],
        words: tuple[str, str, str],
        keep: Callable[[date, str], object],
        parent: QWidget | None = None,
    ) -> None:
        """`day` is its field's label and value; `words` the label, the hint, and what stands there already."""
        super().__init__(heading, "Enter", self._keep_it, parent)
        self.setObjectName(name)
        self._keep_words = keep
        self.day = DateField("day", day[0], day[1])
        self.words = text_box("words", words[0], 4)
        self.words.setPlainText(words[2])
        self.add("on", day[0], self.day)
        self.add("words", words[0], self.words, words[1])
        self.setMinimumWidth(px(460))
        self.words.setFocus()

    def _keep_it(self) -> object:
        return self._keep_words(read_day(self.day), self.words.toPlainText())


class FiguresDialog(SmallDialog):
    """The figures of one course; each can go back to the practice's."""

    def __init__(
        self, own: Protocol, usual: Protocol, keep: Callable[[Protocol], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("Figures of this course", "Save", self._keep_it, parent)
        self.setObjectName("course_figures_dialog")
        self._own, self._keep_figures = own, keep
        words = "They hold for this course alone. What is due follows from them; the prescriber’s order still binds."
        self.inside.addWidget(label(words, "muted"))
        self.fields = FigureFields(FIGURES_OF_A_COURSE, usual, "This practice’s value")
        self.fields.show_figures(own)
        self.inside.addWidget(look.scroll(self.fields), 1)
        lines = list(self.fields.lines.values())
        lines[0].setFocus()
        self.follow(lines[-1])
        fit(self, 620, 620)

    def _keep_it(self) -> object:
        self.fields.mark(None)
        return self._keep_figures(self.fields.typed(self._own))

    def show_problem(self, problem: KapdeskError) -> None:
        """At its field; below all where it has none."""
        at_field = isinstance(problem, BadInput) and self.fields.mark(problem)
        look.show_error(self.error, "" if at_field else str(problem))

    def reject(self) -> None:
        """Close; what was typed is not thrown away without a question."""
        question = "Close without keeping the figures?"
        if not self.fields.has_unsaved() or ask.confirm(self, question, "Close without keeping"):
            super().reject()

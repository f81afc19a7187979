"""Touch, by a few keys: what happened, where, who, asked by whom; what was agreed sober stays in sight throughout."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit

from kapdesk.domain.touch import Touch, TouchAct, beyond
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.session.over import Act, Over

_KEYS = {
    "A": TouchAct.ASKED,
    "G": TouchAct.GIVEN,
    "D": TouchAct.DECLINED,
    "X": TouchAct.ENDED,
    "N": TouchAct.NARROWED,
}
"""E is the emergency card, here too."""
_WHO = ("therapist touches client", "client touches therapist", "client’s own hand")
_BY = ("client", "therapist")
_STEPS = {
    TouchAct.ASKED: ("where", "asked_by"),
    TouchAct.GIVEN: ("where", "who", "asked_by"),
    TouchAct.DECLINED: ("where", "asked_by"),
    TouchAct.ENDED: ("where", "who"),
}
_WORDS = {"where": "Where?", "who": "Who touches whom?", "asked_by": "Asked by whom?"}
_OPTIONAL = {(TouchAct.DECLINED, "where")}


class TouchPanel(Over):
    """First what happened, then one question after the other: a digit chooses, other words are typed. `keep` gets the
    touch and whether it was given elsewhere than agreed.
    """

    def __init__(self, agreed: Sequence[str], was_asked: bool, keep: Callable[[Touch, bool], None]) -> None:
        super().__init__("touch", "Touch", width=620)
        self._agreed, self._keep = tuple(agreed), keep
        self._act: TouchAct | None = None
        self._said: dict[str, str] = {}
        self._left = list(agreed)
        words = ", ".join(agreed) if agreed else "no touch"
        self.agreed = look.label(f"Agreed now: {words}" if was_asked else "Touch was not asked today.", "strong")
        self.agreed.setObjectName("touch_agreed")
        self.agreed.setWordWrap(True)
        self.inside.addWidget(self.agreed)
        self.so_far = look.label("", "muted", "touch_so_far")
        self.question = look.label("What happened?", "body", "touch_question")
        self.choices = look.label("", "body", "touch_choices")
        self.edit = _Answer(self)
        for one in (self.so_far, self.question, self.choices, self.edit):
            self.inside.addWidget(one)
        self.edit.hide()
        self.so_far.hide()
        self.offer(
            *(Act(f"touch_{act.value}", act.words.capitalize(), lambda act=act: self.choose(act), key) for key, act in _KEYS.items()),  # type: ignore[misc]  # the loop's own value
        )  # fmt: skip

    def typed(self) -> dict[str, str]:
        """How far one is: what happened, what was answered, what is left, and the words in the field."""
        if self._act is None:
            return {}
        return {"act": self._act.value, "left": "\n".join(self._left), "words": self.edit.text(), **self._said}

    def put(self, typed: dict[str, str]) -> None:
        """Go on from there."""
        if "act" not in typed:
            return
        self._said = {name: words for name, words in typed.items() if name in _WORDS}
        self.choose(TouchAct(typed["act"]))
        if self._act is TouchAct.NARROWED:
            kept = typed["left"].split("\n")
            self._left = [one for one in self._agreed if one in kept]
            self._show_left()
        self.edit.setText(typed["words"])

    def choose(self, act: TouchAct) -> None:
        """What happened."""
        self._act = act
        self.title.setText(f"Touch {act.words}")
        if act is TouchAct.NARROWED:
            self._narrow()
        else:
            self.offer(
                Act("touch_next", "Go on", self.go_on, default=True), Act("touch_close", "Not now", self.close_over)
            )
            self._ask()
        self.changed.emit()

    @property
    def _step(self) -> str:
        assert self._act is not None
        return next((one for one in _STEPS[self._act] if one not in self._said), "")

    @property
    def _options(self) -> tuple[str, ...]:
        return {"where": self._agreed, "who": _WHO, "asked_by": _BY}[self._step]

    def _ask(self) -> None:
        self.say("")
        self.question.setText(_WORDS[self._step])
        self.choices.setText("\n".join(f"{number}   {one}" for number, one in enumerate(self._options, 1)))
        self.choices.setVisible(bool(self._options))
        said = " · ".join(self._said.values())
        self.so_far.setText(said)
        self.so_far.setVisible(bool(said))
        self.edit.clear()
        self.edit.setPlaceholderText("a digit, or other words and Enter" if self._options else "words and Enter")
        self.edit.show()
        self.edit.setFocus()

    def digit(self, number: int) -> bool:
        """A digit in an empty field chooses at once; False when there is nothing of that number."""
        if self._act is TouchAct.NARROWED:
            return self._toggle(number)
        if not 1 <= number <= len(self._options):
            return False
        self._answer(self._options[number - 1])
        return True

    def go_on(self) -> None:
        """Enter: the words that were typed."""
        words = self.edit.text().strip()
        if not words and (self._act, self._step) not in _OPTIONAL:
            self.say({"where": "Say where.", "who": "Say who touches whom.", "asked_by": "Say who asked."}[self._step])
            return
        self._answer(words)

    def _answer(self, words: str) -> None:
        self._said[self._step] = words
        if self._step:
            self._ask()
            self.changed.emit()
            return
        assert self._act is not None
        self._finish(Touch(self._act, self._said.get("who", ""), self._said.get("where", ""), self._said.get("asked_by", "")))  # fmt: skip

    def _narrow(self) -> None:
        self.question.setText("A digit takes a place away, and brings it back until Enter. Nothing can be added.")
        self.edit.show()
        self.edit.setPlaceholderText("digits; Enter keeps what is left")
        self.edit.setFocus()
        self._show_left()
        self.offer(
            Act("touch_keep", "Keep what is left", self._keep_left, default=True),
            Act("touch_none", "No touch any more", self._none),
            Act("touch_close", "Not now", self.close_over),
        )

    def _show_left(self) -> None:
        lines = (
            f"{number}   {place}" + ("" if place in self._left else "   – taken away")
            for number, place in enumerate(self._agreed, 1)
        )
        self.choices.setText("\n".join(lines))
        self.choices.setVisible(bool(self._agreed))

    def _toggle(self, number: int) -> bool:
        if 1 <= number <= len(self._agreed):
            place = self._agreed[number - 1]
            kept = set(self._left) ^ {place}
            self._left = [one for one in self._agreed if one in kept]
            self._show_left()
            self.changed.emit()
        return True

    def _none(self) -> None:
        self._left = []
        self._keep_left()

    def _keep_left(self) -> None:
        if self.edit.text().strip():
            self.say("In session touch can be narrowed, never widened: choose digits of what is taken away.")
            return
        if self._left == list(self._agreed) and self._agreed:
            self.say("Nothing was taken away yet.")
            return
        self._finish(Touch(TouchAct.NARROWED, left=tuple(self._left)))

    def _finish(self, touch: Touch) -> None:
        try:
            checked = touch.checked(self._agreed)
            self._keep(checked, beyond(checked, self._agreed))
        except KapdeskError as problem:
            if isinstance(problem, BadInput) and problem.field in self._said:
                del self._said[problem.field]
                self._ask()
            self.say(str(problem))
            return
        self.close_over()


class _Answer(QLineEdit):
    """Takes words; a digit in an empty field is a choice."""

    def __init__(self, panel: TouchPanel) -> None:
        super().__init__()
        self.setObjectName("touch_words")
        self.setAccessibleName("A digit, or other words")
        self._panel = panel
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        if len(text) == 1 and text.isdecimal():
            self.clear()
            if not self._panel.digit(int(text)):
                self.setText(text)
        self._panel.changed.emit()

"""What happened to a paper: declined, narrowed, revoked, its acknowledgement refused; and an entry that was a mistake."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk.domain.paper_states import Event, What
from kapdesk.ui import look
from kapdesk.ui.choices import Choices
from kapdesk.ui.date_field import DateField
from kapdesk.ui.small_dialog import SmallDialog, read_day
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import paper_standings
from kapdesk.vault.database import Vault

_HINTS = {
    What.DECLINED: "Why, in the client’s words where there are any. It may stay empty.",
    What.NARROWED: "What is left, and what not any more.",
    What.REVOKED: "What was said. It may stay empty. What was done before stays done.",
    What.REFUSED: "What was tried to obtain it, and why not: this is the good-faith effort that is kept.",
}


class TellDialog(SmallDialog):
    """Asks what, from which day, in what words and by whom; accepted at any time, also under the medicine."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        name: str,
        title: str,
        offered: Sequence[What],
        parent: QWidget | None,
        paper_id: int | None = None,
        by_whom: str = "",
    ) -> None:
        super().__init__(title, "Enter", self._tell, parent)
        self.setObjectName("tell_dialog")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self._name, self._paper_id = name, paper_id
        self.what = Choices("what", "What happened", offered)
        self.inside.addWidget(self.what)
        self.from_on = DateField("from_on", "From which day on", clock().date())
        self.words = look.text_box("words", "Words", 3)
        self.by_whom = look.line("by_whom", "Who said so")
        self.by_whom.setText(by_whom)
        self._hint = look.label("", "small", "tell_hint")
        self.add("from_on", "From which day on", self.from_on)
        self.add("words", "Words", self.words)
        self.inside.addWidget(self._hint)
        self.add("by_whom", "Who said so", self.by_whom)
        self.what.chosen.connect(self._show_hint)
        self._show_hint()
        self.what.setFocus()

    def _show_hint(self) -> None:
        self._hint.setText(_HINTS[self.what.value()])
        self.grow()

    def _tell(self) -> Undo:
        return paper_standings.tell(
            self._vault,
            self._client_id,
            self._name,
            self.what.value(),
            read_day(self.from_on),
            self.words.toPlainText(),
            self.by_whom.text(),
            self._clock(),
            self._paper_id,
        )


class TakeBackDialog(SmallDialog):
    """Asks why an entry was a mistake; both stay, and it holds no more."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], event: Event, words: str, parent: QWidget | None
    ) -> None:
        super().__init__("This entry was a mistake", "Take it back", self._take_back, parent)
        self.setObjectName("take_back_dialog")
        self._vault, self._clock, self._event = vault, clock, event
        self.inside.addWidget(look.label(words, "muted"))
        self.words = look.text_box("words", "Why it was a mistake", 2)
        self.add("words", "Why it was a mistake", self.words)

    def _take_back(self) -> None:
        paper_standings.take_back(self._vault, self._event.id, self.words.toPlainText(), self._clock())

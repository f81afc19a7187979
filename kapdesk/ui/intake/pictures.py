"""The intake of an invented client as pictures: nothing yet, each kind of question, risk said, the review with a conflict."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kapdesk.domain.intake import Answer, Said
from kapdesk.usecases.asking import intake
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_SAID: tuple[tuple[str, str, tuple[str, ...], dict[str, str]], ...] = (
    ("preferred_name", "Hol", (), {}),
    ("phone", "505-555-0187", (), {}),
    ("phone_message", "not at work hours", ("yes",), {}),
    ("emergency", "", (), {"name": "Mina Ortiz", "relation": "sister", "phone": "505-555-0188"}),
    ("goals", "Sleep through the night\nSing again", (), {}),
    ("medicines", "sertraline, 50 mg in the morning, Dr. Amari\nvitamin D", (), {}),
    ("suicide_thoughts", "in the winter, not since; told nobody", ("past",), {}),
    ("heart", "since 2019, checked once a year", ("rhythm",), {}),
    ("mind", "", ("family",), {}),
)


def draw(
    take: Callable[[QWidget, str], None], window: "Window", vault: Vault, client_id: int, clock: Callable[[], datetime]
) -> None:
    """Draw the intake of a client who has none yet."""
    window.open_client(client_id)
    tab = window.chart.intake
    window.chart.open_tab("intake")
    take(window, "chart-intake-empty")
    tab.begin()
    take(window, "chart-intake-begun")
    for key, words, choices, parts in _SAID:
        intake.answer(vault, client_id, key, Answer(key, "", Said.ANSWERED, words, choices, parts), clock())
    intake.answer(vault, client_id, "since", Answer("since", "", Said.TALK), clock())
    clients.update_client(
        vault, client_id, replace(clients.get_client(vault, client_id), goals="Less worry about work"), clock()
    )
    for place in ("people", "difficulties", "safety", "prescriber"):
        tab.open(place)
        take(window, f"chart-intake-{place}")
    tab.open_review()
    take(window, "chart-intake-review")
    intake.answer(vault, client_id, "safe_now", Answer("safe_now", "", Said.ANSWERED, "", ("not_safe",)), clock())
    tab.refresh()
    take(window, "chart-intake-urgent")

"""The plans of an invented client as pictures: nothing yet, written, read, with a draft and two versions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.plans import Goal, GoalState, Person, SafetyPlan, TreatmentPlan
from kapdesk.ui.plans.safety_plan import SafetyPlanDialog
from kapdesk.ui.plans.signed_on_paper import SignedOnPaperDialog
from kapdesk.usecases.writing import plans
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_TREATMENT = TreatmentPlan(
    "Low mood since the winter of 2024. Wakes at three and cannot sleep again; has withdrawn from her friends.",
    (
        Goal(
            1,
            "Sleep through most nights.",
            ("No screen after nine", "Up at seven, Sundays too", "A sleep diary for three weeks"),
            "Five nights of seven, by the diary.",
        ),
        Goal(
            2,
            "See friends again.",
            ("Call Ana", "Coffee on Saturdays"),
            "One meeting a week, for a month.",
            GoalState.REACHED,
        ),
        Goal(3, "Sing in the choir again.", state=GoalState.SET_ASIDE),
    ),
    "We meet weekly; ketamine sessions as the prescriber’s order says. Rosa writes a few lines after each session.",
    date(2026, 9, 1),
)
_SAFETY = SafetyPlan(
    "I stop answering messages\nI sleep less than four hours\nI think that nobody would miss me",
    "Walk round the block\nCold water on my face\nThe playlist that Luis made",
    "The library on Third Street\nThe market on Saturdays, with Ana",
    (Person("Luis, my husband", "505-555-0142"), Person("Ana", "505-555-0143")),
    (Person("Dr. Amari", "505-555-0150", "about the medicine, weekdays"),),
    "Luis keeps the key of the cabinet\nMedicine for one week only is in the house",
    "Mateo and Lucía\nThe garden in May",
)


def draw(
    take: Callable[[QWidget, str], None],
    put_away: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw the plans of the client whose chart is open; `take` draws a widget, `put_away` a dialog that closes then."""
    tab, client_id = window.chart.plans, window.chart.client_id
    assert client_id is not None

    def draw_safety(name: str) -> None:
        put_away(SafetyPlanDialog(vault, clock, client_id, window), name)

    window.chart.open_tab("plans")
    take(window, "chart-no-plan")
    draw_safety("safety-plan-new")
    version = plans.save_version(vault, client_id, _TREATMENT, clock())
    tab.refresh()
    tab.pane.edit()
    take(window, "chart-plan-form")
    tab.close_down()
    plans.enter_signature(vault, version.id, plans.signers(vault, client_id), clock().date(), clock())
    tab.refresh()
    take(window, "chart-plan")
    put_away(SignedOnPaperDialog(vault, clock, version, window), "plan-signed")
    plans.save_draft(vault, client_id, replace(_TREATMENT, concerns="Low mood, lighter since May."), clock())
    tab.refresh()
    take(window, "chart-plan-draft")
    plans.save_version(vault, client_id, SafetyPlan("I stop answering messages"), clock())
    draw_safety("safety-plan-short")
    plans.save_version(vault, client_id, _SAFETY, clock())
    draw_safety("safety-plan")
    form = SafetyPlanDialog(vault, clock, client_id, window)
    form.pane.edit()
    put_away(form, "safety-plan-form")

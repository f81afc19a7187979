"""What the sample's clients answered at intake, as acts in time; from `resources/sample/intake.toml`."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kapdesk import paths
from kapdesk.domain.intake import Answer, How, Said
from kapdesk.usecases.asking import intake, intake_chart, intake_review
from kapdesk.usecases.fiction.sample_today import client_named
from kapdesk.vault.database import Vault

_TYPED = time(10, 40)

Act = tuple[datetime, Callable[[Vault, datetime], object]]


def acts(on: date, zone: ZoneInfo) -> Iterator[Act]:
    """What was answered when, for the sample as of the day `on`."""
    content = tomllib.loads((paths.resources() / "sample" / "intake.toml").read_text("utf-8"))
    for one in content["intake"]:
        at = datetime.combine(on + timedelta(days=one["on"]), _TYPED, zone)
        yield at, partial(_answer, one)
        yield at + timedelta(minutes=10), partial(_look, one)


def _answer(one: dict[str, Any], vault: Vault, at: datetime) -> None:
    client_id = client_named(vault, one["client"])
    for each in one["answer"]:
        given = Answer(
            each["question"],
            "",
            Said(each.get("said", "answered")),
            each.get("words", ""),
            tuple(each.get("choices", ())),
            each.get("parts", {}),
            how=How(one["how"]),
        )
        intake.answer(vault, client_id, given.question, given, at)


def _look(one: dict[str, Any], vault: Vault, at: datetime) -> None:
    """See to what was looked at, and take what went into the chart."""
    client_id = client_named(vault, one["client"])
    seen = {each["question"]: each["seen"] for each in one["answer"] if "seen" in each}
    for line in intake_review.first_lines(vault, client_id):
        if line.question.key in seen:
            intake_review.see_to(vault, line.answer.id, seen[line.question.key], at)
    for proposal in intake_chart.proposals(vault, client_id):
        if proposal.answer.question in one["take"]:
            intake_chart.take(vault, proposal.answer.id, proposal.part, at)

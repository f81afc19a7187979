"""The sample's medicine days of the past, kept entry by entry as they were lived; from `resources/sample/medicine_days.toml`."""

import tomllib
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kapdesk import paths
from kapdesk.domain.gate import question_of
from kapdesk.domain.leaving import LIST, Driver, Judgement, Leaving
from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.usecases.fiction.sample_today import client_named
from kapdesk.usecases.medicine_day import day_entries, gate, leaving, medicine, medicine_days
from kapdesk.vault.database import Vault


def days(on: date) -> dict[tuple[str, date], dict[str, Any]]:
    """The medicine days of the sample as of the day `on`, by the client's legal name and their day."""
    content = tomllib.loads((paths.resources() / "sample" / "medicine_days.toml").read_text("utf-8"))
    return {(one["client"], on + timedelta(days=one["on"])): one for one in content["day"]}


def live(vault: Vault, one: dict[str, Any], on: date, zone: ZoneInfo) -> int:
    """Keep one medicine day from arrival to leaving; the session that it enters."""

    def at(words: str) -> datetime:
        hour, minute = words.split(":")
        return datetime.combine(on, time(int(hour), int(minute)), zone)

    day = medicine_days.begin(vault, client_named(vault, one["client"]), at(one["begun"]))
    for said in one["answer"]:
        _answer(vault, day, said, at(said["at"]))
    for kept in one["entry"]:
        _keep(vault, day, one, kept, at(kept["at"]))
    left = one["leaving"]
    look = Leaving(
        Judgement.FIT,
        dict.fromkeys(LIST, "yes"),
        left["words"],
        driver=Driver.HERE,
        released_to=left["to"],
        phone=left["phone"],
        left_at=at(left["at"]),
    )
    leaving.look(vault, day, look, at(left["at"]))
    session = medicine_days.get_day(vault, day, at(left["at"])).session_id
    assert session is not None
    return session


def _answer(vault: Vault, day: int, said: dict[str, Any], at: datetime) -> None:
    line, words, data = said["line"], said.get("words", ""), dict(said.get("data", {}))
    question = question_of(line)
    if question is not None:
        if question.wants == "vitals":
            data = read_vitals(said["vitals"]).data
        gate.answer(vault, day, line, at, said.get("choice", ""), words, data)
    for found in gate.gate(vault, day, at):
        if found.line.key == line and found.needs == "reason":
            gate.pass_with_reason(vault, day, found, said["reason"], at)
        elif found.line.key == line and found.needs == "seen":
            gate.see(vault, day, found, at)


def _keep(vault: Vault, day: int, one: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
    kind, words, data = EntryKind(kept["kind"]), kept.get("words", ""), dict(kept.get("data", {}))
    if kind is EntryKind.MEDICINE_IN:
        dose = Dose(one["taken"] * 2, one["strength_mg"])
        medicine.take_in(vault, day, dose, one["brought"] * 2, one["label"], at, at, words)
        return
    if kind is EntryKind.VITALS:
        data = read_vitals(kept["vitals"]).data
    day_entries.enter_event(vault, day, kind, at, at, words, data)

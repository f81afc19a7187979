"""The words of a page that belong to no paper in particular, by language: `resources/papers/<lang>/words.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from kapdesk import paths
from kapdesk.domain import dates
from kapdesk.errors import NotFound

LANGUAGES = ("en", "es")


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of a language by their keys; NotFound when there are none."""
    file = paths.resources() / "papers" / language / "words.toml"
    if language not in LANGUAGES or not file.exists():
        raise NotFound(f"There are no papers in the language “{language}”.")
    return MappingProxyType(tomllib.loads(file.read_text("utf-8")))


def in_full(day: date, language: str) -> str:
    """A day with its month in words: `June 9, 2026`, `9 de junio de 2026`."""
    if language == "en":
        return dates.in_full(day)
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def time_of_day(at: datetime, language: str) -> str:
    """A time with how far its zone is from UTC, since a paper is read elsewhere and years later: `2:05 PM (UTC−6)`."""
    half = {"en": ("AM", "PM"), "es": ("a. m.", "p. m.")}[language][at.hour >= 12]
    apart = at.utcoffset()
    return f"{at.hour % 12 or 12}:{at:%M}\u00a0{half}" + ("" if apart is None else f" ({_zone(apart)})")


def _zone(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)

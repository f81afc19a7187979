"""The words of a page that belong to no paper in particular, by language: `resources/papers/<lang>/words.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import date
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

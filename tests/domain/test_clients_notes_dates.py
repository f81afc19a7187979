"""Ages, first words, dates in words."""

from datetime import date

from kapdesk.domain.clients import age
from kapdesk.domain.dates import in_full, long, short
from kapdesk.domain.notes import first_words


def test_age_changes_on_the_birthday() -> None:
    born = date(1985, 6, 10)
    assert (age(born, date(2026, 6, 9)), age(born, date(2026, 6, 10))) == (40, 41)
    leap = date(2000, 2, 29)
    assert (age(leap, date(2027, 2, 28)), age(leap, date(2027, 3, 1))) == (26, 27)


def test_first_words_are_one_line_without_markdown() -> None:
    assert first_words("# Today\n\n**Slept** well.") == "Slept well."
    assert first_words("word " * 40, 20) == "word word word word …"


def test_dates_in_words_name_another_year_only() -> None:
    day, other = date(2026, 6, 9), date(2025, 1, 31)
    assert (in_full(day), long(day, day), short(day, day)) == ("June 9, 2026", "June 9", "Jun 9")
    assert (long(other, day), short(other, day)) == ("January 31, 2025", "Jan 31, 2025")

"""A client's standing with the practice."""

from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where a client stands; the archive is a place of its own."""

    INQUIRY = "inquiry"
    WAIT_LIST = "wait_list"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.replace("_", " ").capitalize()


def age(birth_date: date, today: date) -> int:
    """Whole years; a birthday on February 29 is kept on March 1 in other years."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))

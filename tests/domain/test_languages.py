"""The language in which a client's papers are offered."""

import pytest

from kapdesk.domain import languages


@pytest.mark.parametrize(
    ("spoken", "offered"),
    [
        ("", "en"),
        ("English", "en"),
        ("Spanish", "es"),
        ("español", "es"),
        ("Habla Español", "es"),
        ("castellano", "es"),
        ("Spanish, some English", "es"),
        ("English; Spanish at home", "en"),
        ("Vietnamese", "en"),
    ],
)
def test_the_language_named_first_is_offered(spoken: str, offered: str) -> None:
    assert languages.of_papers(spoken) == offered
    assert offered in languages.PAPERS

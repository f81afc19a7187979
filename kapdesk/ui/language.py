"""The language in which a client's page is printed: a choice beside Print."""

from PySide6.QtWidgets import QComboBox

from kapdesk.domain import languages
from kapdesk.ui import look
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault


def language_choice(vault: Vault, client_id: int, name: str, of_what: str, chosen: str = "") -> QComboBox:
    """The choice, set to what was `chosen` already, else to the client's language; its data is the language's code.

    Raises NotFound for a client who is not there any more.
    """
    choice = look.choice(name, f"Language of the {of_what}")
    for code, words in languages.PAPERS.items():
        choice.addItem(words, code)
    choice.setMinimumContentsLength(8)
    choice.setToolTip(choice.accessibleName())
    choice.setCurrentIndex(choice.findData(chosen or language_of(vault, client_id)))
    return choice


def language_of(vault: Vault, client_id: int) -> str:
    """The papers' language that a client is offered at first; NotFound for one who is not there any more."""
    return languages.of_papers(clients.get_client(vault, client_id).language)

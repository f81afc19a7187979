"""The step in which the passphrase is chosen."""

from PySide6.QtWidgets import QScrollArea, QWidget

from kapdesk.ui.look import card, label, scroll


def passphrase_step(fields: QWidget) -> QScrollArea:
    """What the passphrase does, and the fields for it."""
    frame, layout = card("Your passphrase")
    layout.addWidget(
        label(
            "It encrypts everything, and nobody can reset it. Several unrelated words are stronger, and easier, than a short "
            "puzzle of signs."
        )
    )
    layout.addWidget(fields)
    layout.addStretch(1)
    return scroll(frame)

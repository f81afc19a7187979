"""A practice file that lies among the documents while this computer's settings know of none: it is offered first."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame

from kapdesk import paths
from kapdesk.preferences import SAMPLE
from kapdesk.ui.look import button, card, label, row
from kapdesk.vault.half_made import SUFFIX


def practices_in_documents() -> list[Path]:
    """The practice files among the documents, the newest first; not the sample."""
    try:
        found = [one for one in paths.documents().iterdir() if one.name.endswith(SUFFIX)]
        whole = [one for one in found if paths.is_file(one / "vault.db") and not one.stem.startswith(SAMPLE)]
        return sorted(whole, key=lambda one: -(one / "vault.db").stat().st_mtime)
    except OSError:
        return []


def there_already(folder: Path, open_it: Callable[[Path], object]) -> QFrame:
    """Says which one, and opens it."""
    frame, layout = card("There is a practice on this computer already")
    words = label(
        f"“{folder.stem}” lies at {folder}. Nothing is lost: open it, and go on there.", "body", "there_already"
    )
    layout.addWidget(words)
    one = button("Open it", "open_there_already", "primary")
    one.setAccessibleName(f"Open {folder.stem}")
    one.clicked.connect(partial(open_it, folder))
    layout.addLayout(row(one, None))
    return frame

"""All keys on one sheet, and what the find box offers beside records."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import fit
from kapdesk.ui.theme import px

SHORTCUTS = (
    ("Ctrl+K", "Find anything: clients, notes, papers, contacts, tasks, pages"),
    ("Ctrl+F", "Find a client in the list; where a paper is in sight, find words in it (F3: the next)"),
    ("Ctrl+N", "New client"),
    ("Ctrl+Shift+N", "New note, in a chart or for the client chosen in the list"),
    ("Ctrl+T", "New task"),
    ("Space or Ctrl+D", "A task is done, on its page"),
    ("Ctrl+Return", "Sign the note, save the details"),
    ("Ctrl+S", "Save the note now (it is kept by itself)"),
    ("Ctrl+B, Ctrl+I, Ctrl+H", "Bold, italic, heading"),
    ("Ctrl+Shift+8, Ctrl+Shift+7", "List, numbered list"),
    ("Ctrl+Down, Ctrl+Up", "Next, previous section of a note"),
    (";mse, ;risk, ;call …", "Quick choices and snippets: Tab opens them, and goes to the next place to fill"),
    ("Ctrl+Shift+I", "What is asked and tried in an integration note, or its text again"),
    ("F11", "Only the note, on the full screen"),
    ("Alt+1 … Alt+9, Alt+0, Alt+-", "Parts of a chart"),
    ("Enter, Alt+T, Alt+N, digits", "In an intake: next question, rather talk about it, nothing to tell, choose"),
    ("Ctrl+PgDn, Ctrl+PgUp", "In an intake: next, previous group of questions"),
    ("Alt+Left", "Back to all clients"),
    ("Ctrl+P", "Print the paper"),
    ("Ctrl++, Ctrl+−, Ctrl+0, Ctrl+9", "Pages larger, smaller, as wide as there is room, the whole page"),
    ("PgUp, PgDown, Ctrl+PgUp, Ctrl+PgDown", "In a paper: scroll; the page before, the next page"),
    ("Ctrl+E", "Edit a paper’s wording; there F8 goes to the error, Ctrl+Shift+F inserts a field"),
    ("Ctrl+Z", "Undo the last step (in a text: the last typing)"),
    ("D, W, M", "In the calendar: day, week, month"),
    ("T, PgUp, PgDown, G", "In the calendar: today, earlier, later, go to a day"),
    ("Arrow keys, Enter, N", "In the calendar: go to a time or an appointment; book, or change it; book"),
    ("Alt+arrow keys", "Move the chosen appointment; up and down with Shift: make it shorter, longer"),
    ("S, O, C, Delete", "What became of the chosen appointment; its note; its chart; remove it"),
    (
        "Y, N …, digits, Enter, L, K",
        "Before the medicine: answer, go to a line, keep or open words, later, medicine in",
    ),
    ("One letter, E or F6", "In a ketamine session: one key, one entry, as the screen says; the emergency card"),
    ("Up, Down, C, Z, Y", "In a ketamine session: choose an entry; correct it, withdraw it, to psychotherapy notes"),
    (
        "Up, Down, S, T, K, Ctrl+Enter",
        "At the end of an intake: from line to line; seen to; take, keep; take all that is new",
    ),
    ("Enter, Esc, Up, Down", "While a paper is signed: go on or say yes, back a step; from point to point"),
    ("Backspace, Delete", "On the signature: undo the last stroke, clear it"),
    ("Ctrl+1 … 6 and Ctrl+,", "Today, calendar, clients, papers, tasks, contacts, practice"),
    ("Ctrl+Shift+B", "Back up now"),
    ("Ctrl+L", "Lock"),
    ("Ctrl+Q", "Close kapdesk"),
    ("F1", "Help about what is in sight"),
    ("Ctrl+/", "This list"),
)
COMMANDS = (
    ("New client", "Ctrl+N", "new_client", ""),
    ("New note in this chart", "Ctrl+Shift+N", "new_note", ""),
    ("New task", "Ctrl+T", "new_task", ""),
    ("Back up now", "Ctrl+Shift+B", "back_up", ""),
    ("Lock now", "Ctrl+L", "lock", ""),
    ("Help: how things are done, step by step", "F1", "show_help", ""),
    ("Keys: shortcuts", "Ctrl+/", "show_shortcuts", ""),
    ("Close kapdesk, quit", "Ctrl+Q", "close", ""),
    ("Today: appointments, what needs you", "Ctrl+1", "show_page", "today"),
    ("Calendar: appointments, week, month", "Ctrl+2", "show_page", "calendar"),
    ("Clients", "Ctrl+3", "show_page", "clients"),
    ("Papers", "Ctrl+4", "show_page", "papers"),
    ("Tasks, notes to sign", "Ctrl+5", "show_page", "todo"),
    ("Contacts", "Ctrl+6", "show_page", "contacts"),
    ("Practice: name, address, license on papers", "Ctrl+,", "show_practice", "Practice"),
    ("Settings: writing, kinds of note, snippets", "", "show_practice", "Writing"),
    ("Backups: restore, check the practice file", "", "show_practice", "Backups"),
    ("Settings: security, passphrase, recovery key, lock, text size, colors", "", "show_practice", "Security"),
    ("History of the whole practice", "", "show_practice", "History"),
    ("About kapdesk, version, licences, check a download", "", "show_practice", "About"),
    ("Doctor: is everything well?", "", "show_doctor", ""),
)
"""What the find box offers beside records: words, keys, and the window's act with its argument."""


class ShortcutsDialog(QDialog):
    """All keys on one sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("kapdesk")
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Keys", "heading"))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(7))
        grid.setColumnStretch(1, 1)
        for number, (keys, words) in enumerate(SHORTCUTS):
            grid.addWidget(look.label(keys, "strong"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(look.label(words), number, 1)
        layout.addWidget(look.scroll(inside), 1)
        close = look.button("Close", "close", "primary")
        close.clicked.connect(self.accept)
        layout.addLayout(look.row(None, close))
        fit(self, 620, 600)

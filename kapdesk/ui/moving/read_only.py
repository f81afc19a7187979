"""While a practice file is retired, what would be refused cannot be pressed, and says why; one place for all pages.

Whatever leads to writing is known by the names of its buttons: on the pages they are disabled, and a dialog whose act is
one of them is not opened at all, whichever key, menu or command led to it. What a button that is not listed writes is
refused by the vault as ever, with a sentence; so reading, printing, exports and backups stay for certain.
"""

import re
from collections.abc import Sequence
from fnmatch import translate

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from kapdesk.ui.message_bar import MessageBar
from kapdesk.usecases.house.moving import READ_ONLY

_WRITES = """
    add_* archive* asked_* attach_* begin_* book_* *_book change_* choose_logo choose_photo declined_* discard_*
    do_* done_* edit_* enter_* first_* ask_intake calendar_hours keep keep_* later_*
    letter_to_prescriber mark_error merge* new_* note_bold note_bullets note_carry note_heading note_italic
    note_mental_status note_numbers note_risk on_paper_* prescriber_answered private_notes_ask receive_paper
    remove_* replace_recovery* save_capacity save_details save_entry save_facts save_own save_person save_plan
    save_protocol save_request_days save_version set_passphrase sign_* signed_* start_course tag_* take_*
    task_done tell_* withdraw_* write_* wrong_chart appointment_change appointment_remove appointment_status
    go_on_* offer_keep file_on_paper put_sheet
"""
"""The names of buttons that write, or lead to nothing else."""
_BY_WORDS = ("appointment_*|Begin", "introductory_call|[!O]*", "need_*|[!O]*", "ready_*|[!O]*", "*_safety_plan|Write*")
"""Name and words of a button of which some only open what is there."""
_READS = ("lines_for_missing", "open_")
"""How the names of buttons begin for which alone a dialog is worth opening."""
_FIELDS = "find_* filter_* *_search *_words private_passphrase published_sum *_from *_to qt_*"
"""Fields of the pages that only look for something."""


def _one_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(translate(one) for one in patterns))


_WRITING = _one_of([*(f"{name}|*" for name in _WRITES.split()), *_BY_WORDS])
_LOOKING = _one_of(_FIELDS.split())
_SEALED, _BEFORE = "sealed", "words_before"
_LATER = (QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.EnabledChange, QEvent.Type.Paint)
"""When a widget is looked at: a button may be given other words without an event of its own, but is painted then."""


def writes(act: QAbstractButton) -> bool:
    """Whether a button leads to nothing but writing."""
    return _WRITING.match(f"{act.objectName()}|{act.text()}") is not None


class ReadOnly(QObject):
    """Watches a window and its dialogs while `apply(True)` holds."""

    def __init__(self, window: QWidget, messages: MessageBar) -> None:
        super().__init__(window)
        self._window, self._messages = window, messages
        self._on = False

    def apply(self, on: bool) -> None:
        """Seal the window, or free it again."""
        if on == self._on:
            return
        self._on = on
        app = QApplication.instance()
        assert app is not None
        if on:
            app.installEventFilter(self)  # only then: a filter has its price at every event
        else:
            app.removeEventFilter(self)
        for widget in self._window.findChildren(QWidget):
            if on:
                self._seal(widget)
            elif widget.property(_SEALED):
                self._free(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What comes into sight later is sealed too."""
        if event.type() in _LATER and isinstance(watched, QWidget):
            if isinstance(watched, QDialog):
                if event.type() == QEvent.Type.Polish and self._is_refused(watched):
                    watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
                    QTimer.singleShot(0, watched, lambda: self._refuse(watched))
            elif watched.window() is self._window:
                self._seal(watched)
        return False

    def _seal(self, widget: QWidget) -> None:
        if isinstance(widget, QAbstractButton):
            if writes(widget):
                if widget.isEnabled():
                    _mark(widget)
                    widget.setEnabled(False)
            elif widget.property(_SEALED):  # it has other words now
                self._free(widget)
        elif (
            isinstance(widget, (QLineEdit, QPlainTextEdit, QSpinBox))
            and not widget.isReadOnly()
            and _of_the_file(widget)
        ):
            _mark(widget)
            widget.setReadOnly(True)

    def _free(self, widget: QWidget) -> None:
        widget.setToolTip(widget.property(_BEFORE)[0])
        widget.setAccessibleDescription(widget.property(_BEFORE)[1])
        widget.setProperty(_SEALED, False)
        if isinstance(widget, (QLineEdit, QPlainTextEdit, QSpinBox)):
            widget.setReadOnly(False)
        else:
            widget.setEnabled(True)

    def _is_refused(self, dialog: QDialog) -> bool:
        """Whether all that a dialog can do is write."""
        buttons = dialog.findChildren(QAbstractButton)
        acts = [one for one in buttons if one.property("role") in ("primary", "danger")]
        reads = any(one.objectName().startswith(_READS) for one in buttons)
        return bool(acts) and all(writes(one) for one in acts) and not reads

    def _refuse(self, dialog: QDialog) -> None:
        dialog.done(QDialog.DialogCode.Rejected)
        self._messages.say(READ_ONLY)


def _mark(widget: QWidget) -> None:
    if not widget.property(_SEALED):
        widget.setProperty(_BEFORE, [widget.toolTip(), widget.accessibleDescription()])
    widget.setProperty(_SEALED, True)
    widget.setToolTip(READ_ONLY)
    widget.setAccessibleDescription(READ_ONLY)


def _of_the_file(field: QLineEdit | QPlainTextEdit | QSpinBox) -> bool:
    """Whether a field is more than a search, or a choice of this computer."""
    if isinstance(field, QSpinBox):
        return field.objectName().startswith("days_")
    return _LOOKING.match(field.objectName()) is None

"""The page of what is to be done: notes to sign, and tasks."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTableView,
    QWidget,
)

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.clients.table import SharedWidths
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import days_ago, shown
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.theme import px
from kapdesk.ui.todo.model import ROW_HEIGHT, TaskDelegate, TasksModel, widths
from kapdesk.ui.todo.task_dialog import TaskDialog
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.desk.tasks import TaskRow
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault


class TodoPage(QWidget):
    """Tasks and notes to sign; `note_wanted` carries client and note."""

    said = Signal(str, object)
    changed = Signal()
    note_wanted = Signal(int, int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        whole = QWidget()
        look.column(self).addWidget(roomy(whole))
        layout = look.column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(self._header())
        both = Columns(least=820, gap=16)
        both.add(self._tasks_card(), 5)
        both.add(self._notes_card(), 3)
        layout.addWidget(both, 1)
        for keys, act, widget in (
            ("Ctrl+D", self.complete_or_reopen, self),
            ("Space", self.complete_or_reopen, self.table),
            ("Delete", self.remove, self.table),
        ):
            QShortcut(QKeySequence(keys), widget, act).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _header(self) -> QWidget:
        self.whose = look.choice("tasks_of", "Whose tasks")
        self.whose.setMinimumWidth(px(180))
        self.whose.currentIndexChanged.connect(self._show)
        self.which = look.choice("tasks_which", "Open or done")
        self.which.addItems(["Open", "Done"])
        self.which.setMinimumWidth(px(110))
        self.which.currentIndexChanged.connect(self._show)
        new = look.button("New task…", "new_task")
        new.setToolTip(QKeySequence("Ctrl+T").toString(QKeySequence.SequenceFormat.NativeText))
        new.clicked.connect(self.new_task)
        controls = Flow(gap=12)
        controls.set_widgets([self.whose, self.which, new])
        header = Columns(least=640, gap=12)
        header.add(look.label("Tasks", "title"), 1)
        header.add(controls)
        return header

    def _tasks_card(self) -> QWidget:
        frame, inside = look.card()
        self.words = look.line("quick_task", "A new task", "Add a task, and press Enter")
        self.due = DateField("quick_task_due", "Due on")
        self.due.setPlaceholderText("due")
        self.due.setFixedWidth(px(120))
        for box in (self.words, self.due):
            box.returnPressed.connect(self.add)
        add = look.button("Add", "add_task", "primary")
        add.clicked.connect(self.add)
        when = QWidget()
        when.setLayout(look.row(self.due, add, None, gap=8))
        self.words.setMinimumWidth(px(160))
        line = Columns(least=430, gap=8)
        line.add(self.words, 1)
        line.add(when)
        inside.addWidget(line)
        self.error = look.error_line("quick_task_error")
        inside.addWidget(self.error)
        self.model = TasksModel(self)
        self.table = self._table()
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        nothing = look.empty("", "")
        self._headline, self._nothing = nothing.findChildren(QLabel)[:2]
        self._nothing.setObjectName("no_tasks")
        self._states.addWidget(nothing)
        inside.addWidget(self._states, 1)
        self._done = look.button("Done", "task_done")
        self._done.setToolTip("Space, or " + QKeySequence("Ctrl+D").toString(QKeySequence.SequenceFormat.NativeText))
        change, remove = look.button("Change…", "change_task"), look.button("Remove", "remove_task")
        for one, act in ((self._done, self.complete_or_reopen), (change, self.change), (remove, self.remove)):
            one.clicked.connect(act)
        self._acts = Flow(gap=8)
        self._acts.set_widgets([self._done, change, remove])
        inside.addWidget(self._acts)
        return frame

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("tasks")
        table.setAccessibleName("Tasks")
        table.setModel(self.model)
        table.setItemDelegate(TaskDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setMinimumHeight(px(160))
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.activated.connect(lambda _index: self.change())
        self._shared = SharedWidths(table, widths)
        return table

    def _notes_card(self) -> QWidget:
        frame, inside = look.card("Notes to sign")
        self.notes = QListWidget()
        self.notes.setObjectName("notes_to_sign")
        self.notes.setAccessibleName("Notes to sign, the oldest first")
        self.notes.setMinimumHeight(px(160))
        self.notes.setWordWrap(True)
        self.notes.itemActivated.connect(self._open_note)
        self.notes.itemClicked.connect(self._open_note)
        inside.addWidget(self.notes, 1)
        self._all_signed = look.label("Every note is signed.", "muted", "all_signed")
        inside.addWidget(self._all_signed)
        inside.addStretch()
        return frame

    def refresh(self) -> None:
        """Read everything again; the chosen task stays chosen."""
        self._fill_clients()
        self._show()
        self._show_notes()

    def close_down(self) -> None:
        """What was typed into the line stays there; nothing else is unsaved."""

    def start_typing(self) -> None:
        """Put the cursor into the line for a new task, or into the list when there are tasks."""
        (self.table if self.model.rowCount() else self.words).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_task(self, task_id: int) -> None:
        """Show a task, open or done, whosever it is."""
        self.whose.setCurrentIndex(0)
        try:
            task = tasks.get_task(self._vault, task_id, self._clock().date())
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        self.which.setCurrentIndex(1 if task.state == "done" else 0)
        self._show()
        self.table.selectRow(self.model.find(task_id))
        self.table.setFocus()

    def current_row(self) -> TaskRow | None:
        """The chosen task."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def add(self) -> None:
        """Enter what stands in the line, for the client that is chosen above."""
        try:
            undo = tasks.add_task(
                self._vault, self.words.text(), self._clock(), self.due.day(), self.whose.currentData()
            )
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            (self.due if isinstance(problem, BadInput) and problem.field == "quick_task_due" else self.words).setFocus()
            return
        look.show_error(self.error, "")
        self.words.clear()
        self.due.set_day(None)
        self.words.setFocus()
        self.which.setCurrentIndex(0)
        self._say(undo)

    def new_task(self) -> None:
        """Ask for a task in a dialog."""
        self._run(TaskDialog(self._vault, self._clock, self.whose.currentData(), None, self))

    def change(self) -> None:
        """Change the chosen task."""
        chosen = self.current_row()
        if chosen is not None:
            self._run(TaskDialog(self._vault, self._clock, None, chosen, self))

    def complete_or_reopen(self) -> None:
        """The chosen task is done; or open again."""
        chosen = self.current_row()
        if chosen is not None:
            act = tasks.reopen_task if chosen.state == "done" else tasks.complete_task
            self._do(lambda: act(self._vault, chosen.id, self._clock()))

    def remove(self) -> None:
        """Take the chosen task off the list."""
        chosen = self.current_row()
        if chosen is not None:
            self._do(lambda: tasks.remove_task(self._vault, chosen.id, self._clock()))

    def _run(self, dialog: TaskDialog) -> None:
        if dialog.exec() and dialog.undo is not None:
            self._say(dialog.undo)
        dialog.deleteLater()

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        self._say(undo)

    def _say(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()
        self.refresh()

    def _fill_clients(self) -> None:
        today = self._clock().date()
        chosen = self.whose.currentData()
        every = [*tasks.list_tasks(self._vault, today), *tasks.list_tasks(self._vault, today, done=True)]
        names = {row.client_id: row.client for row in every if row.client_id is not None}
        self.whose.blockSignals(True)
        self.whose.clear()
        self.whose.addItem("Everyone’s tasks", None)
        for number, name in sorted(names.items(), key=lambda one: one[1].lower()):
            self.whose.addItem(name, number)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen) if chosen is not None else 0))
        self.whose.blockSignals(False)

    def _show(self) -> None:
        chosen, at = self.current_row(), self.table.currentIndex().row()
        done, client_id = self.which.currentIndex() == 1, self.whose.currentData()
        rows = tasks.list_tasks(self._vault, self._clock().date(), done, client_id)
        self.model.set_rows(rows)
        self._shared.share()
        self._states.setCurrentIndex(0 if rows else 1)
        self._acts.setVisible(bool(rows))
        self._done.setText("Open again" if done else "Done")
        self._done.setAccessibleName(self._done.text())
        self._acts.arrange()
        if rows:
            found = self.model.find(chosen.id) if chosen else -1
            self.table.selectRow(found if found >= 0 else max(0, min(at, len(rows) - 1)))
        self._headline.setText("Nothing done yet" if done else "Nothing to do")
        self._nothing.setText(
            "Tasks that are done stand here, the last one first."
            if done
            else "Calls to make, letters to write, forms to chase: type one above, with a day if it has one. "
            "From any page, Ctrl+T does the same."
        )

    def _show_notes(self) -> None:
        today = self._clock().date()
        self.notes.clear()
        for client_id, name, head in notes.unsigned_notes(self._vault, today):
            age = "today" if head.age_days == 0 else f"{days_ago(head.age_days)} old"
            item = QListWidgetItem(f"{name}\n{head.kind_words}, {shown(head.on, today)} · {age}")
            item.setData(Qt.ItemDataRole.UserRole, (client_id, head.id))
            item.setSizeHint(QSize(px(120), px(54)))
            self.notes.addItem(item)
        self.notes.setVisible(self.notes.count() > 0)
        self._all_signed.setVisible(self.notes.count() == 0)

    def _open_note(self, item: QListWidgetItem) -> None:
        self.note_wanted.emit(*item.data(Qt.ItemDataRole.UserRole))

"""The triggers by which the database itself refuses to change what is signed, and the history.

Opening compares them with what they should be: alembic's batch mode, or a hand with another tool, can drop them.
"""

_REFUSE = "SELECT RAISE(ABORT, 'kapdesk: signed');"
_SIGNED_NOTE_OF_SESSION = "EXISTS (SELECT 1 FROM note WHERE session_id = OLD.id AND signed_id IS NOT NULL)"
_OTHER_IDENTITY = "NEW.id <> OLD.id OR NEW.uid <> OLD.uid"
"""UPDATE OR REPLACE would take another row's identity and remove that row without a delete trigger."""


def _guard(table: str, act: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return f"CREATE TRIGGER {table}_{act.lower()}_guard BEFORE {act} ON {table}{condition} BEGIN {_REFUSE} END"


def _frozen(table: str, twin: str) -> list[str]:
    """No update, no delete, and no insert over an existing row (INSERT OR REPLACE skips delete triggers)."""
    return [
        _guard(table, "UPDATE"),
        _guard(table, "DELETE"),
        _guard(table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {twin})"),
    ]


def _signed_day(day: str) -> str:
    """Whether the note of a medicine day's session is signed."""
    return (
        "EXISTS (SELECT 1 FROM medicine_day JOIN note ON note.session_id = medicine_day.session_id"
        f" WHERE medicine_day.id = {day} AND note.signed_id IS NOT NULL)"
    )


def _medicine_day(same: str) -> list[str]:
    """Entries and answers never change and never go; once the note is signed, nothing is added either. The one exception
    is an entry whose words were moved to the psychotherapy notes before.
    """
    kept = " AND ".join(
        f"NEW.{name} IS OLD.{name}"
        for name in ("id", "uid", "day_id", "kind", "at", "kept_at", "by_hand", "about_id", "act")
    )
    moved = (
        "EXISTS (SELECT 1 FROM day_entry AS mover WHERE mover.act = 'moved'"
        " AND mover.about_id = COALESCE(OLD.about_id, OLD.id))"
    )
    emptied = f"({kept} AND NEW.words = '' AND NEW.data = '' AND {moved} AND NOT {_signed_day('OLD.day_id')})"
    signed_session = "EXISTS (SELECT 1 FROM note WHERE session_id = {}.session_id AND signed_id IS NOT NULL)"
    changed = f"{_OTHER_IDENTITY} OR NEW.client_id <> OLD.client_id OR " + " OR ".join(
        signed_session.format(row) for row in ("OLD", "NEW")
    )
    twin = "EXISTS (SELECT 1 FROM medicine_day AS other WHERE other.session_id = NEW.session_id{})"
    there = f"EXISTS (SELECT 1 FROM {{}} WHERE {same})"
    return [
        _guard("medicine_day", "UPDATE", f"{changed} OR {twin.format(' AND other.id <> NEW.id')}"),
        _guard("medicine_day", "DELETE"),
        _guard("medicine_day", "INSERT", f"{there.format('medicine_day')} OR {twin.format('')} OR {signed_session.format('NEW')}"),
        _guard("day_entry", "UPDATE", f"NOT {emptied}"),
        _guard("day_entry", "DELETE"),
        _guard("day_entry", "INSERT", f"{there.format('day_entry')} OR {_signed_day('NEW.day_id')}"),
        _guard("day_answer", "UPDATE"),
        _guard("day_answer", "DELETE"),
        _guard("day_answer", "INSERT", f"{there.format('day_answer')} OR {_signed_day('NEW.day_id')}"),
        _guard("day_scan", "UPDATE"),
        _guard("day_scan", "DELETE", _signed_day("OLD.day_id")),
        _guard("day_scan", "INSERT", f"{there.format('day_scan')} OR {_signed_day('NEW.day_id')}"),
    ]  # fmt: skip


def _files_of_what_is_signed() -> list[str]:
    """A file stays as long as the signed record that names it: the scan of a medicine day, a paper on file."""

    def held(number: str) -> str:
        return (
            "(EXISTS (SELECT 1 FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id"
            " JOIN note ON note.session_id = medicine_day.session_id"
            f" WHERE day_scan.attachment_id = {number} AND note.signed_id IS NOT NULL)"
            f" OR EXISTS (SELECT 1 FROM paper_file WHERE paper_file.attachment_id = {number}))"
        )

    files = "held.id = NEW.id OR held.uid = NEW.uid OR held.sha256 = NEW.sha256"
    parts = "held.id = NEW.id OR held.attachment_id = NEW.attachment_id"
    return [
        _guard("attachment", "DELETE", held("OLD.id")),
        _guard(
            "attachment",
            "INSERT",
            f"EXISTS (SELECT 1 FROM attachment AS held WHERE ({files}) AND {held('held.id')})",
        ),
        _guard("attachment_part", "DELETE", held("OLD.attachment_id")),
        _guard(
            "attachment_part",
            "INSERT",
            f"EXISTS (SELECT 1 FROM attachment_part AS held WHERE ({parts}) AND {held('held.attachment_id')})",
        ),
    ]


def _papers(same: str) -> list[str]:
    """A paper on file never changes, has no more files than it was filed with, and what was said of it stays."""
    whole = (
        "EXISTS (SELECT 1 FROM paper_file WHERE id = NEW.id OR (paper_id = NEW.paper_id AND place = NEW.place))"
        " OR NOT EXISTS (SELECT 1 FROM filed_paper WHERE id = NEW.paper_id AND NEW.place BETWEEN 0 AND files - 1)"
    )
    return [
        *_frozen("filed_paper", same),
        _guard("paper_file", "UPDATE"),
        _guard("paper_file", "DELETE"),
        _guard("paper_file", "INSERT", whole),
        *_frozen("paper_event", same),
        *_frozen("intake_answer", same),
        *_frozen("intake_outcome", same),
    ]


def _integration(same: str) -> list[str]:
    """Frozen with the note; only what became of a step is told later."""

    def signed(row: str) -> str:
        return f"EXISTS (SELECT 1 FROM note WHERE id = {row}.note_id AND signed_id IS NOT NULL)"

    told = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in ("note_id", "place", "words", "by_date"))
    found = []
    for table, other in (("integration", ""), ("integration_step", f" AND ({told})")):
        twin = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
        found += [
            _guard(table, "UPDATE", f"{_OTHER_IDENTITY} OR ({signed('OLD')}{other}) OR ({signed('NEW')}{other})"),
            _guard(table, "DELETE", signed("OLD")),
            _guard(table, "INSERT", f"{twin} OR {signed('NEW')}"),
        ]
    return found


def _all() -> list[str]:
    same = "id = NEW.id OR uid = NEW.uid"
    return [
        *_frozen("signed_record", same),
        *_frozen("history", "id >= NEW.id OR hash = NEW.hash"),
        *_frozen("paper_given", same),
        _guard("addendum", "UPDATE"),
        _guard("addendum", "DELETE"),
        _guard(
            "addendum",
            "INSERT",
            f"EXISTS (SELECT 1 FROM addendum WHERE {same} OR signed_id = NEW.signed_id)"
            " OR NOT EXISTS (SELECT 1 FROM note WHERE id = NEW.note_id AND signed_id IS NOT NULL)",
        ),
        _guard(
            "note",
            "UPDATE",
            f"OLD.signed_id IS NOT NULL OR {_OTHER_IDENTITY}"
            " OR EXISTS (SELECT 1 FROM note WHERE signed_id = NEW.signed_id)",
        ),
        _guard("note", "DELETE", "OLD.signed_id IS NOT NULL"),
        _guard(
            "note",
            "INSERT",
            f"EXISTS (SELECT 1 FROM note WHERE ({same} OR signed_id = NEW.signed_id) AND signed_id IS NOT NULL)",
        ),
        _guard("session", "UPDATE", f"{_SIGNED_NOTE_OF_SESSION} OR {_OTHER_IDENTITY}"),
        _guard("session", "DELETE", _SIGNED_NOTE_OF_SESSION),
        _guard(
            "session",
            "INSERT",
            "EXISTS (SELECT 1 FROM session JOIN note ON note.session_id = session.id"
            " WHERE (session.id = NEW.id OR session.uid = NEW.uid) AND note.signed_id IS NOT NULL)",
        ),
        _guard("note_withheld", "UPDATE"),
        _guard("note_withheld", "DELETE"),
        _guard(
            "note_withheld",
            "INSERT",
            f"EXISTS (SELECT 1 FROM note_withheld WHERE {same} OR note_id = NEW.note_id)"
            " OR NOT EXISTS (SELECT 1 FROM note WHERE id = NEW.note_id AND signed_id IS NOT NULL)",
        ),
        *_frozen("wording", f"{same} OR (name = NEW.name AND language = NEW.language AND version = NEW.version)"),
        *_frozen("care_plan", f"{same} OR (client_id = NEW.client_id AND kind = NEW.kind AND version = NEW.version)"),
        *_frozen("plan_signature", same),
        *_frozen(
            "prescriber_order",
            f"{same} OR (client_id = NEW.client_id AND number = NEW.number AND version = NEW.version)",
        ),
        *_frozen("disclosure", same),
        *_medicine_day(same),
        *_files_of_what_is_signed(),
        *_papers(same),
        *_integration(same),
        _guard("attachment", "UPDATE"),
        _guard("attachment_part", "UPDATE"),
    ]


GUARDS = {statement.split()[2]: statement for statement in _all()}
"""Name of each trigger and its SQL, as it stands in `sqlite_master`."""

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
        _guard("attachment", "UPDATE"),
        _guard("attachment_part", "UPDATE"),
    ]


GUARDS = {statement.split()[2]: statement for statement in _all()}
"""Name of each trigger and its SQL, as it stands in `sqlite_master`."""

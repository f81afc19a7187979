"""The chart in depth: note forms, psychotherapy notes, withheld notes, plans, tasks, own wording, and the index of words."""

import unicodedata
from datetime import date
from typing import Any

from alembic import op

revision = "0002"
down_revision = "0001"

NOTE_COLUMNS = (
    "form VARCHAR DEFAULT '' NOT NULL",
    "started_at VARCHAR",
    "stopped_at VARCHAR",
    "place VARCHAR DEFAULT '' NOT NULL",
    "present VARCHAR DEFAULT '' NOT NULL",
    "modality VARCHAR DEFAULT '' NOT NULL",
    "diagnosis VARCHAR DEFAULT '' NOT NULL",
)

ADDENDUM_KIND = (
    "kind VARCHAR DEFAULT 'addendum' NOT NULL CONSTRAINT ck_addendum_kind CHECK (kind IN ('addendum', 'error'))"
)

TABLES = (
    """
    CREATE TABLE note_withheld (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        note_id INTEGER NOT NULL,
        reason VARCHAR NOT NULL,
        printed VARCHAR NOT NULL,
        session_too BOOLEAN NOT NULL,
        withheld_at VARCHAR NOT NULL,
        copied_to INTEGER,
        CONSTRAINT ck_note_withheld_printed CHECK (printed IN ('yes', 'no', 'not_known')),
        CONSTRAINT uq_note_withheld_uid UNIQUE (uid),
        CONSTRAINT uq_note_withheld_note_id UNIQUE (note_id),
        CONSTRAINT fk_note_withheld_note_id FOREIGN KEY(note_id) REFERENCES note (id),
        CONSTRAINT fk_note_withheld_copied_to FOREIGN KEY(copied_to) REFERENCES note (id)
    )
    """,
    """
    CREATE TABLE psychotherapy_note (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        on_date DATE NOT NULL,
        text VARCHAR DEFAULT '' NOT NULL,
        created_at VARCHAR NOT NULL,
        changed_at VARCHAR NOT NULL,
        CONSTRAINT uq_psychotherapy_note_uid UNIQUE (uid),
        CONSTRAINT fk_psychotherapy_note_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_psychotherapy_note_client_id_on_date ON psychotherapy_note (client_id, on_date)
    """,
    """
    CREATE TABLE note_form (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        name VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        sections VARCHAR NOT NULL,
        retired BOOLEAN NOT NULL,
        CONSTRAINT ck_note_form_kind CHECK (kind IN ('contact', 'preparation', 'ketamine', 'integration', 'general')),
        CONSTRAINT uq_note_form_uid UNIQUE (uid),
        CONSTRAINT uq_note_form_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE snippet (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        name VARCHAR NOT NULL,
        text VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT uq_snippet_uid UNIQUE (uid),
        CONSTRAINT uq_snippet_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE wording (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        name VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        change VARCHAR NOT NULL,
        body BLOB NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        saved_at VARCHAR NOT NULL,
        CONSTRAINT ck_wording_change CHECK (change IN ('wording', 'material', 'shipped')),
        CONSTRAINT uq_wording_name_language_version UNIQUE (name, language, version),
        CONSTRAINT uq_wording_uid UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE care_plan (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        format INTEGER NOT NULL,
        body BLOB NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        saved_at VARCHAR NOT NULL,
        CONSTRAINT ck_care_plan_kind CHECK (kind IN ('treatment', 'safety')),
        CONSTRAINT uq_care_plan_client_id_kind_version UNIQUE (client_id, kind, version),
        CONSTRAINT uq_care_plan_uid UNIQUE (uid),
        CONSTRAINT fk_care_plan_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE TABLE plan_draft (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        client_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        body VARCHAR DEFAULT '' NOT NULL,
        changed_at VARCHAR NOT NULL,
        CONSTRAINT ck_plan_draft_kind CHECK (kind IN ('treatment', 'safety')),
        CONSTRAINT uq_plan_draft_client_id_kind UNIQUE (client_id, kind),
        CONSTRAINT fk_plan_draft_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE TABLE plan_signature (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        plan_id INTEGER NOT NULL,
        signed_by VARCHAR NOT NULL,
        signed_on DATE NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT uq_plan_signature_uid UNIQUE (uid),
        CONSTRAINT fk_plan_signature_plan_id FOREIGN KEY(plan_id) REFERENCES care_plan (id)
    )
    """,
    """
    CREATE INDEX ix_plan_signature_plan_id ON plan_signature (plan_id)
    """,
    """
    CREATE TABLE task (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER,
        words VARCHAR NOT NULL,
        due_on DATE,
        created_at VARCHAR NOT NULL,
        done_at VARCHAR,
        CONSTRAINT uq_task_uid UNIQUE (uid),
        CONSTRAINT fk_task_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_task_client_id ON task (client_id)
    """,
    """
    CREATE INDEX ix_task_open ON task (due_on) WHERE done_at IS NULL
    """,
    """
    CREATE TABLE setting (
        name VARCHAR NOT NULL,
        value VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (name)
    )
    """,
)

INDEX = (
    (
        "CREATE VIRTUAL TABLE note_words USING fts5(text, tags, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 2')"
    ),
    "INSERT INTO note_words(note_words, rank) VALUES ('secure-delete', 1)",
)

GUARDS = (
    (
        "CREATE TRIGGER note_withheld_update_guard BEFORE UPDATE ON note_withheld BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER note_withheld_delete_guard BEFORE DELETE ON note_withheld BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER note_withheld_insert_guard BEFORE INSERT ON note_withheld WHEN EXISTS (SELECT 1 "
        "FROM note_withheld WHERE id = NEW.id OR uid = NEW.uid OR note_id = NEW.note_id) OR NOT EXISTS "
        "(SELECT 1 FROM note WHERE id = NEW.note_id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    ("CREATE TRIGGER wording_update_guard BEFORE UPDATE ON wording BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"),
    ("CREATE TRIGGER wording_delete_guard BEFORE DELETE ON wording BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"),
    (
        "CREATE TRIGGER wording_insert_guard BEFORE INSERT ON wording WHEN EXISTS (SELECT 1 FROM wording "
        "WHERE id = NEW.id OR uid = NEW.uid OR (name = NEW.name AND language = NEW.language AND version ="
        " NEW.version)) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER care_plan_update_guard BEFORE UPDATE ON care_plan BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER care_plan_delete_guard BEFORE DELETE ON care_plan BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER care_plan_insert_guard BEFORE INSERT ON care_plan WHEN EXISTS (SELECT 1 FROM "
        "care_plan WHERE id = NEW.id OR uid = NEW.uid OR (client_id = NEW.client_id AND kind = NEW.kind "
        "AND version = NEW.version)) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER plan_signature_update_guard BEFORE UPDATE ON plan_signature BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER plan_signature_delete_guard BEFORE DELETE ON plan_signature BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER plan_signature_insert_guard BEFORE INSERT ON plan_signature WHEN EXISTS (SELECT 1"
        " FROM plan_signature WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
)


def upgrade() -> None:
    for column in NOTE_COLUMNS:
        op.execute(f"ALTER TABLE note ADD COLUMN {column}")
    op.execute(f"ALTER TABLE addendum ADD COLUMN {ADDENDUM_KIND}")
    for statement in (*TABLES, *INDEX, *GUARDS):
        op.execute(statement)
    _index_what_is_there(op.get_bind())


def _index_what_is_there(connection: Any) -> None:
    """Each note's words, with its addenda; a row's number is its day and its id."""
    added: dict[int, list[str]] = {}
    found = connection.exec_driver_sql(
        "SELECT addendum.note_id, json_extract(CAST(body AS TEXT), '$.addendum.reason'),"
        " json_extract(CAST(body AS TEXT), '$.addendum.text')"
        " FROM addendum JOIN signed_record ON signed_record.id = addendum.signed_id ORDER BY addendum.id"
    )
    for note_id, reason, text in found:
        added.setdefault(note_id, []).append(f"{reason}\n{text}")
    notes = connection.exec_driver_sql("SELECT id, client_id, kind, on_date, text FROM note ORDER BY on_date, id")
    rows = (
        (
            (date.fromisoformat(day).toordinal() << 32) | note_id,
            _folded("\n".join([text, *added.get(note_id, ())])),
            f"c{client_id} k{kind}",
        )
        for note_id, client_id, kind, day, text in notes.fetchall()
    )
    for row in rows:
        connection.exec_driver_sql("INSERT INTO note_words (rowid, text, tags) VALUES (?, ?, ?)", row)


def _folded(text: str) -> str:
    """Without accents and case, as words were looked for when this schema was new."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()

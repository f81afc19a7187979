"""Clients and contacts: ways to reach a client, the contact book, what was told about health, fields of the practice's own."""

import secrets
from typing import Any

from alembic import op

revision = "0003"
down_revision = "0002"

CLIENT_COLUMNS = (
    "language VARCHAR DEFAULT '' NOT NULL",
    "occupation VARCHAR DEFAULT '' NOT NULL",
    "insurance VARCHAR DEFAULT '' NOT NULL",
    "goals VARCHAR DEFAULT '' NOT NULL",
    "allergies_asked_on DATE",
    "medicines_asked_on DATE",
)
MOVED = ("phone", "email", "emergency_contact", "prescriber")

TABLES = (
    """
    CREATE TABLE client_photo (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        picture BLOB NOT NULL,
        CONSTRAINT uq_client_photo_uid UNIQUE (uid),
        CONSTRAINT uq_client_photo_client_id UNIQUE (client_id),
        CONSTRAINT fk_client_photo_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE TABLE contact_way (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        label VARCHAR DEFAULT '' NOT NULL,
        value VARCHAR NOT NULL,
        may_leave_message VARCHAR DEFAULT '' NOT NULL,
        may_write VARCHAR DEFAULT '' NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT ck_contact_way_kind CHECK (kind IN ('phone', 'email', 'post', 'other')),
        CONSTRAINT ck_contact_way_may_leave_message CHECK (may_leave_message IN ('', 'yes', 'no')),
        CONSTRAINT ck_contact_way_may_write CHECK (may_write IN ('', 'yes', 'no')),
        CONSTRAINT uq_contact_way_uid UNIQUE (uid),
        CONSTRAINT fk_contact_way_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_contact_way_client_id ON contact_way (client_id)
    """,
    """
    CREATE TABLE contact (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        name VARCHAR NOT NULL,
        organization VARCHAR DEFAULT '' NOT NULL,
        kind VARCHAR NOT NULL,
        phone VARCHAR DEFAULT '' NOT NULL,
        email VARCHAR DEFAULT '' NOT NULL,
        fax VARCHAR DEFAULT '' NOT NULL,
        address VARCHAR DEFAULT '' NOT NULL,
        notes VARCHAR DEFAULT '' NOT NULL,
        archived BOOLEAN NOT NULL,
        CONSTRAINT ck_contact_kind CHECK
            (kind IN ('prescriber', 'physician', 'pharmacy', 'driver', 'family', 'executor', 'other')),
        CONSTRAINT uq_contact_uid UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE client_contact (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        contact_id INTEGER NOT NULL,
        role VARCHAR NOT NULL,
        relation VARCHAR DEFAULT '' NOT NULL,
        note VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT ck_client_contact_role CHECK
            (role IN ('emergency', 'prescriber', 'physician', 'pharmacy', 'driver', 'family', 'other')),
        CONSTRAINT uq_client_contact_client_id_contact_id_role UNIQUE (client_id, contact_id, role),
        CONSTRAINT uq_client_contact_uid UNIQUE (uid),
        CONSTRAINT fk_client_contact_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_client_contact_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
    )
    """,
    """
    CREATE INDEX ix_client_contact_contact_id ON client_contact (contact_id)
    """,
    """
    CREATE TABLE detail_field (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        name VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        retired BOOLEAN NOT NULL,
        CONSTRAINT uq_detail_field_uid UNIQUE (uid),
        CONSTRAINT uq_detail_field_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE client_detail (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        field_id INTEGER NOT NULL,
        value VARCHAR NOT NULL,
        CONSTRAINT uq_client_detail_client_id_field_id UNIQUE (client_id, field_id),
        CONSTRAINT uq_client_detail_uid UNIQUE (uid),
        CONSTRAINT fk_client_detail_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_client_detail_field_id FOREIGN KEY(field_id) REFERENCES detail_field (id)
    )
    """,
    """
    CREATE TABLE diagnosis (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        code VARCHAR DEFAULT '' NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        from_on DATE,
        until_on DATE,
        by_whom VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT uq_diagnosis_uid UNIQUE (uid),
        CONSTRAINT fk_diagnosis_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_diagnosis_client_id ON diagnosis (client_id)
    """,
    """
    CREATE TABLE prescriber_flag (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        what VARCHAR NOT NULL,
        how_known VARCHAR NOT NULL,
        weight VARCHAR NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        noted_on DATE,
        told_on DATE,
        told_how VARCHAR DEFAULT '' NOT NULL,
        answer VARCHAR DEFAULT '' NOT NULL,
        answered_by VARCHAR DEFAULT '' NOT NULL,
        answered_on DATE,
        closed_on DATE,
        CONSTRAINT ck_prescriber_flag_how_known CHECK (how_known IN ('said', 'record', 'measured')),
        CONSTRAINT ck_prescriber_flag_weight CHECK (weight IN ('stop_and_ask', 'tell', 'note')),
        CONSTRAINT uq_prescriber_flag_uid UNIQUE (uid),
        CONSTRAINT fk_prescriber_flag_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_prescriber_flag_client_id ON prescriber_flag (client_id)
    """,
    """
    CREATE TABLE allergy (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        substance VARCHAR NOT NULL,
        reaction VARCHAR DEFAULT '' NOT NULL,
        told_on DATE,
        CONSTRAINT uq_allergy_uid UNIQUE (uid),
        CONSTRAINT fk_allergy_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_allergy_client_id ON allergy (client_id)
    """,
    """
    CREATE TABLE medicine (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        dose VARCHAR DEFAULT '' NOT NULL,
        prescribed_by VARCHAR DEFAULT '' NOT NULL,
        since VARCHAR DEFAULT '' NOT NULL,
        source VARCHAR DEFAULT '' NOT NULL,
        last_asked DATE,
        stopped_on DATE,
        CONSTRAINT uq_medicine_uid UNIQUE (uid),
        CONSTRAINT fk_medicine_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_medicine_client_id ON medicine (client_id)
    """,
)


def upgrade() -> None:
    for column in CLIENT_COLUMNS:
        op.execute(f"ALTER TABLE client ADD COLUMN {column}")
    for statement in TABLES:
        op.execute(statement)
    connection = op.get_bind()
    _move_ways(connection)
    _move_people(connection, "prescriber", "prescriber", "prescriber")
    _move_people(connection, "emergency_contact", "family", "emergency")
    for column in MOVED:
        op.execute(f"ALTER TABLE client DROP COLUMN {column}")


def _move_ways(connection: Any) -> None:
    """Telephone and email become ways to reach the client; whether a message may be left was never asked."""
    for position, kind in enumerate(("phone", "email"), 1):
        for client, value in _words_of(connection, kind):
            connection.exec_driver_sql(
                "INSERT INTO contact_way (uid, client_id, kind, value, position) VALUES (?, ?, ?, ?, ?)",
                (_uid(), client, kind, value, position),
            )


def _move_people(connection: Any, column: str, kind: str, role: str) -> None:
    """The words that stood there become a contact's name, whole: what is name, relation or telephone is not guessed."""
    known: dict[str, int] = {}
    for client, words in _words_of(connection, column):
        if words not in known:
            made = connection.exec_driver_sql(
                "INSERT INTO contact (uid, name, kind, archived) VALUES (?, ?, ?, 0)", (_uid(), words, kind)
            )
            known[words] = made.lastrowid
        connection.exec_driver_sql(
            "INSERT INTO client_contact (uid, client_id, contact_id, role) VALUES (?, ?, ?, ?)",
            (_uid(), client, known[words], role),
        )


def _words_of(connection: Any, column: str) -> list[tuple[int, str]]:
    query = f"SELECT id, {column} FROM client WHERE {column} <> '' ORDER BY id"  # noqa: S608  # our own column
    found: list[tuple[int, str]] = connection.exec_driver_sql(query).fetchall()
    return found


def _uid() -> str:
    return secrets.token_hex(16)

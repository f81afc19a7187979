"""The medicine day: its record, the gate, the time line, scans; and what an integration note carries."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = (
    """
    CREATE TABLE medicine_day (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        appointment_id INTEGER,
        session_id INTEGER,
        order_id INTEGER,
        on_date DATE NOT NULL,
        zone VARCHAR NOT NULL,
        begun_at VARCHAR NOT NULL,
        gate_closed_at VARCHAR,
        gate VARCHAR DEFAULT '' NOT NULL,
        ended_at VARCHAR,
        ending VARCHAR DEFAULT '' NOT NULL,
        ending_words VARCHAR DEFAULT '' NOT NULL,
        from_paper BOOLEAN NOT NULL,
        line_kind VARCHAR DEFAULT '' NOT NULL,
        line_text VARCHAR DEFAULT '' NOT NULL,
        line_about INTEGER,
        line_at VARCHAR,
        CONSTRAINT ck_medicine_day_ending CHECK (ending IN ('', 'left', 'against_advice', 'emergency', 'postponed', 'mistake')),
        CONSTRAINT uq_medicine_day_uid UNIQUE (uid),
        CONSTRAINT fk_medicine_day_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_medicine_day_appointment_id FOREIGN KEY(appointment_id) REFERENCES appointment (id),
        CONSTRAINT uq_medicine_day_session_id UNIQUE (session_id),
        CONSTRAINT fk_medicine_day_session_id FOREIGN KEY(session_id) REFERENCES session (id),
        CONSTRAINT fk_medicine_day_order_id FOREIGN KEY(order_id) REFERENCES prescriber_order (id)
    )
    """,
    """
    CREATE INDEX ix_medicine_day_appointment_id ON medicine_day (appointment_id)
    """,
    """
    CREATE INDEX ix_medicine_day_client_id ON medicine_day (client_id)
    """,
    """
    CREATE TABLE day_answer (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        day_id INTEGER NOT NULL,
        line VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        answer VARCHAR DEFAULT '' NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        data VARCHAR DEFAULT '' NOT NULL,
        by_whom VARCHAR DEFAULT '' NOT NULL,
        how VARCHAR DEFAULT '' NOT NULL,
        said_at VARCHAR,
        about VARCHAR DEFAULT '' NOT NULL,
        at VARCHAR NOT NULL,
        CONSTRAINT ck_day_answer_kind CHECK (kind IN ('asked', 'reason', 'prescriber', 'seen', 'later')),
        CONSTRAINT uq_day_answer_uid UNIQUE (uid),
        CONSTRAINT fk_day_answer_day_id FOREIGN KEY(day_id) REFERENCES medicine_day (id)
    )
    """,
    """
    CREATE INDEX ix_day_answer_day_id ON day_answer (day_id)
    """,
    """
    CREATE TABLE day_entry (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        day_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        kept_at VARCHAR NOT NULL,
        by_hand BOOLEAN NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        data VARCHAR DEFAULT '' NOT NULL,
        about_id INTEGER,
        act VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT ck_day_entry_kind CHECK (kind IN ('medicine_in', 'medicine_out', 'booster', 'not_taken', 'vitals', 'onset', 'peak', 'spoke', 'silence', 'tears', 'distress', 'music', 'touch', 'nausea', 'bathroom', 'food', 'returning', 'observation', 'adverse_event', 'tablets_left', 'fit_to_leave', 'clock')),
        CONSTRAINT ck_day_entry_act CHECK (act IN ('', 'completed', 'corrected', 'withdrawn', 'moved')),
        CONSTRAINT uq_day_entry_uid UNIQUE (uid),
        CONSTRAINT fk_day_entry_day_id FOREIGN KEY(day_id) REFERENCES medicine_day (id),
        CONSTRAINT fk_day_entry_about_id FOREIGN KEY(about_id) REFERENCES day_entry (id)
    )
    """,
    """
    CREATE INDEX ix_day_entry_about_id ON day_entry (about_id)
    """,
    """
    CREATE INDEX ix_day_entry_day_id ON day_entry (day_id)
    """,
    """
    CREATE TABLE day_scan (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        day_id INTEGER NOT NULL,
        attachment_id INTEGER NOT NULL,
        name VARCHAR DEFAULT '' NOT NULL,
        added_at VARCHAR NOT NULL,
        CONSTRAINT uq_day_scan_day_id_attachment_id UNIQUE (day_id, attachment_id),
        CONSTRAINT uq_day_scan_uid UNIQUE (uid),
        CONSTRAINT fk_day_scan_day_id FOREIGN KEY(day_id) REFERENCES medicine_day (id),
        CONSTRAINT fk_day_scan_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id)
    )
    """,
    """
    CREATE INDEX ix_day_scan_attachment_id ON day_scan (attachment_id)
    """,
    """
    CREATE TABLE integration (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        note_id INTEGER NOT NULL,
        ketamine_id INTEGER,
        asked VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT uq_integration_uid UNIQUE (uid),
        CONSTRAINT uq_integration_note_id UNIQUE (note_id),
        CONSTRAINT fk_integration_note_id FOREIGN KEY(note_id) REFERENCES note (id),
        CONSTRAINT fk_integration_ketamine_id FOREIGN KEY(ketamine_id) REFERENCES session (id)
    )
    """,
    """
    CREATE INDEX ix_integration_ketamine_id ON integration (ketamine_id)
    """,
    """
    CREATE TABLE integration_step (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        note_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        words VARCHAR NOT NULL,
        by_date DATE,
        outcome VARCHAR DEFAULT '' NOT NULL,
        outcome_on DATE,
        CONSTRAINT uq_integration_step_uid UNIQUE (uid),
        CONSTRAINT fk_integration_step_note_id FOREIGN KEY(note_id) REFERENCES note (id)
    )
    """,
    """
    CREATE INDEX ix_integration_step_note_id ON integration_step (note_id)
    """,
)

GUARDS = (
    (
        "CREATE TRIGGER medicine_day_update_guard BEFORE UPDATE ON medicine_day WHEN NEW.id <> OLD.id OR "
        "NEW.uid <> OLD.uid OR NEW.client_id <> OLD.client_id OR EXISTS (SELECT 1 FROM note WHERE session_id "
        "= OLD.session_id AND signed_id IS NOT NULL) OR EXISTS (SELECT 1 FROM note WHERE session_id = "
        "NEW.session_id AND signed_id IS NOT NULL) OR EXISTS (SELECT 1 FROM medicine_day AS other WHERE "
        "other.session_id = NEW.session_id AND other.id <> NEW.id) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER medicine_day_delete_guard BEFORE DELETE ON medicine_day BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER medicine_day_insert_guard BEFORE INSERT ON medicine_day WHEN EXISTS (SELECT 1 FROM "
        "medicine_day WHERE id = NEW.id OR uid = NEW.uid) OR EXISTS (SELECT 1 FROM medicine_day AS other "
        "WHERE other.session_id = NEW.session_id) OR EXISTS (SELECT 1 FROM note WHERE session_id = "
        "NEW.session_id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER day_entry_update_guard BEFORE UPDATE ON day_entry WHEN NOT (NEW.id IS OLD.id AND "
        "NEW.uid IS OLD.uid AND NEW.day_id IS OLD.day_id AND NEW.kind IS OLD.kind AND NEW.at IS OLD.at AND "
        "NEW.kept_at IS OLD.kept_at AND NEW.by_hand IS OLD.by_hand AND NEW.about_id IS OLD.about_id AND "
        "NEW.act IS OLD.act AND NEW.words = '' AND NEW.data = '' AND EXISTS (SELECT 1 FROM day_entry AS mover "
        "WHERE mover.act = 'moved' AND mover.about_id = COALESCE(OLD.about_id, OLD.id)) AND NOT EXISTS "
        "(SELECT 1 FROM medicine_day JOIN note ON note.session_id = medicine_day.session_id WHERE "
        "medicine_day.id = OLD.day_id AND note.signed_id IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER day_entry_delete_guard BEFORE DELETE ON day_entry BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER day_entry_insert_guard BEFORE INSERT ON day_entry WHEN EXISTS (SELECT 1 FROM "
        "day_entry WHERE id = NEW.id OR uid = NEW.uid) OR EXISTS (SELECT 1 FROM medicine_day JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE medicine_day.id = NEW.day_id AND note.signed_id IS "
        "NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER day_answer_update_guard BEFORE UPDATE ON day_answer BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER day_answer_delete_guard BEFORE DELETE ON day_answer BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER day_answer_insert_guard BEFORE INSERT ON day_answer WHEN EXISTS (SELECT 1 FROM "
        "day_answer WHERE id = NEW.id OR uid = NEW.uid) OR EXISTS (SELECT 1 FROM medicine_day JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE medicine_day.id = NEW.day_id AND note.signed_id IS "
        "NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER day_scan_update_guard BEFORE UPDATE ON day_scan BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER day_scan_delete_guard BEFORE DELETE ON day_scan WHEN EXISTS (SELECT 1 FROM "
        "medicine_day JOIN note ON note.session_id = medicine_day.session_id WHERE medicine_day.id = "
        "OLD.day_id AND note.signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER day_scan_insert_guard BEFORE INSERT ON day_scan WHEN EXISTS (SELECT 1 FROM day_scan "
        "WHERE id = NEW.id OR uid = NEW.uid) OR EXISTS (SELECT 1 FROM medicine_day JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE medicine_day.id = NEW.day_id AND note.signed_id IS "
        "NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_delete_guard BEFORE DELETE ON attachment WHEN EXISTS (SELECT 1 FROM "
        "day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON note.session_id = "
        "medicine_day.session_id WHERE day_scan.attachment_id = OLD.id AND note.signed_id IS NOT NULL) BEGIN "
        "SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_insert_guard BEFORE INSERT ON attachment WHEN EXISTS (SELECT 1 FROM "
        "attachment AS held WHERE (held.id = NEW.id OR held.uid = NEW.uid OR held.sha256 = NEW.sha256) AND "
        "EXISTS (SELECT 1 FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE day_scan.attachment_id = held.id AND note.signed_id "
        "IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_part_delete_guard BEFORE DELETE ON attachment_part WHEN EXISTS (SELECT 1 "
        "FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON note.session_id = "
        "medicine_day.session_id WHERE day_scan.attachment_id = OLD.attachment_id AND note.signed_id IS NOT "
        "NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_part_insert_guard BEFORE INSERT ON attachment_part WHEN EXISTS (SELECT 1 "
        "FROM attachment_part AS held WHERE (held.id = NEW.id OR held.attachment_id = NEW.attachment_id) AND "
        "EXISTS (SELECT 1 FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE day_scan.attachment_id = held.attachment_id AND "
        "note.signed_id IS NOT NULL)) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER integration_update_guard BEFORE UPDATE ON integration WHEN NEW.id <> OLD.id OR "
        "NEW.uid <> OLD.uid OR (EXISTS (SELECT 1 FROM note WHERE id = OLD.note_id AND signed_id IS NOT NULL)) "
        "OR (EXISTS (SELECT 1 FROM note WHERE id = NEW.note_id AND signed_id IS NOT NULL)) BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER integration_delete_guard BEFORE DELETE ON integration WHEN EXISTS (SELECT 1 FROM note "
        "WHERE id = OLD.note_id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER integration_insert_guard BEFORE INSERT ON integration WHEN EXISTS (SELECT 1 FROM "
        "integration WHERE id = NEW.id OR uid = NEW.uid) OR EXISTS (SELECT 1 FROM note WHERE id = NEW.note_id "
        "AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER integration_step_update_guard BEFORE UPDATE ON integration_step WHEN NEW.id <> OLD.id "
        "OR NEW.uid <> OLD.uid OR (EXISTS (SELECT 1 FROM note WHERE id = OLD.note_id AND signed_id IS NOT "
        "NULL) AND (NEW.note_id IS NOT OLD.note_id OR NEW.place IS NOT OLD.place OR NEW.words IS NOT "
        "OLD.words OR NEW.by_date IS NOT OLD.by_date)) OR (EXISTS (SELECT 1 FROM note WHERE id = NEW.note_id "
        "AND signed_id IS NOT NULL) AND (NEW.note_id IS NOT OLD.note_id OR NEW.place IS NOT OLD.place OR "
        "NEW.words IS NOT OLD.words OR NEW.by_date IS NOT OLD.by_date)) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER integration_step_delete_guard BEFORE DELETE ON integration_step WHEN EXISTS (SELECT 1 "
        "FROM note WHERE id = OLD.note_id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER integration_step_insert_guard BEFORE INSERT ON integration_step WHEN EXISTS (SELECT 1 "
        "FROM integration_step WHERE id = NEW.id OR uid = NEW.uid) OR EXISTS (SELECT 1 FROM note WHERE id = "
        "NEW.note_id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
)


def upgrade() -> None:
    for statement in (*TABLES, *GUARDS):
        op.execute(statement)

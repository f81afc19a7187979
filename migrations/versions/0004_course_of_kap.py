"""The course of KAP: its own figures and stages, prescriber's orders with scans and answers, the calendar, the call, follow-ups,
what was disclosed, what was put off.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

COURSE_COLUMNS = (
    (
        "ended_kind VARCHAR DEFAULT '' NOT NULL CONSTRAINT ck_course_ended_kind CHECK "
        "(ended_kind IN ('', 'completed', 'client_stopped', 'prescriber_stopped', 'referred', 'other'))"
    ),
    "ketamine_minutes INTEGER DEFAULT '180' NOT NULL",
    "acute_from_minutes INTEGER DEFAULT '45' NOT NULL",
    "acute_to_minutes INTEGER DEFAULT '60' NOT NULL",
    "integrations_each INTEGER DEFAULT '1' NOT NULL",
    "integration_from_days INTEGER DEFAULT '1' NOT NULL",
    "integration_within_days INTEGER DEFAULT '3' NOT NULL",
    "recommended_interval_days INTEGER DEFAULT '14' NOT NULL",
    "vitals_minutes VARCHAR DEFAULT '40' NOT NULL",
    (
        "stage_by_hand VARCHAR DEFAULT '' NOT NULL CONSTRAINT ck_course_stage_by_hand CHECK "
        "(stage_by_hand IN ('', 'planned', 'preparing', 'under_way', 'closing'))"
    ),
    "moved_on DATE",
    "moved_why VARCHAR DEFAULT '' NOT NULL",
    "reviewed_on DATE",
    "review VARCHAR DEFAULT '' NOT NULL",
)
MEDICINE = (
    "medicine VARCHAR DEFAULT '' NOT NULL CONSTRAINT ck_session_medicine CHECK (medicine IN ('', 'taken', 'not_taken'))"
)
ENDINGS = ("completed", "client stopped", "prescriber stopped", "referred", "other")
"""Words of old endings that are a kind of today; the words themselves stay."""

TABLES = (
    """
    CREATE TABLE follow_up (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        course_id INTEGER NOT NULL,
        months INTEGER NOT NULL,
        asked_on DATE NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT uq_follow_up_course_id_months UNIQUE (course_id, months),
        CONSTRAINT uq_follow_up_uid UNIQUE (uid),
        CONSTRAINT fk_follow_up_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_follow_up_course_id FOREIGN KEY(course_id) REFERENCES course (id)
    )
    """,
    """
    CREATE INDEX ix_follow_up_client_id ON follow_up (client_id)
    """,
    """
    CREATE TABLE attachment (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        media_type VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        added_at VARCHAR NOT NULL,
        CONSTRAINT uq_attachment_uid UNIQUE (uid),
        CONSTRAINT uq_attachment_sha256 UNIQUE (sha256)
    )
    """,
    """
    CREATE TABLE attachment_part (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        attachment_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        data BLOB NOT NULL,
        CONSTRAINT uq_attachment_part_attachment_id_number UNIQUE (attachment_id, number),
        CONSTRAINT fk_attachment_part_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id)
    )
    """,
    """
    CREATE TABLE prescriber_order (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        version INTEGER NOT NULL,
        prescriber_id INTEGER,
        prescriber VARCHAR NOT NULL,
        written_on DATE NOT NULL,
        form VARCHAR DEFAULT '' NOT NULL,
        strength VARCHAR DEFAULT '' NOT NULL,
        dose VARCHAR DEFAULT '' NOT NULL,
        dose_least_mg INTEGER,
        dose_most_mg INTEGER,
        doses_authorised INTEGER,
        booster VARCHAR DEFAULT '' NOT NULL,
        booster_words VARCHAR DEFAULT '' NOT NULL,
        hold_words VARCHAR DEFAULT '' NOT NULL,
        hold_least_minutes INTEGER,
        hold_most_minutes INTEGER,
        spit_or_swallow VARCHAR DEFAULT '' NOT NULL,
        interval_days INTEGER,
        food_and_drink VARCHAR DEFAULT '' NOT NULL,
        drug_holds VARCHAR DEFAULT '' NOT NULL,
        systolic_most INTEGER,
        diastolic_most INTEGER,
        systolic_least INTEGER,
        diastolic_least INTEGER,
        pulse_most INTEGER,
        pulse_least INTEGER,
        spo2_least INTEGER,
        other_limits VARCHAR DEFAULT '' NOT NULL,
        valid_until DATE,
        follow_up_on DATE,
        words VARCHAR DEFAULT '' NOT NULL,
        withdrawn_on DATE,
        change VARCHAR DEFAULT '' NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_prescriber_order_booster CHECK (booster IN ('', 'yes', 'no')),
        CONSTRAINT ck_prescriber_order_spit_or_swallow CHECK (spit_or_swallow IN ('', 'spit', 'swallow', 'either')),
        CONSTRAINT uq_prescriber_order_client_id_number_version UNIQUE (client_id, number, version),
        CONSTRAINT uq_prescriber_order_uid UNIQUE (uid),
        CONSTRAINT fk_prescriber_order_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_prescriber_order_prescriber_id FOREIGN KEY(prescriber_id) REFERENCES contact (id)
    )
    """,
    """
    CREATE TABLE order_scan (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        order_id INTEGER NOT NULL,
        attachment_id INTEGER NOT NULL,
        name VARCHAR DEFAULT '' NOT NULL,
        added_at VARCHAR NOT NULL,
        CONSTRAINT uq_order_scan_order_id_attachment_id UNIQUE (order_id, attachment_id),
        CONSTRAINT uq_order_scan_uid UNIQUE (uid),
        CONSTRAINT fk_order_scan_order_id FOREIGN KEY(order_id) REFERENCES prescriber_order (id),
        CONSTRAINT fk_order_scan_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id)
    )
    """,
    """
    CREATE INDEX ix_order_scan_attachment_id ON order_scan (attachment_id)
    """,
    """
    CREATE TABLE order_answer (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        order_id INTEGER,
        kind VARCHAR NOT NULL,
        asked VARCHAR DEFAULT '' NOT NULL,
        on_date DATE NOT NULL,
        by_whom VARCHAR NOT NULL,
        how VARCHAR DEFAULT '' NOT NULL,
        words VARCHAR NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_order_answer_kind CHECK (kind IN ('answer', 'follow_up')),
        CONSTRAINT uq_order_answer_uid UNIQUE (uid),
        CONSTRAINT fk_order_answer_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_order_answer_order_id FOREIGN KEY(order_id) REFERENCES prescriber_order (id)
    )
    """,
    """
    CREATE INDEX ix_order_answer_client_id ON order_answer (client_id)
    """,
    """
    CREATE INDEX ix_order_answer_order_id ON order_answer (order_id)
    """,
    """
    CREATE TABLE disclosure (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        on_date DATE NOT NULL,
        to_whom VARCHAR NOT NULL,
        what VARCHAR NOT NULL,
        purpose VARCHAR NOT NULL,
        basis VARCHAR NOT NULL,
        basis_words VARCHAR DEFAULT '' NOT NULL,
        how VARCHAR DEFAULT '' NOT NULL,
        sha256 VARCHAR(64) DEFAULT '' NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_disclosure_basis CHECK (basis IN ('treatment', 'authorization', 'to_client', 'required_by_law', 'threat', 'other')),
        CONSTRAINT uq_disclosure_uid UNIQUE (uid),
        CONSTRAINT fk_disclosure_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_disclosure_client_id ON disclosure (client_id)
    """,
    """
    CREATE TABLE appointment (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER,
        kind VARCHAR NOT NULL,
        starts VARCHAR NOT NULL,
        minutes INTEGER NOT NULL,
        zone VARCHAR NOT NULL,
        second BOOLEAN NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        status VARCHAR NOT NULL,
        cancelled_by VARCHAR DEFAULT '' NOT NULL,
        status_words VARCHAR DEFAULT '' NOT NULL,
        series VARCHAR DEFAULT '' NOT NULL,
        session_id INTEGER,
        note_id INTEGER,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_appointment_kind CHECK (kind IN ('call', 'preparation', 'ketamine', 'integration', 'other', 'unavailable')),
        CONSTRAINT ck_appointment_status CHECK (status IN ('booked', 'held', 'late_cancellation', 'no_show', 'cancelled')),
        CONSTRAINT ck_appointment_cancelled_by CHECK (cancelled_by IN ('', 'client', 'practice', 'prescriber')),
        CONSTRAINT ck_appointment_minutes CHECK (minutes > 0),
        CONSTRAINT uq_appointment_uid UNIQUE (uid),
        CONSTRAINT fk_appointment_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT uq_appointment_session_id UNIQUE (session_id),
        CONSTRAINT fk_appointment_session_id FOREIGN KEY(session_id) REFERENCES session (id),
        CONSTRAINT uq_appointment_note_id UNIQUE (note_id),
        CONSTRAINT fk_appointment_note_id FOREIGN KEY(note_id) REFERENCES note (id)
    )
    """,
    """
    CREATE INDEX ix_appointment_client_id ON appointment (client_id)
    """,
    """
    CREATE INDEX ix_appointment_series ON appointment (series)
    """,
    """
    CREATE INDEX ix_appointment_starts ON appointment (starts)
    """,
    """
    CREATE TABLE call_sheet (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        called_on DATE,
        reason VARCHAR DEFAULT '' NOT NULL,
        prescriber VARCHAR DEFAULT '' NOT NULL,
        prescriber_words VARCHAR DEFAULT '' NOT NULL,
        safety_now VARCHAR DEFAULT '' NOT NULL,
        safety VARCHAR DEFAULT '' NOT NULL,
        safety_asked_on DATE,
        fit VARCHAR DEFAULT '' NOT NULL,
        fit_words VARCHAR DEFAULT '' NOT NULL,
        space VARCHAR DEFAULT '' NOT NULL,
        next_step VARCHAR DEFAULT '' NOT NULL,
        next_words VARCHAR DEFAULT '' NOT NULL,
        changed_at VARCHAR NOT NULL,
        CONSTRAINT ck_call_sheet_prescriber CHECK (prescriber IN ('', 'yes', 'no')),
        CONSTRAINT ck_call_sheet_safety_now CHECK (safety_now IN ('', 'none', 'thoughts', 'intent')),
        CONSTRAINT ck_call_sheet_fit CHECK (fit IN ('', 'good', 'unsure', 'not')),
        CONSTRAINT ck_call_sheet_next_step CHECK (next_step IN ('', 'book', 'wait', 'think', 'refer', 'none')),
        CONSTRAINT uq_call_sheet_uid UNIQUE (uid),
        CONSTRAINT uq_call_sheet_client_id UNIQUE (client_id),
        CONSTRAINT fk_call_sheet_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE TABLE put_off (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER,
        need VARCHAR NOT NULL,
        until DATE NOT NULL,
        reason VARCHAR NOT NULL,
        put_off_at VARCHAR NOT NULL,
        CONSTRAINT uq_put_off_uid UNIQUE (uid),
        CONSTRAINT fk_put_off_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT uq_put_off_need UNIQUE (need)
    )
    """,
    """
    CREATE INDEX ix_put_off_client_id ON put_off (client_id)
    """,
    """
    CREATE TABLE readiness_tick (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        line VARCHAR NOT NULL,
        on_date DATE NOT NULL,
        by_whom VARCHAR NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        until DATE,
        ticked_at VARCHAR NOT NULL,
        CONSTRAINT uq_readiness_tick_uid UNIQUE (uid),
        CONSTRAINT fk_readiness_tick_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_readiness_tick_client_id ON readiness_tick (client_id)
    """,
)

GUARDS = (
    (
        "CREATE TRIGGER prescriber_order_update_guard BEFORE UPDATE ON prescriber_order BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER prescriber_order_delete_guard BEFORE DELETE ON prescriber_order BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER prescriber_order_insert_guard BEFORE INSERT ON prescriber_order WHEN EXISTS (SELECT 1"
        " FROM prescriber_order WHERE id = NEW.id OR uid = NEW.uid OR (client_id = NEW.client_id AND number ="
        " NEW.number AND version = NEW.version)) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER disclosure_update_guard BEFORE UPDATE ON disclosure BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER disclosure_delete_guard BEFORE DELETE ON disclosure BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER disclosure_insert_guard BEFORE INSERT ON disclosure WHEN EXISTS (SELECT 1 FROM "
        "disclosure WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_update_guard BEFORE UPDATE ON attachment BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_part_update_guard BEFORE UPDATE ON attachment_part BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
)


def upgrade() -> None:
    op.execute("ALTER TABLE client ADD COLUMN wait_listed_on DATE")
    for column in COURSE_COLUMNS:
        op.execute(f"ALTER TABLE course ADD COLUMN {column}")
    op.execute(f"ALTER TABLE session ADD COLUMN {MEDICINE}")
    for words in ENDINGS:
        op.get_bind().exec_driver_sql(
            "UPDATE course SET ended_kind = ? WHERE ended_on IS NOT NULL AND ended_how = ?",
            (words.replace(" ", "_"), words),
        )
    op.execute("UPDATE course SET ended_kind = 'other' WHERE ended_on IS NOT NULL AND ended_kind = ''")
    for statement in (*TABLES, *GUARDS):
        op.execute(statement)

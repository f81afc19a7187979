"""The first schema: practice, clients, courses, notes, papers, history, and the guards of what is signed."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE backup_made (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        made_at VARCHAR NOT NULL,
        file_name VARCHAR DEFAULT '' NOT NULL,
        size INTEGER NOT NULL,
        counts VARCHAR NOT NULL
    )
    """,
    """
    CREATE TABLE client (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        legal_name VARCHAR NOT NULL,
        preferred_name VARCHAR DEFAULT '' NOT NULL,
        pronouns VARCHAR DEFAULT '' NOT NULL,
        birth_date DATE,
        status VARCHAR NOT NULL,
        status_before VARCHAR DEFAULT '' NOT NULL,
        since DATE NOT NULL,
        phone VARCHAR DEFAULT '' NOT NULL,
        email VARCHAR DEFAULT '' NOT NULL,
        address VARCHAR DEFAULT '' NOT NULL,
        emergency_contact VARCHAR DEFAULT '' NOT NULL,
        prescriber VARCHAR DEFAULT '' NOT NULL,
        referred_by VARCHAR DEFAULT '' NOT NULL,
        concerns VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT ck_client_status CHECK
            (status IN ('inquiry', 'wait_list', 'active', 'closing', 'closed', 'archived')),
        CONSTRAINT uq_client_uid UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE history (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        at VARCHAR NOT NULL,
        action VARCHAR NOT NULL,
        subject VARCHAR NOT NULL,
        subject_id INTEGER,
        client_id INTEGER,
        fields VARCHAR DEFAULT '' NOT NULL,
        detail VARCHAR DEFAULT '' NOT NULL,
        previous VARCHAR(64) NOT NULL,
        hash VARCHAR(64) NOT NULL,
        CONSTRAINT uq_history_hash UNIQUE (hash)
    )
    """,
    """
    CREATE INDEX ix_history_client_id ON history (client_id)
    """,
    """
    CREATE TABLE practice (
        id INTEGER NOT NULL,
        uid VARCHAR(32) NOT NULL,
        name VARCHAR DEFAULT '' NOT NULL,
        therapist VARCHAR DEFAULT '' NOT NULL,
        credentials VARCHAR DEFAULT '' NOT NULL,
        licence VARCHAR DEFAULT '' NOT NULL,
        phone VARCHAR DEFAULT '' NOT NULL,
        email VARCHAR DEFAULT '' NOT NULL,
        address VARCHAR DEFAULT '' NOT NULL,
        time_zone VARCHAR DEFAULT '' NOT NULL,
        page VARCHAR DEFAULT '' NOT NULL,
        logo BLOB NOT NULL,
        fictional BOOLEAN NOT NULL,
        CONSTRAINT pk_practice PRIMARY KEY (id),
        CONSTRAINT ck_practice_only_one CHECK (id = 1),
        CONSTRAINT uq_practice_uid UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE signed_record (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        kind VARCHAR NOT NULL,
        format INTEGER NOT NULL,
        body BLOB NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        signed_at VARCHAR NOT NULL,
        CONSTRAINT ck_signed_record_kind CHECK (kind IN ('note', 'addendum')),
        CONSTRAINT uq_signed_record_uid UNIQUE (uid)
    )
    """,
    """
    CREATE TABLE course (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        started_on DATE NOT NULL,
        planned_preparation INTEGER NOT NULL,
        planned_ketamine INTEGER NOT NULL,
        ended_on DATE,
        ended_how VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT uq_course_client_id_number UNIQUE (client_id, number),
        CONSTRAINT ck_course_planned_ketamine CHECK (planned_ketamine >= 1),
        CONSTRAINT uq_course_uid UNIQUE (uid),
        CONSTRAINT fk_course_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE TABLE paper_given (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        page VARCHAR NOT NULL,
        how VARCHAR NOT NULL,
        given_at VARCHAR NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        CONSTRAINT ck_paper_given_how CHECK (how IN ('printed', 'saved')),
        CONSTRAINT uq_paper_given_uid UNIQUE (uid),
        CONSTRAINT fk_paper_given_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_paper_given_client_id ON paper_given (client_id)
    """,
    """
    CREATE TABLE session (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        course_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        held_on DATE NOT NULL,
        CONSTRAINT ck_session_kind CHECK (kind IN ('preparation', 'ketamine', 'integration')),
        CONSTRAINT uq_session_uid UNIQUE (uid),
        CONSTRAINT fk_session_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_session_course_id FOREIGN KEY(course_id) REFERENCES course (id)
    )
    """,
    """
    CREATE INDEX ix_session_client_id_held_on ON session (client_id, held_on)
    """,
    """
    CREATE INDEX ix_session_course_id ON session (course_id)
    """,
    """
    CREATE TABLE note (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        session_id INTEGER,
        kind VARCHAR NOT NULL,
        on_date DATE NOT NULL,
        text VARCHAR DEFAULT '' NOT NULL,
        created_at VARCHAR NOT NULL,
        changed_at VARCHAR NOT NULL,
        signed_id INTEGER,
        CONSTRAINT ck_note_kind CHECK (kind IN ('contact', 'preparation', 'ketamine', 'integration', 'general')),
        CONSTRAINT uq_note_uid UNIQUE (uid),
        CONSTRAINT fk_note_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_note_session_id FOREIGN KEY(session_id) REFERENCES session (id),
        CONSTRAINT uq_note_signed_id UNIQUE (signed_id),
        CONSTRAINT fk_note_signed_id FOREIGN KEY(signed_id) REFERENCES signed_record (id)
    )
    """,
    """
    CREATE INDEX ix_note_client_id_on_date ON note (client_id, on_date)
    """,
    """
    CREATE INDEX ix_note_session_id ON note (session_id)
    """,
    """
    CREATE INDEX ix_note_unsigned ON note (client_id) WHERE signed_id IS NULL
    """,
    """
    CREATE TABLE addendum (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        note_id INTEGER NOT NULL,
        signed_id INTEGER NOT NULL,
        CONSTRAINT uq_addendum_uid UNIQUE (uid),
        CONSTRAINT fk_addendum_note_id FOREIGN KEY(note_id) REFERENCES note (id),
        CONSTRAINT uq_addendum_signed_id UNIQUE (signed_id),
        CONSTRAINT fk_addendum_signed_id FOREIGN KEY(signed_id) REFERENCES signed_record (id)
    )
    """,
    """
    CREATE INDEX ix_addendum_note_id ON addendum (note_id)
    """,
)

GUARDS = (
    (
        "CREATE TRIGGER signed_record_update_guard BEFORE UPDATE ON signed_record BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER signed_record_delete_guard BEFORE DELETE ON signed_record BEGIN SELECT "
        "RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER signed_record_insert_guard BEFORE INSERT ON signed_record WHEN EXISTS (SELECT 1 "
        "FROM signed_record WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    ("CREATE TRIGGER history_update_guard BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"),
    ("CREATE TRIGGER history_delete_guard BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"),
    (
        "CREATE TRIGGER history_insert_guard BEFORE INSERT ON history WHEN EXISTS (SELECT 1 FROM history"
        " WHERE id >= NEW.id OR hash = NEW.hash) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_given_update_guard BEFORE UPDATE ON paper_given BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_given_delete_guard BEFORE DELETE ON paper_given BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_given_insert_guard BEFORE INSERT ON paper_given WHEN EXISTS (SELECT 1 FROM"
        " paper_given WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); "
        "END"
    ),
    (
        "CREATE TRIGGER addendum_update_guard BEFORE UPDATE ON addendum BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER addendum_delete_guard BEFORE DELETE ON addendum BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER addendum_insert_guard BEFORE INSERT ON addendum WHEN EXISTS (SELECT 1 FROM "
        "addendum WHERE id = NEW.id OR uid = NEW.uid OR signed_id = NEW.signed_id) OR NOT EXISTS (SELECT"
        " 1 FROM note WHERE id = NEW.note_id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER note_update_guard BEFORE UPDATE ON note WHEN OLD.signed_id IS NOT NULL OR NEW.id"
        " <> OLD.id OR NEW.uid <> OLD.uid OR EXISTS (SELECT 1 FROM note WHERE signed_id = NEW.signed_id)"
        " BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER note_delete_guard BEFORE DELETE ON note WHEN OLD.signed_id IS NOT NULL BEGIN "
        "SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER note_insert_guard BEFORE INSERT ON note WHEN EXISTS (SELECT 1 FROM note WHERE "
        "(id = NEW.id OR uid = NEW.uid OR signed_id = NEW.signed_id) AND signed_id IS NOT NULL) BEGIN "
        "SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER session_update_guard BEFORE UPDATE ON session WHEN EXISTS (SELECT 1 FROM note "
        "WHERE session_id = OLD.id AND signed_id IS NOT NULL) OR NEW.id <> OLD.id OR NEW.uid <> OLD.uid "
        "BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER session_delete_guard BEFORE DELETE ON session WHEN EXISTS (SELECT 1 FROM note "
        "WHERE session_id = OLD.id AND signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
    (
        "CREATE TRIGGER session_insert_guard BEFORE INSERT ON session WHEN EXISTS (SELECT 1 FROM session"
        " JOIN note ON note.session_id = session.id WHERE (session.id = NEW.id OR session.uid = NEW.uid)"
        " AND note.signed_id IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
)


def upgrade() -> None:
    for statement in (*TABLES, *GUARDS):
        op.execute(statement)

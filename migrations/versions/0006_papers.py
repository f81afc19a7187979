"""Papers on file, signed on the screen or on paper; intake; requests; 42 CFR Part 2."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    """
    CREATE TABLE filed_paper (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        about VARCHAR DEFAULT '' NOT NULL,
        kind VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        version VARCHAR DEFAULT '' NOT NULL,
        wording_sha256 VARCHAR DEFAULT '' NOT NULL,
        how VARCHAR NOT NULL,
        from_on DATE NOT NULL,
        signed_at VARCHAR,
        until DATE,
        lacking VARCHAR DEFAULT '' NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        format INTEGER NOT NULL,
        body BLOB NOT NULL,
        sha256 VARCHAR(64) NOT NULL,
        files INTEGER NOT NULL,
        filed_at VARCHAR NOT NULL,
        CONSTRAINT ck_filed_paper_how CHECK (how IN ('screen', 'paper', 'received')),
        CONSTRAINT uq_filed_paper_uid UNIQUE (uid),
        CONSTRAINT fk_filed_paper_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_filed_paper_client_id ON filed_paper (client_id)
    """,
    """
    CREATE TABLE paper_file (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        paper_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        attachment_id INTEGER NOT NULL,
        CONSTRAINT uq_paper_file_paper_id_place UNIQUE (paper_id, place),
        CONSTRAINT fk_paper_file_paper_id FOREIGN KEY(paper_id) REFERENCES filed_paper (id),
        CONSTRAINT fk_paper_file_attachment_id FOREIGN KEY(attachment_id) REFERENCES attachment (id)
    )
    """,
    """
    CREATE INDEX ix_paper_file_attachment_id ON paper_file (attachment_id)
    """,
    """
    CREATE TABLE paper_event (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        paper_id INTEGER,
        name VARCHAR NOT NULL,
        about VARCHAR DEFAULT '' NOT NULL,
        what VARCHAR NOT NULL,
        from_on DATE NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        by_whom VARCHAR NOT NULL,
        about_id INTEGER,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_paper_event_what CHECK (what IN ('declined', 'narrowed', 'revoked', 'refused', 'taken_back')),
        CONSTRAINT uq_paper_event_uid UNIQUE (uid),
        CONSTRAINT fk_paper_event_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_paper_event_paper_id FOREIGN KEY(paper_id) REFERENCES filed_paper (id),
        CONSTRAINT fk_paper_event_about_id FOREIGN KEY(about_id) REFERENCES paper_event (id)
    )
    """,
    """
    CREATE INDEX ix_paper_event_client_id ON paper_event (client_id)
    """,
    """
    CREATE TABLE paper_draft (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        body VARCHAR DEFAULT '' NOT NULL,
        begun_at VARCHAR NOT NULL,
        changed_at VARCHAR NOT NULL,
        CONSTRAINT uq_paper_draft_uid UNIQUE (uid),
        CONSTRAINT fk_paper_draft_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_paper_draft_client_id ON paper_draft (client_id)
    """,
    """
    CREATE TABLE part2_tag (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        paper_id INTEGER,
        words VARCHAR DEFAULT '' NOT NULL,
        set_at VARCHAR NOT NULL,
        CONSTRAINT uq_part2_tag_client_id_paper_id UNIQUE (client_id, paper_id),
        CONSTRAINT uq_part2_tag_uid UNIQUE (uid),
        CONSTRAINT fk_part2_tag_client_id FOREIGN KEY(client_id) REFERENCES client (id),
        CONSTRAINT fk_part2_tag_paper_id FOREIGN KEY(paper_id) REFERENCES filed_paper (id)
    )
    """,
    """
    CREATE TABLE intake_answer (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        question VARCHAR NOT NULL,
        asked VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        language VARCHAR NOT NULL,
        said VARCHAR NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        choices VARCHAR DEFAULT '' NOT NULL,
        parts VARCHAR DEFAULT '' NOT NULL,
        said_on DATE NOT NULL,
        how VARCHAR NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_intake_answer_said CHECK (said IN ('answered', 'none', 'talk', 'skipped')),
        CONSTRAINT ck_intake_answer_how CHECK (how IN ('asked', 'paper')),
        CONSTRAINT uq_intake_answer_uid UNIQUE (uid),
        CONSTRAINT fk_intake_answer_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_intake_answer_client_id ON intake_answer (client_id)
    """,
    """
    CREATE TABLE intake_outcome (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        answer_id INTEGER NOT NULL,
        what VARCHAR NOT NULL,
        target VARCHAR DEFAULT '' NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        at VARCHAR NOT NULL,
        CONSTRAINT ck_intake_outcome_what CHECK (what IN ('taken', 'kept', 'seen', 'open')),
        CONSTRAINT uq_intake_outcome_uid UNIQUE (uid),
        CONSTRAINT fk_intake_outcome_answer_id FOREIGN KEY(answer_id) REFERENCES intake_answer (id)
    )
    """,
    """
    CREATE INDEX ix_intake_outcome_answer_id ON intake_outcome (answer_id)
    """,
    """
    CREATE TABLE record_request (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid VARCHAR(32) NOT NULL,
        client_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        received_on DATE NOT NULL,
        words VARCHAR DEFAULT '' NOT NULL,
        days INTEGER NOT NULL,
        extra_days INTEGER NOT NULL,
        extended_on DATE,
        extended_words VARCHAR DEFAULT '' NOT NULL,
        answer VARCHAR DEFAULT '' NOT NULL,
        answered_on DATE,
        answer_words VARCHAR DEFAULT '' NOT NULL,
        entered_at VARCHAR NOT NULL,
        CONSTRAINT ck_record_request_kind CHECK (kind IN ('copy', 'amendment', 'accounting')),
        CONSTRAINT ck_record_request_answer CHECK (answer IN ('', 'given', 'partly', 'denied', 'withdrawn')),
        CONSTRAINT uq_record_request_uid UNIQUE (uid),
        CONSTRAINT fk_record_request_client_id FOREIGN KEY(client_id) REFERENCES client (id)
    )
    """,
    """
    CREATE INDEX ix_record_request_client_id ON record_request (client_id)
    """,
    "ALTER TABLE paper_given ADD COLUMN filed_id INTEGER CONSTRAINT fk_paper_given_filed_id REFERENCES filed_paper (id)",
    "ALTER TABLE disclosure ADD COLUMN part2 BOOLEAN DEFAULT '0' NOT NULL",
    "ALTER TABLE disclosure ADD COLUMN paper_id INTEGER CONSTRAINT fk_disclosure_paper_id REFERENCES filed_paper (id)",
)

RENEWED = (
    "attachment_delete_guard",
    "attachment_insert_guard",
    "attachment_part_delete_guard",
    "attachment_part_insert_guard",
)
"""Guards that now also look at the papers on file."""
GUARDS = (
    (
        "CREATE TRIGGER attachment_delete_guard BEFORE DELETE ON attachment WHEN (EXISTS (SELECT 1 FROM "
        "day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON note.session_id = "
        "medicine_day.session_id WHERE day_scan.attachment_id = OLD.id AND note.signed_id IS NOT NULL) OR "
        "EXISTS (SELECT 1 FROM paper_file WHERE paper_file.attachment_id = OLD.id)) BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_insert_guard BEFORE INSERT ON attachment WHEN EXISTS (SELECT 1 FROM "
        "attachment AS held WHERE (held.id = NEW.id OR held.uid = NEW.uid OR held.sha256 = NEW.sha256) AND "
        "(EXISTS (SELECT 1 FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE day_scan.attachment_id = held.id AND note.signed_id "
        "IS NOT NULL) OR EXISTS (SELECT 1 FROM paper_file WHERE paper_file.attachment_id = held.id))) BEGIN "
        "SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_part_delete_guard BEFORE DELETE ON attachment_part WHEN (EXISTS (SELECT 1 "
        "FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON note.session_id = "
        "medicine_day.session_id WHERE day_scan.attachment_id = OLD.attachment_id AND note.signed_id IS NOT "
        "NULL) OR EXISTS (SELECT 1 FROM paper_file WHERE paper_file.attachment_id = OLD.attachment_id)) BEGIN "
        "SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER attachment_part_insert_guard BEFORE INSERT ON attachment_part WHEN EXISTS (SELECT 1 "
        "FROM attachment_part AS held WHERE (held.id = NEW.id OR held.attachment_id = NEW.attachment_id) AND "
        "(EXISTS (SELECT 1 FROM day_scan JOIN medicine_day ON medicine_day.id = day_scan.day_id JOIN note ON "
        "note.session_id = medicine_day.session_id WHERE day_scan.attachment_id = held.attachment_id AND "
        "note.signed_id IS NOT NULL) OR EXISTS (SELECT 1 FROM paper_file WHERE paper_file.attachment_id = "
        "held.attachment_id))) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER filed_paper_update_guard BEFORE UPDATE ON filed_paper BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER filed_paper_delete_guard BEFORE DELETE ON filed_paper BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER filed_paper_insert_guard BEFORE INSERT ON filed_paper WHEN EXISTS (SELECT 1 FROM "
        "filed_paper WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_file_update_guard BEFORE UPDATE ON paper_file BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_file_delete_guard BEFORE DELETE ON paper_file BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_file_insert_guard BEFORE INSERT ON paper_file WHEN EXISTS (SELECT 1 FROM "
        "paper_file WHERE id = NEW.id OR (paper_id = NEW.paper_id AND place = NEW.place)) OR NOT EXISTS "
        "(SELECT 1 FROM filed_paper WHERE id = NEW.paper_id AND NEW.place BETWEEN 0 AND files - 1) BEGIN "
        "SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_event_update_guard BEFORE UPDATE ON paper_event BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_event_delete_guard BEFORE DELETE ON paper_event BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER paper_event_insert_guard BEFORE INSERT ON paper_event WHEN EXISTS (SELECT 1 FROM "
        "paper_event WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER intake_answer_update_guard BEFORE UPDATE ON intake_answer BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER intake_answer_delete_guard BEFORE DELETE ON intake_answer BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER intake_answer_insert_guard BEFORE INSERT ON intake_answer WHEN EXISTS (SELECT 1 FROM "
        "intake_answer WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER intake_outcome_update_guard BEFORE UPDATE ON intake_outcome BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER intake_outcome_delete_guard BEFORE DELETE ON intake_outcome BEGIN SELECT RAISE(ABORT, "
        "'kapdesk: signed'); END"
    ),
    (
        "CREATE TRIGGER intake_outcome_insert_guard BEFORE INSERT ON intake_outcome WHEN EXISTS (SELECT 1 "
        "FROM intake_outcome WHERE id = NEW.id OR uid = NEW.uid) BEGIN SELECT RAISE(ABORT, 'kapdesk: "
        "signed'); END"
    ),
)


def upgrade() -> None:
    for name in RENEWED:
        op.execute(f"DROP TRIGGER {name}")
    for statement in (*TABLES, *GUARDS):
        op.execute(statement)

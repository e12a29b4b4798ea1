-- Conversations, who speaks in them, what was said, and their minutes.

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    language TEXT,
    date TEXT,
    added TEXT NOT NULL,
    changed TEXT NOT NULL,
    seconds REAL,
    warnings TEXT NOT NULL,
    audio TEXT,
    turns INTEGER NOT NULL,
    words INTEGER NOT NULL
);

-- A NULL position: turns name this speaker, but the conversation's own list does not.
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    position INTEGER,
    name TEXT NOT NULL,
    voice TEXT
);
CREATE INDEX speaker_conversation ON speaker (conversation_id);

CREATE TABLE turn (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker_id INTEGER REFERENCES speaker (id) ON DELETE SET NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    time TEXT,
    start REAL,
    "end" REAL
);
CREATE UNIQUE INDEX turn_position ON turn (conversation_id, position);
CREATE INDEX turn_speaker ON turn (speaker_id);

CREATE TABLE minutes (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    made TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('model', 'user')),
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX minutes_version ON minutes (conversation_id, version);

-- What the user changed: in minutes, or, where minutes_id is NULL, in the conversation itself.
CREATE TABLE edit (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    minutes_id INTEGER REFERENCES minutes (id) ON DELETE CASCADE,
    made TEXT NOT NULL,
    path TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX edit_conversation ON edit (conversation_id);
CREATE INDEX edit_minutes ON edit (minutes_id);

CREATE TABLE tag (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (conversation_id, name)
) WITHOUT ROWID;

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

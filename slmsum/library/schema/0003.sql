-- What turns mean, as vectors of a sentence encoder.

CREATE TABLE vectors (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    kind TEXT NOT NULL,
    first BLOB NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (conversation_id, model, kind)
);

-- Vectors of other words than those that stand there would find the wrong turns.
CREATE TRIGGER vectors_outdated AFTER UPDATE OF text ON turn BEGIN
    DELETE FROM vectors WHERE conversation_id = new.conversation_id;
END;

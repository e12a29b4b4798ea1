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

-- They are of speakers' names too.
CREATE TRIGGER vectors_misnamed AFTER UPDATE OF name ON speaker BEGIN
    DELETE FROM vectors WHERE conversation_id = new.conversation_id;
END;

CREATE TRIGGER vectors_reassigned AFTER UPDATE OF speaker_id ON turn BEGIN
    DELETE FROM vectors WHERE conversation_id = new.conversation_id;
END;

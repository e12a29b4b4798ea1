-- The words of all turns, to be searched.

CREATE VIRTUAL TABLE turn_words USING fts5 (
    text,
    content = 'turn',
    content_rowid = 'id',
    tokenize = "porter unicode61 remove_diacritics 2",
    prefix = '2 3'
);

CREATE TRIGGER turn_words_insert AFTER INSERT ON turn BEGIN
    INSERT INTO turn_words (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER turn_words_delete AFTER DELETE ON turn BEGIN
    INSERT INTO turn_words (turn_words, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER turn_words_update AFTER UPDATE OF text ON turn BEGIN
    INSERT INTO turn_words (turn_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO turn_words (rowid, text) VALUES (new.id, new.text);
END;

INSERT INTO turn_words (turn_words) VALUES ('rebuild');

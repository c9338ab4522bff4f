CREATE TABLE entries (number INTEGER, name TEXT, text TEXT);
INSERT INTO entries VALUES (${number}, '${name}', 'It was lovely.');
CREATE TABLE owner (word TEXT, secret TEXT);
INSERT INTO owner VALUES ('${word}', '${secret}');

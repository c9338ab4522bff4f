-- What the library knows. The words in ${…} are drawn anew each time the library opens.

CREATE TABLE keepers (id INTEGER PRIMARY KEY, name TEXT, town TEXT, pin TEXT);
INSERT INTO keepers VALUES
  (1, 'Ida ${keeper}', 'Visby', '4${keeper_pin}'),
  (2, 'Zoë O''${other}', 'L''Aquila', '2${other_pin}'),
  (3, 'Max ${other}', 'Aarau', '7${other_pin}');

CREATE TABLE instruments (
  number INTEGER PRIMARY KEY, title TEXT, kind TEXT, year INTEGER, state TEXT, insured INTEGER, keeper_id INTEGER
);
INSERT INTO instruments VALUES
  (11, 'Viola, Union & Sons, ${word}', 'viola', 1904, 'open', 4${value}, 1),
  (12, 'Cello "Select" (${word}); 4/4 -- new', 'cello', 1968, 'open', 9${value}, 3),
  (13, '100% ${word} /* horsehair */', 'bow', 2011, 'open', 1${value}, 2),
  (14, 'Dixie''s ${word}'' banjo or 1=1', 'banjo', 1931, 'open', 6${value}, 1),
  (15, 'Duet for two: :${word}', 'viola', 1887, 'open', 3${value}, 2),
  (16, 'Hautbois \ ${word} = <1>', 'oboe d''amore', 1756, 'open', 8${value}, 3),
  (17, 'Viola d''amore, ${withheld}', 'viola', 1720, 'withheld', 5${value}, 1),
  (18, 'Theorbo, ${withheld}', 'theorbo', 1651, 'open to keepers', 7${value}, 2);

CREATE TABLE safe (code TEXT PRIMARY KEY);
INSERT INTO safe VALUES ('${safe_code}');

-- What the depot knows. The words in ${…} are drawn anew each time the depot opens.

CREATE TABLE tools_north (number INTEGER, name TEXT, price INTEGER, cost INTEGER);
INSERT INTO tools_north VALUES
  (11, 'Drop saw, ${word}', 1250, 41900),
  (12, 'Chisel ${word}; 6–12 mm', 180, 3300),
  (13, 'Ärmelhobel "${word}"', 240, 8800),
  (14, 'Select plane -- union (${word})', 320, 2500),
  (15, '100% ${word} /* wool */', 90, 1200),
  (16, 'Carpenter''s ${word}''', 410, 9700);

CREATE TABLE tools_south (number INTEGER, name TEXT, price INTEGER, cost INTEGER);
INSERT INTO tools_south VALUES
  (21, 'Hoist', 1${price}, 90100),
  (22, 'Axe ${other}', 150, 70200),
  (23, 'Jack', 640, 80300),
  (24, 'Drill \ ${other} = <12>', 770, 20400),
  (25, 'Ladder', 310, 60500),
  (26, 'Belt', 60, 10600),
  (27, 'Grinder', 830, 50700),
  (28, 'Clamp', 40, 30800);

CREATE TABLE members (name TEXT, since INTEGER, pin TEXT, role TEXT);
INSERT INTO members VALUES
  ('${warden}', 1998, '${warden_pin}', 'warden'),
  ('Maud ${word}', 2011, '300412', 'member'),
  ('Zoë O''${other}', 2007, '811205', 'member');

CREATE TABLE safe (code TEXT);
INSERT INTO safe VALUES ('${safe_code}');

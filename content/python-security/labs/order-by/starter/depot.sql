-- What the depot knows. The words in ${…} are drawn anew each time the depot opens.

CREATE TABLE tools_north (number INTEGER, name TEXT, price INTEGER, cost INTEGER);
INSERT INTO tools_north VALUES
  (11, 'Drop saw, ${word}', 1250, 6${cost}),
  (12, 'Chisel ${word}; 6–12 mm', 180, 2${cost}),
  (13, 'Ärmelhobel "${word}"', 240, 4${cost}),
  (14, 'Select plane -- union (${word})', 320, 3${cost}),
  (15, '100% ${word} /* wool */', 90, 1${cost}),
  (16, 'Carpenter''s ${word}''', 410, 5${cost});

CREATE TABLE tools_south (number INTEGER, name TEXT, price INTEGER, cost INTEGER);
INSERT INTO tools_south VALUES
  (21, 'Hoist', 1${price}, 9${cost}),
  (22, 'Axe ${other}', 150, 7${cost}),
  (23, 'Jack', 640, 8${cost}),
  (24, 'Drill \ ${other} = <12>', 770, 2${cost}),
  (25, 'Ladder', 310, 6${cost}),
  (26, 'Belt', 60, 1${cost}),
  (27, 'Grinder', 830, 5${cost}),
  (28, 'Clamp', 40, 3${cost});

CREATE TABLE members (name TEXT, since INTEGER, pin TEXT, role TEXT);
INSERT INTO members VALUES
  ('${warden}', 1998, '${warden_pin}', 'warden'),
  ('Maud ${word}', 2011, '${maud_pin}', 'member'),
  ('Zoë O''${other}', 2007, '${zoe_pin}', 'member');

CREATE TABLE safe (code TEXT);
INSERT INTO safe VALUES ('${safe_code}');

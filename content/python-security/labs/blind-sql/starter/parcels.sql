-- What the parcel shop knows. The words in ${…} are drawn anew each time the shop opens.

CREATE TABLE parcels (number TEXT, addressee TEXT, arrived INTEGER);
INSERT INTO parcels VALUES
  ('RR${here}', 'Ida ${family}', 1),
  ('RR${coming}', 'Max ${family}', 0),
  ('LX400712', 'O''${family}', 1),
  ('LX400713', 'Zoë "Z." O''${family} -- 50%_ \; OR 1=1', 1);

CREATE TABLE neighbours (number INTEGER PRIMARY KEY, name TEXT);

CREATE TABLE cards (code TEXT);
INSERT INTO cards VALUES
  ('PAR-${card}'),
  ('PAR-50%_${odd}'),
  ('PAR-\${odd}'),
  ('PAR-''"${odd}" OR 1=1 --'),
  ('PAR-*[${odd}]');

CREATE TABLE keepers (name TEXT, password TEXT);
INSERT INTO keepers VALUES ('${keeper}', '${keeper_password}');

CREATE TABLE safe (code TEXT);
INSERT INTO safe VALUES ('${safe_code}');

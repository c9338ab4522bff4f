-- What the shop knows. The words in ${…} are drawn anew each time the shop opens.

CREATE TABLE staff (name TEXT, password TEXT, role TEXT);
INSERT INTO staff VALUES
  ('${clerk}', '${clerk_password}', 'clerk'),
  ('${owner}', '${owner_password}', 'owner'),
  ('Zoë von ${odd}', '${odd_password} -- "50%" (a_b); /* \ & <tea> */ OR 1=1', 'clerk'),
  ('O''${odd}', 'it''s ${odd_password}'' OR 1=1 -- union select', 'clerk');

CREATE TABLE orders (number INTEGER, item TEXT, quantity INTEGER);
INSERT INTO orders VALUES
  (${order_number}, '${item}', ${quantity}),
  (${order_number}, 'Teapot', 1),
  (7, 'Sieve', 2);

CREATE TABLE shelf (tea TEXT, price INTEGER);
INSERT INTO shelf VALUES
  ('Green ${tea}', 420),
  ('Union Jack ${tea}, select', 310),
  ('100% ${tea} -- "loose" (50 g); /* new */ \ & <b> = #1', 990),
  ('Shepherd''s ${tea}'' or union select -- "new" /*', 560),
  ('Earl Grey', 380);

CREATE TABLE vault (secret TEXT);
INSERT INTO vault VALUES ('${vault_secret}');

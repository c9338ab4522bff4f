-- The shop's tables. Amounts are whole cents. The words in ${…} are drawn again for each shop.

CREATE TABLE cards (
  name TEXT PRIMARY KEY,  -- what the customer has written on the card
  cents INTEGER NOT NULL
);
CREATE TABLE vouchers (
  code TEXT PRIMARY KEY,
  cents INTEGER NOT NULL,
  card TEXT  -- the card that has used it; NULL as long as nobody has
);
CREATE TABLE articles (
  name TEXT PRIMARY KEY,
  cents INTEGER NOT NULL,
  pickup_code TEXT NOT NULL
);
CREATE TABLE purchases (
  number INTEGER PRIMARY KEY,
  card TEXT NOT NULL,
  article TEXT NOT NULL,
  cents INTEGER NOT NULL
);

INSERT INTO cards VALUES ('${company}', 10000000);
INSERT INTO articles VALUES
  ('honey', 500, '${honey_code}'),
  ('fruit basket', 1500, '${basket_code}'),
  ('farmer''s hamper', 4000, '${hamper_code}');

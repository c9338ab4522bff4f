-- Secrets are base32, 160 bits. The words in ${…} are drawn anew each time the house opens.

CREATE TABLE people (
  name TEXT PRIMARY KEY,
  password TEXT NOT NULL,
  secret TEXT NOT NULL,
  note TEXT NOT NULL,
  last_step INTEGER NOT NULL DEFAULT 0,  -- nobody uses these three yet
  wrong INTEGER NOT NULL DEFAULT 0,
  wrong_at INTEGER NOT NULL DEFAULT 0
);
INSERT INTO people (name, password, secret, note) VALUES
  ('${anna}', '${anna_password}', upper('${seed_a}${seed_b}${seed_c}${seed_d}'), '${anna_note}'),
  ('${berta}', '${berta_password}', upper('${seed_d}${seed_a}${seed_b}${seed_c}'), '${berta_note}');

-- Which steps somebody has used a code of; and empty as well.
CREATE TABLE used (name TEXT, step INTEGER, UNIQUE (name, step));

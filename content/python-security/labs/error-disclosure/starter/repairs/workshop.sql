CREATE TABLE repairs (
    number INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    customer TEXT NOT NULL,
    phone TEXT NOT NULL,
    bicycle TEXT NOT NULL,
    state TEXT NOT NULL,
    day TEXT NOT NULL,
    time TEXT NOT NULL
);
INSERT INTO repairs VALUES
    (${number}, '${code}', '${customer}', '${phone}', '${bicycle} 28"', 'ready', '2026-12-01', '09:00'),
    (1000001, '${other_code}', 'Zoë O''${other}', '${other_phone}', 'Tandem', 'waiting for a part', '2026-12-01', '14:00');

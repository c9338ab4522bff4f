"""What breaks the agreement is answered by 400, and changes nothing."""

import json

SMALL = "3141592"
NO_NUMBER = [
    "-1",
    "0",
    "2.5",
    "0.1",
    "-0.0",
    "true",
    "false",
    "null",
    '"3"',
    '" 3 "',
    '"1_0"',
    '"²"',
    '"٣"',
    '""',
    "[2]",
    "[]",
    "{}",
    "NaN",
    "-Infinity",
    "Infinity",
    "1e999",
    "-1e999",
    "1e-9",
    "1" * 60,
    "-" + "9" * 60,
]


def post(box, path, text):
    return box.http.post(
        path, content=text.encode(errors="surrogateescape"), headers={"content-type": "application/json"}
    )


def assert_refused(box, path, text, card, before):
    answer = post(box, path, text)
    assert answer.status_code == 400, text
    assert box.http.get(f"/cards/{card}").json() == {"balance": before}, text


def test_copies_are_a_whole_number_from_1_to_99(box, canary):
    for copies in [*NO_NUMBER, "100", "4096"]:
        line = f'{{"score": "Ave verum", "copies": {copies}}}'
        assert_refused(box, "/orders", f'{{"card": "{canary.card}", "lines": [{line}]}}', canary.card, 500_000)


def test_every_line_counts(box, canary):
    """A wrong line is a wrong order, wherever it stands."""
    good = '{"score": "Für Elise", "copies": 2}'
    for copies in ["-1", "0", "true", "2.5", "NaN", "100"]:
        bad = f'{{"score": "Ave verum", "copies": {copies}}}'
        for lines in [f"{bad}, {good}", f"{good}, {bad}", f"{good}, {good}, {bad}"]:
            assert_refused(box, "/orders", f'{{"card": "{canary.card}", "lines": [{lines}]}}', canary.card, 500_000)


def test_gifts_are_whole_cents_from_1_to_100000(box, canary):
    for amount in [*NO_NUMBER, "100001", "499999"]:
        assert_refused(box, "/gifts", f'{{"card": "{canary.card}", "amount": {amount}}}', canary.card, 500_000)
    assert box.http.get("/fund").json() == {"given": 0}


def test_what_is_no_order_is_refused(box, canary, rng):
    """Missing names and wrong shapes are answered, too."""
    copies = rng.randint(2, 9)
    card = f'"card": "{SMALL}"'
    for text in [
        f'{{{card}, "lines": [{{"score": "Ave verum"}}]}}',
        f'{{{card}, "lines": [{{"copies": {copies}}}]}}',
        f'{{{card}, "lines": {{"score": "Ave verum", "copies": {copies}}}}}',
        f'{{{card}, "lines": "Ave verum"}}',
        f'{{{card}, "lines": ["Ave verum"]}}',
        f'{{{card}, "lines": [null]}}',
        f'{{{card}, "lines": null}}',
        f'{{{card}, "lines": {copies}}}',
        f'{{{card}, "lines": true}}',
        f"{{{card}}}",
        f'{{"lines": [{{"score": "Ave verum", "copies": {copies}}}]}}',
        json.dumps([SMALL, "Ave verum", copies]),
        "null",
        str(copies),
    ]:
        assert_refused(box, "/orders", text, SMALL, 2000)
    for text in [f"{{{card}}}", f'{{"amount": {copies}}}', "[]", "null", f"{{{card}, {copies}}}"]:
        assert_refused(box, "/gifts", text, SMALL, 2000)


def test_card_score_and_note_are_strings(box, rng):
    """Another type is refused, even if its value would be right."""
    copies = rng.randint(2, 8)
    line = f'{{"score": "Ave verum", "copies": {copies}}}'
    for other in ["5", "true", "null", "[]", "{}", SMALL]:
        wrong_score = f'{{"score": {other}, "copies": {copies}}}'
        for text in [
            f'{{"card": {other}, "lines": [{line}]}}',
            f'{{"card": "{SMALL}", "lines": [{wrong_score}]}}',
            f'{{"card": "{SMALL}", "lines": [{line}, {wrong_score}]}}',
            f'{{"card": "{SMALL}", "lines": [{line}], "note": {other}}}',
        ]:
            assert_refused(box, "/orders", text, SMALL, 2000)
        assert_refused(box, "/gifts", f'{{"card": {other}, "amount": {copies}}}', SMALL, 2000)


def test_what_is_no_json_is_refused(box, rng):
    """Half an order, other bytes, and a number of many thousand digits."""
    digits = str(rng.randint(1, 9)) * rng.randint(5000, 6000)
    for path, text in [
        ("/orders", f'{{"card": "{SMALL}", "lines": ['),
        ("/orders", f'{{"card": "{SMALL}", "lines": [{{"score": "Ave verum", "copies": {digits}}}]}}'),
        ("/orders", f'{{"card": "{SMALL}", "lines": [{{"score": "\udcff", "copies": 1}}]}}'),
        ("/gifts", f'{{"card": "{SMALL}", "amount": {digits}}}'),
        ("/gifts", "\udcff"),
        ("/gifts", ""),
    ]:
        assert_refused(box, path, text, SMALL, 2000)

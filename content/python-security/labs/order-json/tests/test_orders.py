"""What choirs count on."""

import json

SMALL = "3141592"
PRICES = {
    "Ave verum": 240,
    "Für Elise": 310,
    "Infinity Waltz, op. -1": 420,
    'L\'adieu (1e3 "voices")': 180,
    "The Last Fugue": 90_000,
}
WORDS = [
    "NaN",
    "Infinity",
    "-1",
    "true",
    "null",
    '"copies": 0',
    "copies",
    "score",
    "{}",
    "[[",
    "0.5",
    "1e999",
    "\\u0030",
]


def licences(canary):
    return dict(zip(PRICES, [canary.ave, canary.elise, canary.waltz, canary.adieu, canary.fugue_licence], strict=True))


def order(card, *lines, **rest):
    return {"card": card, "lines": [{"score": score, "copies": copies} for score, copies in lines], **rest}


def buy(box, body):
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return box.http.post("/orders", content=content, headers={"content-type": "application/json"})


def balance(box, card):
    return box.http.get(f"/cards/{card}").json()["balance"]


def assert_bought(box, canary, body, lines, note="", card=None):
    card = card or canary.card
    before = balance(box, card)
    answer = buy(box, body)
    total = sum(PRICES[score] * copies for score, copies in lines)
    assert answer.status_code == 200, body
    assert answer.json() == {
        "paid": total,
        "printed": {
            "cover": note,
            "scores": [
                {"score": score, "copies": copies, "licence": licences(canary)[score]} for score, copies in lines
            ],
        },
    }
    assert balance(box, card) == before - total


def test_order_is_paid_and_printed(box, canary, rng):
    lines = [("Ave verum", rng.randint(2, 40)), ("Für Elise", rng.randint(2, 40))]
    assert_bought(box, canary, order(canary.card, *lines), lines)


def test_every_score_can_be_ordered(box, canary, rng):
    for score in PRICES:
        lines = [(score, rng.randint(1, 2))]
        assert_bought(box, canary, order(canary.card, *lines), lines)


def test_one_copy_and_ninety_nine(box, canary):
    """From 1 to 99 copies can be had, both included."""
    lines = [("Ave verum", 1), ("Für Elise", 99)]
    assert_bought(box, canary, order(canary.card, *lines), lines)


def test_long_order(box, canary, rng):
    """Many lines make one order; a score may stand in several."""
    scores = [score for score in PRICES if score != "The Last Fugue"]
    lines = [(rng.choice(scores), rng.randint(1, 12)) for _ in range(30)]
    assert_bought(box, canary, order(canary.card, *lines), lines)


def test_small_card_buys_too(box, canary):
    lines = [("Ave verum", 3), ('L\'adieu (1e3 "voices")', 7)]
    assert_bought(box, canary, order(SMALL, *lines), lines, card=SMALL)
    assert balance(box, SMALL) == 20
    assert buy(box, order(SMALL, ("Ave verum", 1))).status_code == 402


def test_note_stands_on_the_cover(box, canary, rng):
    """A note is text: whatever it says, it is printed as it is."""
    lines = [("Ave verum", rng.randint(2, 9))]
    for word in [*WORDS, "Zoë's “choir”, <b>50 %</b> & more; \\ / 'quoted'"]:
        note = f"For the {rng.randint(2, 99)}th: {word}"
        assert_bought(box, canary, order(canary.card, *lines, note=note), lines, note)
    for note in ["", "  two spaces, and a newline \n", "half a character: \ud83d", "ﬁne, ½, Zoe\u0308"]:
        assert_bought(box, canary, order(canary.card, *lines, note=note), lines, note)
    note = " ".join(rng.choices(WORDS, k=400))
    assert_bought(box, canary, order(canary.card, *lines, note=note), lines, note)


def test_json_may_be_written_in_any_way(box, canary, rng):
    """Order of names, blanks, line ends and escapes are the sender's business."""
    copies, note = rng.randint(2, 40), "Für Zoë"
    lines = [("Für Elise", copies)]
    body = order(canary.card, *lines, note=note)
    backwards = dict(reversed(body.items())) | {"lines": [{"copies": copies, "score": "Für Elise"}]}
    escaped = json.dumps(body).replace('"score"', '"\\u0073core"').replace("Elise", "\\u0045lise")
    for text in [
        json.dumps(body, ensure_ascii=False),
        json.dumps(body, indent=4),
        json.dumps(body, separators=(",", ":")),
        json.dumps(backwards),
        f"\n\t {json.dumps(body)} \r\n",
        escaped,
    ]:
        assert_bought(box, canary, text.encode(), lines, note)


def test_what_the_card_cannot_pay_is_not_printed(box, canary):
    for body in [
        order(SMALL, ("The Last Fugue", 1)),
        order(SMALL, ("Ave verum", 1), ("The Last Fugue", 1)),
        order(SMALL, ("Ave verum", 9)),
    ]:
        assert buy(box, body).status_code == 402
    assert balance(box, SMALL) == 2000


def test_unknown_score_and_unknown_card(box, canary, rng):
    stranger = "".join(rng.choices("123456789", k=9))
    assert buy(box, order(canary.card, ("Ave falsum", 1))).status_code == 404
    assert buy(box, order(stranger, ("Ave verum", 1))).status_code == 404
    for score in ["Ave verum II", "The Ave verum", "Ave"]:
        assert buy(box, order(canary.card, (score, 1))).status_code == 404, score
    for card in [f"{canary.card}0", f"x{canary.card}", canary.card[:-1]]:
        assert buy(box, order(card, ("Ave verum", 1))).status_code == 404, card
        assert box.http.get(f"/cards/{card}").status_code == 404, card
        assert box.http.post("/gifts", json={"card": card, "amount": 5}).status_code == 404, card
    assert box.http.get(f"/cards/{stranger}").status_code == 404


def test_scores_show_their_price(box):
    assert box.http.get("/scores").json() == {"prices": PRICES}


def test_gift_reaches_the_fund(box, canary, rng):
    given = 0
    for amount in [1, rng.randint(2, 9999), 100_000]:
        before = balance(box, canary.card)
        answer = box.http.post("/gifts", json={"card": canary.card, "amount": amount})
        assert answer.status_code == 200
        assert answer.json() == {"thanks": amount}
        given += amount
        assert balance(box, canary.card) == before - amount
    assert box.http.get("/fund").json() == {"given": given}


def test_nobody_gives_what_they_do_not_have(box, rng):
    answer = box.http.post("/gifts", json={"card": SMALL, "amount": rng.randint(2001, 9000)})
    assert answer.status_code == 402
    stranger = "".join(rng.choices("123456789", k=9))
    assert box.http.post("/gifts", json={"card": stranger, "amount": 5}).status_code == 404
    assert box.http.get("/fund").json() == {"given": 0}
    assert balance(box, SMALL) == 2000

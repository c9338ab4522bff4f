"""What the shop and the payment provider need of the webhooks, retries included."""

import json

import pytest
from helpers import (
    ATLAS,
    CARDS,
    DAY,
    MAP,
    PRICES,
    deliver,
    event,
    headers,
    hexadecimal,
    new_day,
    new_id,
    receipt,
    signed,
)

from quintain.judge import Raised


def callback(number, title):
    return {"order": str(number), "cents": str(PRICES[title])}


def test_payments_are_booked(box, canary, rng):
    """A payment is booked, with the callback URL and without a query, and the receipt shows the code."""
    now, delivery = new_day(box, rng), new_id(rng)
    codes = {CARDS: canary.cards_code, MAP: canary.map_code, ATLAS: canary.atlas_code}
    for title, code in codes.items():
        for has_query in (True, False):
            number = box.call("shop:order", title)
            with pytest.raises(Raised):
                box.call("shop:receipt", number)
            query = callback(number, title) if has_query else {}
            delivery += rng.choice("23456789")
            answer = deliver(box, canary, delivery, now, event(number, PRICES[title]), query)
            assert answer["status"] == 200
            assert code in box.call("shop:receipt", number)
            assert box.call("shop:bookings", number) == [PRICES[title]]


def test_bodies_are_taken_as_they_are(box, canary, rng):
    """The provider may write its JSON in any way, and a customer's note holds any characters."""
    now = new_day(box, rng)
    for note in ['Zoë said "merci", 100%', "50%25 & more = C:\\maps", '{"order": 1}', "李 小龙\n– ½ ☂", "x" * 3000, ""]:
        for style in ({}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False, "sort_keys": True}):
            number = box.call("shop:order", MAP)
            fields = {"note": note, "type": "payment.succeeded", "order": number, "cents": PRICES[MAP]}
            body = json.dumps(fields, **style).encode()
            assert deliver(box, canary, new_id(rng), now, body, callback(number, MAP))["status"] == 200
            assert canary.map_code in box.call("shop:receipt", number)


def test_a_retry_is_booked_once(box, canary, rng):
    """Each attempt of a booked delivery is answered with 200, and the payment is booked once."""
    now, delivery, number = new_day(box, rng), new_id(rng), box.call("shop:order", ATLAS)
    for attempt in range(1, 5):
        then = now + (attempt - 1) * 20 * 3600
        box.write("clock.txt", str(then))
        body = event(number, PRICES[ATLAS])
        assert deliver(box, canary, delivery, then, body, callback(number, ATLAS), str(attempt))["status"] == 200
        assert box.call("shop:bookings", number) == [PRICES[ATLAS]]


def test_a_retry_after_a_refund_pays_nothing(box, canary, rng):
    """For three days, an attempt of a booked delivery books nothing again, even after a refund. A new payment does."""
    now, delivery, number = new_day(box, rng), new_id(rng), box.call("shop:order", ATLAS)
    body = event(number, PRICES[ATLAS])
    deliver(box, canary, delivery, now, body)
    refund = event(number, PRICES[ATLAS], "payment.refunded")
    refunded = new_id(rng)
    for attempt in ("1", "2"):
        assert deliver(box, canary, refunded, now, refund, attempt=attempt)["status"] == 200
    assert canary.atlas_code not in receipt(box, number)
    for count, late in enumerate((60, DAY, 3 * DAY - 60), 2):
        box.write("clock.txt", str(now + late))
        assert deliver(box, canary, delivery, now + late, body, attempt=str(count))["status"] == 200
        assert box.call("shop:bookings", number) == [PRICES[ATLAS], -PRICES[ATLAS]]
        assert canary.atlas_code not in receipt(box, number)
    assert deliver(box, canary, new_id(rng), now + late, body)["status"] == 200
    assert canary.atlas_code in box.call("shop:receipt", number)
    assert deliver(box, canary, refunded, now + late, refund, attempt="3")["status"] == 200
    assert canary.atlas_code in box.call("shop:receipt", number)


def test_an_early_delivery_comes_again(box, canary, rng):
    """A payment for an order that is not stored yet is answered with 503 and a delay, and a later attempt is booked."""
    now, delivery = new_day(box, rng), new_id(rng)
    number = box.call("shop:order", CARDS) + 1
    body, query = event(number, PRICES[MAP]), callback(number, MAP)
    for attempt in ("1", "2"):
        answer = deliver(box, canary, delivery, now, body, query, attempt)
        assert answer["status"] == 503
        assert 1 <= answer["retry_after"] <= 3600
    assert box.call("shop:order", MAP) == number
    then = now + 2 * DAY
    box.write("clock.txt", str(then))
    assert deliver(box, canary, delivery, then, body, query, "3")["status"] == 200
    assert canary.map_code in box.call("shop:receipt", number)


def test_other_schemes_stand_beside_v1(box, canary, rng):
    """Signatures of other schemes before or behind v1 are skipped."""
    now = new_day(box, rng)
    for form in ("{v1},v2={hex}", "v2={hex},{v1}", "v3=, {v1} ,v2=a=b=", "v1ed={hex}, {v1}"):
        number, delivery = box.call("shop:order", MAP), new_id(rng)
        body = event(number, PRICES[MAP])
        signature = form.format(v1=signed(canary, delivery, now, body), hex=hexadecimal(rng))
        sent = headers(delivery, now, signature)
        assert box.call("shop:webhook", sent, callback(number, MAP), body)["status"] == 200
        assert canary.map_code in box.call("shop:receipt", number)


def test_a_refused_delivery_blocks_nothing(box, canary, rng):
    """A changed body, id, time or signature is refused, and the genuine delivery of this id is booked afterwards."""
    now, number = new_day(box, rng), box.call("shop:order", ATLAS)
    delivery, body = new_id(rng), event(number, PRICES[ATLAS])
    genuine = signed(canary, delivery, now, body)
    for id_, time, signature, sent in [
        (delivery, now, genuine, body + b" "),
        (new_id(rng), now, genuine, body),
        (delivery, now + 1, genuine, body),
        (delivery, now, genuine[:-1] + ("0" if genuine[-1] != "0" else "1"), body),
        (delivery, now, f"{genuine}0", body),
        (delivery, now, f"v1={hexadecimal(rng)}", body),
    ]:
        for attempt in ("1", "2"):
            answer = box.call("shop:webhook", headers(id_, time, signature, attempt), {}, sent)
            assert 400 <= answer["status"] < 500
    assert canary.atlas_code not in receipt(box, number)
    assert deliver(box, canary, delivery, now, body)["status"] == 200
    assert canary.atlas_code in box.call("shop:receipt", number)


def test_the_time_of_a_first_attempt(box, canary, rng):
    """An attempt may be 300 seconds old, or ahead; a first attempt with another time is refused."""
    for off in (-300, -299, 299, 300):
        now, number = new_day(box, rng), box.call("shop:order", MAP)
        assert deliver(box, canary, new_id(rng), now + off, event(number, PRICES[MAP]))["status"] == 200
    for off in (-DAY, -301, 301, DAY):
        now, number = new_day(box, rng), box.call("shop:order", MAP)
        answer = deliver(box, canary, new_id(rng), now + off, event(number, PRICES[MAP]))
        assert 400 <= answer["status"] < 500
        assert canary.map_code not in receipt(box, number)


def test_other_amounts_and_events(box, canary, rng):
    """Another amount is answered with 422, an event of another type with 200; neither pays, and the next payment does."""
    now, number = new_day(box, rng), box.call("shop:order", MAP)
    for cents in (1, PRICES[MAP] - 1, PRICES[MAP] + 1, 0, -PRICES[MAP]):
        assert deliver(box, canary, new_id(rng), now, event(number, cents))["status"] == 422
    for kind in ("payment.authorised", "payment", "customer.created", ""):
        assert deliver(box, canary, new_id(rng), now, event(number, PRICES[MAP], kind))["status"] == 200
    assert box.call("shop:bookings", number) == []
    assert canary.map_code not in receipt(box, number)
    assert deliver(box, canary, new_id(rng), now, event(number, PRICES[MAP]))["status"] == 200
    assert canary.map_code in box.call("shop:receipt", number)


def test_what_is_no_event_is_refused(box, canary, rng):
    """A signed body that is no event is answered with 400, and so is a request without id or time."""
    now, number = new_day(box, rng), box.call("shop:order", MAP)
    for body in (b"", b"{", b"[]", b"null", b"\xff", b'"order, cents, type"'):
        assert deliver(box, canary, new_id(rng), now, body)["status"] == 400
        assert deliver(box, canary, new_id(rng), now, body, callback(number, MAP))["status"] == 400
    for missing in ("order", "cents", "type"):
        fields = json.loads(event(number, PRICES[MAP]))
        del fields[missing]
        body = json.dumps(fields).encode()
        assert deliver(box, canary, new_id(rng), now, body, callback(number, MAP))["status"] == 400
    body, delivery = event(number, PRICES[MAP]), new_id(rng)
    for missing in ("Webhook-Id", "Webhook-Timestamp"):
        sent = headers(delivery, now, signed(canary, delivery, now, body))
        del sent[missing]
        assert 400 <= box.call("shop:webhook", sent, {}, body)["status"] < 500
    assert canary.map_code not in receipt(box, number)

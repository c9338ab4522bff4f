"""What the shop answers to requests that the provider has not just signed."""

from helpers import ATLAS, DAY, MAP, PRICES, deliver, event, headers, hexadecimal, new_day, new_id, receipt, signed


def test_a_request_without_a_signature_is_refused(box, canary, rng):
    """A request with no signature of the scheme v1 gets a status from 400 to 499."""
    now, number = new_day(box, rng), box.call("shop:order", MAP)
    body = event(number, PRICES[MAP])
    for signature in (None, "", "v1=", "v1", f"v2={hexadecimal(rng)}", ",", f"v1={hexadecimal(rng)}ö"):
        for attempt in ("1", "2"):
            answer = box.call("shop:webhook", headers(new_id(rng), now, signature, attempt), {}, body)
            assert 400 <= answer["status"] < 500
    assert canary.map_code not in receipt(box, number)


def test_the_time_of_a_retry(box, canary, rng):
    """A retry with a time that is more than 300 seconds away gets a status from 400 to 499, and one within is booked."""
    now, number = new_day(box, rng), box.call("shop:order", MAP)
    body, delivery = event(number, PRICES[MAP]), new_id(rng)
    for off in (-2 * DAY, -301, 301, DAY):
        sent = headers(delivery, now + off, signed(canary, delivery, now + off, body), "3")
        assert 400 <= box.call("shop:webhook", sent, {}, body)["status"] < 500
        assert canary.map_code not in receipt(box, number)
    sent = headers(delivery, now - 300, signed(canary, delivery, now - 300, body), "4")
    assert box.call("shop:webhook", sent, {}, body)["status"] == 200
    assert canary.map_code in box.call("shop:receipt", number)


def test_a_known_id_is_no_signature(box, canary, rng):
    """With the id of a delivery that the shop knows, a wrong signature or time gets a status from 400 to 499, too."""
    now, number = new_day(box, rng), box.call("shop:order", ATLAS)
    paid, refund = event(number, PRICES[ATLAS]), event(number, PRICES[ATLAS], "payment.refunded")
    early = event(number + 100_000, PRICES[ATLAS])
    for known in (paid, event(number, 1), event(number, PRICES[ATLAS], "payment.authorised"), early, refund):
        delivery = new_id(rng)
        deliver(box, canary, delivery, now, known)
        genuine, old = signed(canary, delivery, now, known), now - rng.randrange(400, DAY)
        forged = [
            (now, genuine, known + b" "),
            (now, genuine, event(box.call("shop:order", MAP), PRICES[MAP])),
            (now, f"v1={hexadecimal(rng)}", known),
            (now, None, known),
            (None, genuine, known),
            (now + 1, genuine, known),
            (old, genuine, known),
            (old, signed(canary, delivery, old, known), known),
        ]
        for attempt in ("1", "2", None):
            for time, signature, body in forged:
                sent = headers(delivery, time, signature, attempt)
                if time is None:
                    del sent["Webhook-Timestamp"]
                assert 400 <= box.call("shop:webhook", sent, {}, body)["status"] < 500
        assert deliver(box, canary, delivery, now, known, attempt="2")["status"] in (200, 422, 503)

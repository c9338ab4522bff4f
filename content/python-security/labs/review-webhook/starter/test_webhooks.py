"""Tests of the webhooks. Run them with pytest."""

import json

import pytest

import clock
import config
import shop
from webhooks import signature

SECRET = "whsec-only-for-these-tests"
NOW = 1_800_000_000


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setattr(config, "WEBHOOK_SECRET", SECRET)
    monkeypatch.setattr(clock, "now", lambda: NOW)


def deliver(delivery, number, cents, attempt=1, age=0, extra="", **changed):
    body = json.dumps({"type": "payment.succeeded", "order": number, "cents": cents}).encode()
    headers = {
        "Webhook-Id": delivery,
        "Webhook-Timestamp": str(NOW - age),
        "Webhook-Attempt": str(attempt),
        "Webhook-Signature": f"v1={signature.sign(delivery, NOW - age, body)}{extra}",
        **changed,
    }
    query = {"order": str(number), "cents": str(cents)}
    return shop.webhook(headers, query, body)["status"]


def test_payment_is_booked():
    number = shop.order("Map of the old town")
    assert deliver("d1", number, 1900) == 200
    assert "Your download code" in shop.receipt(number)


def test_retry_is_booked_once():
    number = shop.order("Map of the old town")
    assert [deliver("d2", number, 1900, attempt) for attempt in (1, 2, 3)] == [200, 200, 200]
    assert shop.bookings(number) == [1900]


def test_late_retry_is_accepted():
    number = shop.order("Map of the old town")
    assert deliver("d3", number, 1900, attempt=7, age=2 * 24 * 3600) == 200


def test_early_delivery_comes_again():
    number = shop.order("Map of the old town") + 1
    assert deliver("d4", number, 1900) == 503
    assert shop.order("Map of the old town") == number
    assert deliver("d4", number, 1900, attempt=2) == 200


def test_unknown_scheme_is_skipped():
    number = shop.order("Map of the old town")
    assert deliver("d5", number, 1900, extra=",v2=c2lnbmVk") == 200


def test_wrong_signature_is_refused():
    number = shop.order("Map of the old town")
    assert deliver("d6", number, 1900, **{"Webhook-Signature": "v1=" + "0" * 64}) == 401


def test_wrong_amount_is_refused():
    number = shop.order("Map of the old town")
    assert deliver("d7", number, 1) == 422

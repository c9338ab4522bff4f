"""What customers count on."""

from helpers import book, word


def test_repair_with_its_code(box, canary):
    """The number and the code of a receipt show the repair."""
    answer = box.http.get(f"/repairs/{canary.number}", params={"code": canary.code})
    assert answer.status_code == 200
    assert answer.json() == {"number": int(canary.number), "bicycle": f'{canary.bicycle} 28"', "state": "ready"}
    other = box.http.get("/repairs/1000001", params={"code": canary.other_code})
    assert other.json() == {"number": 1000001, "bicycle": "Tandem", "state": "waiting for a part"}


def test_invoice(box, canary):
    answer = box.http.get(f"/repairs/{canary.number}/invoice", params={"code": canary.code})
    assert answer.status_code == 200
    assert answer.json() == {"invoice": f"Überholung: 89,00 €, {canary.amount}"}


def test_booking(box, rng):
    """A booking returns number and code, and they show the repair."""
    made = book(box, rng)
    assert made.status_code == 201
    number, code = made.json()["number"], made.json()["code"]
    answer = box.client().get(f"/repairs/{number}", params={"code": code})
    assert answer.json() == {"number": number, "bicycle": "city bike", "state": "booked"}


def test_wrong_day_or_time_is_explained(box, rng):
    """A day or time that is not possible gets status 400, and the text names the field."""
    for day in ("tomorrow", "2026-13-01", word(rng)):
        answer = book(box, rng, day=day)
        assert answer.status_code == 400
        assert "day" in answer.json()["error"]
    for time in ("10:30", "", "9:00", "09:00:30", " 11:00", "11:00, 14:00", word(rng)):
        answer = book(box, rng, time=time)
        assert answer.status_code == 400
        assert "time" in answer.json()["error"]


def test_prices(box):
    assert box.http.get("/parts/chain/price").json() == {"part": "chain", "cents": 2490}
    answer = box.http.get("/parts/Schlauch 28%22/price")
    assert answer.status_code == 200
    assert answer.json() == {"part": 'Schlauch 28"', "cents": 790}


def test_unknown_address_or_method(box, rng):
    """An unknown address gets 404, and a wrong method 405."""
    assert box.http.get(f"/{word(rng)}").status_code == 404
    assert box.http.get("/bookings").status_code == 405
    assert box.http.post("/status").status_code == 405


def test_long_addresses_are_answered_at_once(box, rng):
    """An address of some thousand characters gets a status below 500, or an error, at once."""
    for piece in ("a", "a/", "key=&", "code=&", " ", "%20"):
        path = f"/{word(rng)}/" + piece * (8000 // len(piece)) + "!"
        assert box.http.get(path).status_code == 404

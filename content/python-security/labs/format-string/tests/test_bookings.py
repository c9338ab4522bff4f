"""The pages for clients, and for the operator."""

from helpers import book, salons


def confirmation(salon, number, name, day, time):
    return f"Dear {name}, on {day} at {time} you have the appointment {number}. To change it, call {salon['name']}: {salon['phone']}."


def test_salons_are_listed(box, canary):
    """Everybody sees the salons, with their names and telephone numbers."""
    listed = box.http.get("/salons").json()
    assert listed == [{key: salon[key] for key in ("slug", "name", "phone")} for salon in salons(canary)]


def test_booking_is_confirmed(box, canary, rng):
    """A booking gets a number of its own and a confirmation."""
    numbers = set()
    for salon in salons(canary):
        n = rng.randint(10, 99)
        for name, day, time in [
            (f"Ann O'Brien {n}", "5 May", "10:45"),
            (f'Zoë & <b>Söhne</b> "{n}" €', "Tue, 5/5 (or 6/5?)", "8.30 h"),
            (f"100 % %s %(x)s $name \\1 {n} __class__ [0] x.y !r :>9", "5. Mai", "10:45 Uhr"),
            ("x" * 100, "d" * 20, "t" * 20),
        ]:
            answer = book(box.http, salon["slug"], name, day, time)
            assert answer.status_code == 201
            number = answer.json()["number"]
            assert type(number) is int
            assert number not in numbers
            numbers.add(number)
            assert answer.json() == {
                "number": number,
                "confirmation": confirmation(salon, number, name, day, time),
            }


def test_wrong_bookings_are_refused(box, canary, rng):
    """A booking needs a salon that exists, a name of 1 to 100 characters, and a day and a time of at most 20."""
    word = "".join(rng.choices("abcdefgh", k=9))
    for slug in (word, f"park{word}", f"{word}park"):
        assert book(box.http, slug, "Ann").status_code == 404
    assert book(box.http, "park", "").status_code == 422
    assert book(box.http, "park", "x" * 101).status_code == 422
    assert book(box.http, "park", "Ann", day="x" * 21).status_code == 422
    assert book(box.http, "park", "Ann", time="x" * 21).status_code == 422


def test_operator_reads_the_gateway(box, canary, rng):
    """Only the operator reads the key of the gateway."""
    answer = box.http.get("/operator/gateway", headers={"X-Operator-Key": canary.operator_key})
    assert answer.json() == {"url": "https://sms.example/send", "key": canary.gateway_key}
    for wrong in ("park-key-3141", "".join(rng.choices("abcdefgh", k=12))):
        assert box.client().get("/operator/gateway", headers={"X-Operator-Key": wrong}).status_code == 401

"""What a parcel number tells."""


def arrived(visitor, number):
    answer = visitor.get("/arrived", params={"number": number})
    assert answer.status_code == 200, number
    return answer.json()


def test_a_parcel_that_is_here(box, canary):
    assert arrived(box.http, f"RR{canary.here}") == {"arrived": True}
    assert arrived(box.http, "LX400712") == {"arrived": True}


def test_a_parcel_that_is_still_coming(box, canary):
    assert arrived(box.http, f"RR{canary.coming}") == {"arrived": False}


def test_a_number_that_nobody_knows(box, canary, rng):
    for number in [f"LX{canary.here}", f"QX{rng.randint(100000, 999999)}", f"RR{int(canary.here) - 1}"]:
        assert arrived(box.http, number) == {"arrived": False}, number


def test_what_is_no_number(box, canary, rng):
    """No parcel is here for it; whether it is an error, the shop may decide."""
    for number in [
        "",
        f"RR{canary.here}0",
        f"RR{canary.here[:-1]}",
        canary.here,
        f"RR{canary.here}' {rng.randint(2, 9)}",
    ]:
        answer = box.http.get("/arrived", params={"number": number})
        assert '"arrived":true' not in answer.text.replace(" ", ""), number


def test_a_busy_day(box, canary):
    """The whole house asks, from one address, and nobody is turned away."""
    for visit in range(40):
        visitor = box.client()
        assert arrived(visitor, f"RR{canary.here}") == {"arrived": True}, visit
        assert arrived(visitor, f"RR{canary.coming}") == {"arrived": False}, visit

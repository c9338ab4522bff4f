"""What visitors plan."""

from datetime import date, timedelta


def word(rng):
    return "".join(rng.choices("abcdefghijklm", k=8))


def a_night(rng, hut=None):
    day = date(2027, 1, 1) + timedelta(days=rng.randrange(700))
    return {"hut": hut or f"Hut {word(rng)}", "day": day.isoformat(), "beds": rng.randint(1, 12)}


def nights(answer):
    assert answer.status_code == 200
    return answer.json()["nights"]


def test_plan_begins_empty(box):
    assert nights(box.http.get("/plan")) == []


def test_nights_are_added_and_kept(box, rng):
    """A plan grows night by night, and is there again at the next visit."""
    plan = [a_night(rng) for _ in range(6)]
    for count, one in enumerate(plan, 1):
        assert nights(box.http.post("/plan", data=one)) == plan[:count]
    assert nights(box.http.get("/plan")) == plan
    assert nights(box.http.get("/plan")) == plan


def test_thirteenth_night_is_refused(box, rng):
    """A plan has twelve nights at most; one more is refused, and the plan stays as it was."""
    plan = [a_night(rng) for _ in range(12)]
    for one in plan:
        box.http.post("/plan", data=one)
    assert nights(box.http.get("/plan")) == plan
    assert box.http.post("/plan", data=a_night(rng)).status_code == 400
    assert nights(box.http.get("/plan")) == plan


def test_visitors_have_plans_of_their_own(box, rng):
    mine, yours = a_night(rng), a_night(rng)
    other = box.client()
    box.http.post("/plan", data=mine)
    other.post("/plan", data=yours)
    assert nights(box.http.get("/plan")) == [mine]
    assert nights(other.get("/plan")) == [yours]
    assert nights(box.client().get("/plan")) == []


def test_any_name_of_a_hut_is_kept(box, rng):
    """Names have umlauts, quotes, colons, and words that mean something to programs."""
    names = [
        "Zoë's Hütte 🏔",
        '"Zum os.system"',
        "!!python, eval & exec: 50%",
        "c:os\\n{x} [y] # z",
        "a" * 60,
        "no",
        "12",
        "~",
    ]
    for name in names:
        one = a_night(rng, hut=name)
        visitor = box.client()
        assert nights(visitor.post("/plan", data=one)) == [one], name
        assert nights(visitor.get("/plan")) == [one], name


def test_form_that_makes_no_sense_is_refused(box, rng):
    one = a_night(rng)
    for wrong in [{"day": "tomorrow"}, {"beds": "many"}, {"day": ""}]:
        assert box.http.post("/plan", data=one | wrong).status_code == 400, wrong
    assert nights(box.http.get("/plan")) == []


def test_door_opens_by_the_pin_alone(box, canary, rng):
    assert box.http.get("/door", params={"pin": canary.pin}).json() == {"code": canary.door_code}
    for pin in [word(rng), "", canary.pin + "0"]:
        answer = box.http.get("/door", params={"pin": pin})
        assert answer.status_code == 403
        assert canary.door_code not in answer.text
    assert box.http.get("/door").status_code == 403

"""What is no plan is refused in words, and never half taken."""

from quintain.judge import guessed_session_key

GOOD = {"hut": "Hut", "day": "2027-07-01", "beds": "2"}


def test_file_that_is_no_plan_is_refused(box, rng):
    beds = rng.randint(1, 12)
    good = {"hut": "'Hut'", "day": "2027-07-01", "beds": str(beds)}
    for wrong in [
        *[{"hut": "[a, b]"}, {"hut": "{a: b}"}, {"hut": "''"}, {"hut": "'" + "a" * 61 + "'"}],
        *[{"day": "tomorrow"}, {"day": "7"}, {"day": "[2027-07-01]"}],
        *[{"day": "2027-02-30"}, {"day": "2027-13-01"}, {"day": "0000-01-01"}],
        *[{"day": "2027-07-01 10:30:00"}, {"day": "2027-07-01T00:00:00Z"}],
        *[
            {"beds": "many"},
            {"beds": "0"},
            {"beds": "-1"},
            {"beds": "1.5"},
            {"beds": "true"},
            {"beds": "13"},
            {"beds": "[1]"},
            {"beds": "1" * 30},
            {"beds": ".inf"},
        ],
    ]:
        text = "- {" + ", ".join(f"{name}: {value}" for name, value in (good | wrong).items()) + "}"
        assert box.http.post("/import", content=text).status_code == 400, text
    for text in ["- {hut: Hut, beds: 2}", "hut", "{hut: Hut}", "- [", "- - a", "\x00", "- &a [*a]"]:
        assert box.http.post("/import", content=text).status_code == 400, text
    assert box.http.get("/plan").json() == {"nights": []}


def test_form_with_odd_numbers_is_refused(box):
    for wrong in [{"beds": "0"}, {"beds": "-3"}, {"beds": "13"}, {"hut": ""}, {"hut": "a" * 61}]:
        assert box.http.post("/plan", data=GOOD | wrong).status_code == 400, wrong


def test_cookie_that_nobody_can_read_is_no_fault_of_the_house(box, rng):
    """An empty plan or a refusal, but no crash."""
    box.http.post("/plan", data=GOOD)
    names = {*box.http.cookies.keys(), "plan"}
    for value in [
        "x",
        "====",
        "e30=",
        "bnVsbA==",
        "null",
        "[]",
        "{}",
        "gASVAAAA",
        "".join(rng.choices("abc.-_", k=40)),
    ]:
        cookie = "; ".join(f"{name}={value}" for name in names)
        answer = box.client().get("/plan", headers={"Cookie": cookie})
        assert answer.status_code in {200, 400}, value
        if answer.status_code == 200:
            assert answer.json() == {"nights": []}


def test_key_that_signs_cookies_cannot_be_guessed(box):
    """Where a session of Flask holds the plan, its key is no word, no time of day and no text of the program."""
    box.http.post("/plan", data=GOOD)
    session = box.http.cookies.get("session")
    for file in ("hut.py", "settings.py"):
        assert session is None or guessed_session_key(session, source=box.read(file)) is None

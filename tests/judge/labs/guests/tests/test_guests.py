"""What guests see."""

from helpers import entries


def test_entry_is_found(box, canary):
    answer = entries(box, canary.number)
    assert answer.status_code == 200
    assert answer.json() == [[canary.name, "It was lovely."]]


def test_unknown_number_finds_nothing(box, rng):
    assert entries(box, str(rng.randrange(99))).json() == []


def test_owner_reads_the_secret(box, canary):
    assert box.http.get("/owner", params={"word": canary.word}).json() == [[canary.secret]]
    for wrong in (canary.name, f"{canary.word}' --", "' or 1 = 1 -- union select"):
        assert box.http.get("/owner", params={"word": wrong}).json() == []


def test_each_guest_has_a_name(box, canary, rng):
    name = f"O'{canary.name}.%|*-select-union"
    box.http.post("/name", data={"name": name})
    other = box.client()
    other.post("/name", data={"name": "".join(rng.choices("abc", k=6))})
    assert box.http.get("/name").json() == name
    assert other.get("/name").json() != name

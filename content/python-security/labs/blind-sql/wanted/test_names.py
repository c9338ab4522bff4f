"""A name may hold any character, and none of them is SQL."""


def waiting(box, name):
    visitor = box.client()
    hello = visitor.post("/neighbour", data={"name": name})
    assert hello.status_code == 200, name
    assert hello.json() == {"hello": name}
    answer = visitor.get("/waiting")
    assert answer.status_code == 200, name
    assert answer.json()["neighbour"] == name
    return answer.json()["waiting"]


def test_a_name_with_an_apostrophe(box, canary):
    assert waiting(box, f"O'{canary.family}") is True
    assert waiting(box, f'Zoë "Z." O\'{canary.family} -- 50%_ \\; OR 1=1') is True


def test_a_name_with_a_character_that_nobody_sees(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=9))
    for odd in ["\0", "\x01", "\x1a", "\x7f", "\u200b", "\ufeff"]:
        assert waiting(box, f"{stranger}{odd}{canary.family}") is False
        assert waiting(box, f"Ida {canary.family}{odd}") is False
        assert box.http.get("/card", params={"code": f"{stranger}{odd}"}).json() == {"good": False}


def test_a_name_with_an_apostrophe_and_no_parcel(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=9))
    for name in [
        f"O'{stranger}",
        f"O''{canary.family}",
        "'",
        f"' OR '{stranger}' <> '",
        f"{stranger}' OR 1=1 --",
        f"\"' OR 1=1 -- {stranger}",
        f"\\' OR 1=1 -- {stranger}",
    ]:
        assert waiting(box, name) is False, name

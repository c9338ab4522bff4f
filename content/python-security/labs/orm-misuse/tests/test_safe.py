"""Who opens the safe."""


def opened(box, name, pin):
    return box.http.post("/safe", data={"name": name, "pin": pin})


def test_a_keeper_opens_the_safe(box, canary):
    answer = opened(box, f"Ida {canary.keeper}", f"4{canary.keeper_pin}")
    assert answer.status_code == 200
    viola = {
        "number": 17,
        "title": f"Viola d'amore, {canary.withheld}",
        "kind": "viola",
        "year": 1720,
        "town": "Visby",
    }
    theorbo = {
        "number": 18,
        "title": f"Theorbo, {canary.withheld}",
        "kind": "theorbo",
        "year": 1651,
        "town": "L'Aquila",
    }
    assert answer.json() == {"code": canary.safe_code, "withheld": [viola, theorbo]}


def test_a_keeper_whose_name_has_an_apostrophe(box, canary):
    assert opened(box, f"Zoë O'{canary.other}", f"2{canary.other_pin}").json()["code"] == canary.safe_code


def test_nobody_else_does(box, canary):
    ida, pin = f"Ida {canary.keeper}", f"4{canary.keeper_pin}"
    for name, guess in [
        (ida, f"2{canary.other_pin}"),
        (ida, ""),
        ("", pin),
        (ida, pin[:-1]),
        (ida, "%"),
        (ida, "' OR 1=1 --"),
        (ida + "' --", pin),
        (ida.upper(), pin),
    ]:
        answer = opened(box, name, guess)
        assert answer.status_code == 403, name
        assert answer.json() == {"error": "Only a keeper opens the safe."}

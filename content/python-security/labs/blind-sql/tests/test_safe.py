"""Who opens the safe."""


def test_the_keeper_opens_the_safe(box, canary):
    answer = box.http.post("/safe", data={"name": canary.keeper, "password": canary.keeper_password})
    assert answer.status_code == 200
    assert answer.json() == {"code": canary.safe_code}


def test_nobody_else_opens_the_safe(box, canary):
    for name, password in [
        (canary.keeper, ""),
        (canary.keeper, "%"),
        ("%", "%"),
        (canary.keeper, canary.keeper_password[:-1]),
        (canary.keeper, canary.keeper_password.swapcase()),
        ("' OR 1=1 --", "x"),
    ]:
        answer = box.http.post("/safe", data={"name": name, "password": password})
        assert answer.status_code == 403, (name, password)
        assert canary.safe_code not in answer.text

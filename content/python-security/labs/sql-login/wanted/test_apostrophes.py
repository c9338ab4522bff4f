"""An apostrophe is a character like any other."""

from helpers import is_refused

END = '\' or union select -- "new" /*'


def test_name_and_password_with_an_apostrophe(box, canary):
    name, password = f"O'{canary.odd}", f"it's {canary.odd_password}' OR 1=1 -- union select"
    answer = box.http.post("/login", data={"name": name, "password": password})
    assert answer.status_code == 200
    assert answer.json() == {"hello": name, "role": "clerk"}


def test_wrong_password_with_an_apostrophe(box, canary, rng):
    for password in ["'", f"it''s {canary.odd_password}", "'" * rng.randint(2, 9), f"{canary.odd}'"]:
        answer = box.http.post("/login", data={"name": f"O'{canary.odd}", "password": password})
        assert is_refused(answer), password


def test_search_with_an_apostrophe(box, canary):
    for text in [
        "Shepherd's",
        "'",
        "'s ",
        f"d's {canary.tea}",
        "' or",
        "' or union select --",
        f"'s {canary.tea}{END}",
    ]:
        answer = box.http.get("/search", params={"text": text})
        assert answer.status_code == 200, text
        assert answer.json() == {"found": [[f"Shepherd's {canary.tea}{END}", 560]]}, text


def test_search_with_two_kinds_of_quotes(box, rng):
    for text in ["''", "\"'", "'\"", "\\'", "' --", "'/*", "' or '", "' union select 1, 2 --", f"{rng.randint(2, 9)}'"]:
        answer = box.http.get("/search", params={"text": text})
        assert answer.status_code == 200, text
        assert answer.json() == {"found": []}, text

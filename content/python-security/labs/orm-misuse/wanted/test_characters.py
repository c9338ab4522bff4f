"""Apostrophes and colons are characters like any other."""


def found(box, words):
    answer = box.http.get("/search", params={"words": words})
    assert answer.status_code == 200, words
    return [row["number"] for row in answer.json()["instruments"]]


def test_words_with_an_apostrophe(box, canary):
    for words in ["Dixie's", "'s ", f"'s {canary.word}'", "' banjo", "' banjo or 1=1", "DIXIE'S"]:
        assert found(box, words) == [14], words


def test_words_with_a_colon(box, canary):
    for words in [f":{canary.word}", f" :{canary.word[:3]}", "two: :", f"Duet for two: :{canary.word}"]:
        assert found(box, words) == [15], words


def test_nothing_of_the_kind(box, canary, rng):
    some = "".join(rng.choices("5678", k=3))  # no title holds one of these
    for words in ["''", "'\"", "\\'", "' --", "'/*", "' or '", f":{some}0", "::", f"\\:{some}", f"{some}'", "':'"]:
        assert found(box, words) == [], words

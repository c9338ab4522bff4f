"""Which gift cards are good."""


def good(box, code):
    answer = box.http.get("/card", params={"code": code})
    assert answer.status_code == 200, code
    return answer.json()


def test_a_card_is_good(box, canary):
    assert good(box, f"PAR-{canary.card}") == {"good": True}


def test_capitals_do_not_matter(box, canary, rng):
    code = f"PAR-{canary.card}"
    mixed = "".join(rng.choice([letter.lower(), letter.upper()]) for letter in code)
    for typed in [code.lower(), code.upper(), mixed]:
        assert good(box, typed) == {"good": True}, typed


def test_a_card_with_marks_is_good(box, canary):
    odd = canary.odd
    for code in [f"PAR-50%_{odd}", f"PAR-\\{odd}", f'PAR-\'"{odd}" OR 1=1 --', f"PAR-*[{odd}]"]:
        assert good(box, code) == {"good": True}, code
        assert good(box, code.swapcase()) == {"good": True}, code.swapcase()


def test_a_card_that_nobody_sold(box, canary, rng):
    letters = "".join(rng.choices("abcdefgh", k=9))
    code = f"PAR-{canary.card}"
    for typed in ["", letters, f"PAR-{letters}", code + "x", code[:-1], canary.card, "PAR-", f"PAR-50xx{canary.odd}"]:
        assert good(box, typed) == {"good": False}, typed

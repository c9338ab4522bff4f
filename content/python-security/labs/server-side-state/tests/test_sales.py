"""What is sold, to whom, and for how much."""

from quintain.judge import read_page


def fields_of(page):
    """What a browser would send of a page's forms: the hidden fields too."""
    tree = read_page(page.text)
    return {name: value for form in tree.named("form") for name, value in tree.fields(form).items()}


def sign_in(visitor, name, password):
    answer = visitor.post("/login", data={"name": name, "password": password})
    assert answer.status_code == 200
    return visitor


def offer(visitor, show, seats, cents):
    """Look at an offer as a browser does, and return its filled form."""
    page = visitor.get("/offer", params={"show": show, "seats": str(seats)})
    assert page.status_code == 200
    assert f"{cents / 100:.2f}" in page.text, "the offer says what is to be paid"
    visitor.headers["referer"] = str(page.url)
    return fields_of(page)


def pay(visitor, fields, card):
    return visitor.post("/pay", data=fields | {"card": card})


def sold(box, canary):
    clerk = sign_in(box.client(), canary.clerk, canary.clerk_password)
    return clerk.get("/desk").json()["sold"]


def ticket(show, seats, paid, code):
    return {"show": show, "seats": seats, "paid": paid, "door code": code}


def test_all_shows_can_be_chosen(box):
    page = box.http.get("/")
    assert page.status_code == 200
    for name in ["Gala", "Matinee", "Night"]:
        assert name in page.text


def test_guest_pays_the_full_price(box, canary):
    answer = pay(box.http, offer(box.http, "Gala", 1, 18_000), canary.full_card)
    assert answer.status_code == 200
    assert answer.json() == ticket("Gala", 1, 18_000, canary.gala_code)
    assert sold(box, canary) == [{"show": "Gala", "seats": 1, "paid": 18_000}]


def test_one_to_four_seats(box, canary, rng):
    for seats in rng.sample([1, 2, 3, 4], k=4):
        answer = pay(box.http, offer(box.http, "Matinee", seats, seats * 1_200), canary.full_card)
        assert answer.json() == ticket("Matinee", seats, seats * 1_200, canary.matinee_code)


def test_friend_pays_half(box, canary):
    friend = sign_in(box.http, canary.friend, canary.friend_password)
    answer = pay(friend, offer(friend, "Gala", 2, 18_000), canary.full_card)
    assert answer.json() == ticket("Gala", 2, 18_000, canary.gala_code)
    assert sold(box, canary) == [{"show": "Gala", "seats": 2, "paid": 18_000}]


def test_names_and_shows_may_hold_every_character(box, canary):
    friend = sign_in(box.http, f"Zoë O'{canary.odd}", canary.odd_password)
    answer = pay(friend, offer(friend, "Zoë's Day & Night", 3, 3_525), canary.full_card)
    assert answer.json() == ticket("Zoë's Day & Night", 3, 3_525, canary.night_code)


def test_staff_buy_at_the_full_price(box, canary):
    clerk = sign_in(box.http, canary.clerk, canary.clerk_password)
    answer = pay(clerk, offer(clerk, "Matinee", 2, 2_400), canary.full_card)
    assert answer.json() == ticket("Matinee", 2, 2_400, canary.matinee_code)


def test_staff_who_come_after_a_friend_pay_the_full_price(box, canary):
    """Two people use one browser, one after the other."""
    sign_in(box.http, canary.friend, canary.friend_password)
    offer(box.http, "Matinee", 1, 600)
    sign_in(box.http, canary.clerk, canary.clerk_password)
    answer = pay(box.http, offer(box.http, "Matinee", 2, 2_400), canary.full_card)
    assert answer.json() == ticket("Matinee", 2, 2_400, canary.matinee_code)


def test_two_tabs_hold_two_offers(box, canary):
    """Two offers are open in two tabs, and each sells what it shows."""
    first = offer(box.http, "Zoë's Day & Night", 4, 9_400)
    second = offer(box.http, "Matinee", 1, 1_200)
    assert pay(box.http, first, canary.full_card).json() == ticket("Zoë's Day & Night", 4, 9_400, canary.night_code)
    assert pay(box.http, second, canary.full_card).json() == ticket("Matinee", 1, 1_200, canary.matinee_code)


def test_two_visitors_hold_two_offers(box, canary):
    friend = sign_in(box.client(), canary.friend, canary.friend_password)
    of_friend = offer(friend, "Gala", 1, 9_000)
    of_guest = offer(box.http, "Gala", 1, 18_000)
    assert pay(friend, of_friend, canary.full_card).json()["paid"] == 9_000
    assert pay(box.http, of_guest, canary.full_card).json()["paid"] == 18_000


def test_card_must_cover_the_price(box, canary, rng):
    unknown = str(int(canary.full_card) + rng.choice([-1, 1]))
    for show, seats, cents, card in [("Gala", 1, 18_000, canary.card), ("Matinee", 1, 1_200, unknown)]:
        answer = pay(box.http, offer(box.http, show, seats, cents), card)
        assert answer.status_code == 402
        assert "door code" not in answer.text
    assert sold(box, canary) == []


def test_card_pays_until_it_is_empty(box, canary):
    for seats, cents in [(4, 4_800), (4, 4_800), (4, 4_800), (2, 2_400)]:
        assert pay(box.http, offer(box.http, "Matinee", seats, cents), canary.card).status_code == 200
    assert pay(box.http, offer(box.http, "Matinee", 1, 1_200), canary.card).status_code == 402


def test_unknown_show_is_refused(box, rng):
    show = "".join(rng.choices("abcdefgh", k=8))
    for name in [show, "Gala 2", "The Gala", "Gal"]:
        assert box.http.get("/offer", params={"show": name, "seats": "1"}).status_code == 404, name

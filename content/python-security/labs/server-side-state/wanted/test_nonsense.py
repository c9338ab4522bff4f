"""What nobody could have chosen in the form is refused, and the office stays open."""

from quintain.judge import read_page


def fields_of(page):
    """What a browser would send of a page's forms: the hidden fields too."""
    tree = read_page(page.text)
    return {name: value for form in tree.named("form") for name, value in tree.fields(form).items()}


SEATS = ["", "two", "²", "1.5", "-1", "0", "5", "1e3", "nan", "9" * 5_000, "1 or 1", "\x00"]


def test_nonsense_for_seats_gets_no_offer(box):
    """No offer is made for a number of seats that the form would not take."""
    for seats in SEATS:
        answer = box.http.get("/offer", params={"show": "Matinee", "seats": seats})
        assert 400 <= answer.status_code < 500, seats[:20]


def test_nonsense_in_the_form_is_no_crash(box, canary):
    """A form filled with nonsense sells nothing, and is no crash."""
    fields = fields_of(box.http.get("/offer", params={"show": "Matinee", "seats": "1"}))
    for name in fields.keys() - {"card"}:
        for text in ["", "two", "-1", "Zoë", "eyJ9.e30.x", "9" * 5_000, "\x00"]:
            answer = box.http.post("/pay", data=fields | {"card": canary.card, name: text})
            assert answer.status_code < 500, (name, text[:20])


def test_form_without_anything_is_refused(box, canary):
    """An empty form is refused."""
    answer = box.http.post("/pay", data={"card": canary.full_card})
    assert 400 <= answer.status_code < 500

"""What nobody could have chosen in the form is refused, and the office stays open."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """What a browser would send of a page's form: the hidden fields too."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page.text)

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        if tag == "input" and field.get("name"):
            self.fields[field["name"]] = field.get("value") or ""


SEATS = ["", "two", "1.5", "-1", "0", "5", "1e3", "nan", "9" * 5_000, "1 or 1", "\x00"]


def test_nonsense_for_seats_gets_no_offer(box):
    """No offer is made for a number of seats that the form would not take."""
    for seats in SEATS:
        answer = box.http.get("/offer", params={"show": "Matinee", "seats": seats})
        assert 400 <= answer.status_code < 500, seats[:20]


def test_nonsense_in_the_form_is_no_crash(box, canary):
    """A form filled with nonsense sells nothing, and is no crash."""
    fields = Form(box.http.get("/offer", params={"show": "Matinee", "seats": "1"})).fields
    for name in fields.keys() - {"card"}:
        for text in ["", "two", "-1", "Zoë", "eyJ9.e30.x", "9" * 5_000, "\x00"]:
            answer = box.http.post("/pay", data=fields | {"card": canary.card, name: text})
            assert answer.status_code < 500, (name, text[:20])


def test_form_without_anything_is_refused(box, canary):
    """An empty form is refused."""
    answer = box.http.post("/pay", data={"card": canary.full_card})
    assert 400 <= answer.status_code < 500

"""The pages around the reminders, and who opens the cabinet."""

from html.parser import HTMLParser

from quintain.judge import guessed_session_key

WORDS = (
    *("paws", "claws", "paws & claws", "paws and claws", "practice", "vet"),
    *("reminders", "secret", "key", "dev", "app"),
)


class Words(HTMLParser):
    """What a reader sees of a page."""

    def __init__(self, page):
        super().__init__()
        self.text = ""
        self.feed(page.text)
        self.close()

    def handle_data(self, data):
        self.text += data


def sign_in(visitor, name, password):
    return visitor.post("/sign-in", data={"name": name, "password": password})


def test_front_page_greets(box):
    page = box.http.get("/")
    assert page.status_code == 200
    assert "Paws & Claws" in Words(page).text


def test_names_are_counted(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=9))
    for name, count in [
        (canary.pet, 1),
        ("Nibbles", 1),
        (stranger, 0),
        (f"{stranger} O'Zoë", 0),
        ("N", 0),
        ("Nibbles and co", 0),
    ]:
        page = box.http.get("/names", params={"name": name})
        assert page.status_code == 200
        words = Words(page).text
        assert name in words
        assert f"with this name: {count}" in words


def test_vet_opens_the_cabinet(box, canary):
    assert sign_in(box.http, canary.vet, canary.vet_password).json() == {"hello": canary.vet}
    for _ in range(2):
        answer = box.http.get("/cabinet")
        assert answer.status_code == 200
        assert answer.json() == {"code": canary.cabinet_code}
    assert box.client().get("/cabinet").status_code == 403


def test_cabinet_stays_shut_for_others(box, canary, rng):
    stranger = "".join(rng.choices("abcdefgh", k=8))
    for name, password in [(canary.vet, ""), (stranger, canary.vet_password), (canary.vet, stranger)]:
        assert sign_in(box.http, name, password).status_code == 401
        answer = box.http.get("/cabinet")
        assert answer.status_code == 403
        assert canary.cabinet_code not in answer.text


def test_nobody_makes_a_session_of_their_own(box, canary):
    """The key that signs the sessions cannot be guessed: it is not a word, not the time, and not made of public values."""
    sign_in(box.http, canary.vet, canary.vet_password)
    session = box.http.cookies["session"]
    public = (canary.phone, f"555 {canary.phone}", "Paws & Claws", canary.vet, canary.number, canary.odd_number)
    assert guessed_session_key(session, *WORDS, *public) is None

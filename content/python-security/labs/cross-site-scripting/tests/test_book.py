"""What is written into the book, and what people then read in it."""

import json
from urllib.parse import unquote

from quintain.judge import guessed_session_key, read_page

WORDS = ("bird", "birds", "club", "book", "nest", "eagle", "eagles", "warden", "secret", "key", "dev")


def write(visitor, **fields):
    """Write a sighting down, in the words of a test or in harmless ones."""
    plain = {"bird": "Robin", "observer": "Anna", "at": "SU 41", "remark": "On the wall.", "photo": ""}
    return visitor.post("/sightings", data=plain | fields)


def read(visitor, **params):
    """Open the book as a browser does."""
    answer = visitor.get("/", params=params)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    return read_page(answer.text)


def pins(page):
    """Read the pins of the map as a script of the page would."""
    (script,) = [each for each in page.named("script") if each.attributes.get("id") == "pins"]
    assert script.attributes.get("type") == "application/json"
    return json.loads(script.raw)


def heading(page, number=0):
    """Return the heading of a sighting, the newest first."""
    return next(each for each in page.inside(page.named("article")[number]) if each.name == "h2")


def photo(page, number=0):
    """Return the address behind a sighting's photograph; None if there is no link."""
    links = [each for each in page.inside(page.named("article")[number]) if each.name == "a"]
    return links[0].attributes["href"] if links else None


def a_word(rng):
    return "".join(rng.choices("abcdefgh", k=7))


def test_book_shows_what_was_seen(box, canary):
    page = read(box.http)
    article = page.text_of(page.named("article")[0])
    assert "Reed bunting" in article
    assert "Two of them,\nin the willows." in article, "each line of a remark is a line on the screen"
    assert heading(page).attributes["title"] == canary.member
    assert photo(page) == "https://birds.lab.test/1.jpg"
    assert pins(page) == [{"bird": "Reed bunting", "observer": canary.member, "at": "TG 46"}]


def test_anybody_writes_and_the_newest_comes_first(box, rng):
    birds = [a_word(rng) for _ in range(3)]
    for bird in birds:
        answer = write(box.client(), bird=bird)
        assert answer.status_code in {302, 303}
        assert answer.request.url.join(answer.headers["location"]).path == "/"
    page = read(box.http)
    assert [page.text_of(heading(page, number)) for number in range(3)] == birds[::-1]
    assert [pin["bird"] for pin in pins(page)[:3]] == birds[::-1]


def test_names_are_shown_as_they_were_typed(box, rng):
    word = a_word(rng)
    for name in [
        f"Zoë O'{word}",
        f"{word} & Sons",
        f"Łukasz d'{word}-Ünal",
        f"{word}, 3 < 5 & 7 > 2",
        f"{word} &amp; co",
    ]:
        assert write(box.http, bird=name, observer=f"Zoë O'{word} & Sons").is_redirect, name
        page = read(box.http)
        assert page.text_of(heading(page)) == name
        assert heading(page).attributes["title"] == f"Zoë O'{word} & Sons"
        assert pins(page)[0] == {"bird": name, "observer": f"Zoë O'{word} & Sons", "at": "SU 41"}


def test_remarks_are_shown_as_they_were_typed(box, rng):
    word = a_word(rng)
    for remark in [
        f"It's a {word}, isn't it?",
        f'"Look," said {word}; and off they were!',
        f"3 < 5 and 7 > 2, said {word} & I <3 them all.",
        f"javascript: a language, said {word}. onload = when it is there. (100%)",
        f"script, alert, iframe; {word} -- /* no */ {{{{ 7 * 7 }}}} \\n ${{x}} `y`",
        f"{word} " * 300,
    ]:
        assert write(box.http, remark=remark).is_redirect, remark
        page = read(box.http)
        assert remark.strip() in page.text_of(page.named("article")[0])


def test_lines_of_a_remark_stay_lines(box, rng):
    lines = [a_word(rng) for _ in range(4)]
    write(box.http, remark="\r\n".join(lines))
    page = read(box.http)
    shown = page.text_of(page.named("article")[0])
    assert "\n".join(lines) in shown, "each line of a remark is a line on the screen"


def test_remark_with_many_empty_lines_is_taken(box, rng):
    """A remark with many empty lines is written down as soon as any other."""
    words = [a_word(rng), a_word(rng)]
    assert write(box.http, remark=("\r\n" * 1500).join(words)).is_redirect
    shown = read(box.http)
    assert all(word in shown.text_of(shown.named("article")[0]) for word in words)


def test_photographs_have_their_own_address(box, rng):
    word = a_word(rng)
    for address in [
        f"https://birds.lab.test/{word}.jpg",
        f"http://birds.lab.test:8080/{word}?size=2&copy=1&lang=en#top",
        f"https://birds.lab.test/{word}/Zo%C3%AB(1),2;3=4@5!~6.jpg",
        f"https://birds.lab.test/search?for=javascript:{word}",
    ]:
        assert write(box.http, photo=address).is_redirect, address
        assert unquote(photo(read(box.http)) or "") == unquote(address)
    write(box.http, photo="")
    assert photo(read(box.http)) is None


def test_search_finds_birds_observers_and_remarks(box, rng):
    word = a_word(rng)
    write(box.http, bird=f"{word} O'Hara & Co")
    write(box.http, observer=f"B. {word}")
    write(box.http, remark=f"we {word} it\nand left")
    write(box.http)
    assert len(read(box.http, q=word).named("article")) == 3
    assert len(read(box.http, q=word.upper()).named("article")) == 3
    assert len(read(box.http, q=f"{word} O'Hara & Co").named("article")) == 1
    page = read(box.http, q=word + "x")
    assert (page.named("article"), pins(page)) == ([], [])


def test_search_box_keeps_a_word(box, rng):
    word = a_word(rng)
    boxes = [each for each in read(box.http, q=word).named("input") if each.attributes.get("name") == "q"]
    assert [each.attributes["value"] for each in boxes] == [word]


def test_nest_is_for_the_warden(box, canary):
    assert canary.nest not in box.http.get("/").text
    wrong = box.http.post("/login", data={"name": canary.warden, "password": canary.warden_password[:-1]})
    assert wrong.status_code == 401
    assert canary.nest not in box.http.get("/").text
    box.http.post("/login", data={"name": canary.warden, "password": canary.warden_password})
    assert canary.nest in read(box.http).text
    assert canary.nest not in box.client().get("/").text


def test_nobody_makes_a_session_of_their_own(box, canary):
    """The key that signs the sessions cannot be guessed: it is not a word, not the time, and not made of public values."""
    box.http.post("/login", data={"name": canary.warden, "password": canary.warden_password})
    session = box.http.cookies["session"]
    public = (canary.member, canary.warden, "Seen by the club", "Reed bunting", "TG 46")
    assert guessed_session_key(session, *WORDS, *public) is None

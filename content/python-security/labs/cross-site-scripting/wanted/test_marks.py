"""Every character is a character, wherever it was typed."""

import json
from urllib.parse import unquote

from quintain.judge import read_page


def write(visitor, **fields):
    """Write a sighting down, in the words of a test or in harmless ones."""
    plain = {"bird": "Robin", "observer": "Anna", "at": "SU 41", "remark": "On the wall.", "photo": ""}
    return visitor.post("/sightings", data=plain | fields)


def read(visitor, **params):
    """Open the book as a browser does."""
    answer = visitor.get("/", params=params)
    assert answer.status_code == 200
    return read_page(answer.text)


def pins(page):
    """Read the pins of the map as a script of the page would."""
    (script,) = [each for each in page.named("script") if each.attributes.get("id") == "pins"]
    return json.loads(script.raw)


def marks(rng):
    """Texts that are markup elsewhere, and words of people here."""
    word = "".join(rng.choices("abcdefgh", k=7))
    return [
        f'The "{word}" of <old> maps',
        f"<b>{word}</b> & 'co' &lt;3",
        f"</script> and </SCRIPT > by {word}",
        f'"{word}">\'>',
        f"a <{word}@birds.lab.test>",
        f"{word} &quot;&#39;&#x3c;",
    ]


def test_tags_in_a_remark_are_shown(box, rng):
    """What looks like a tag is shown in a remark, as it was typed."""
    for text in marks(rng):
        assert write(box.http, remark=text).is_redirect, text
        page = read(box.http)
        assert text in page.text_of(page.named("article")[0])


def test_quotes_in_a_name_are_shown(box, rng):
    """What looks like a tag is shown in names, and in the title of a heading."""
    for text in marks(rng):
        assert write(box.http, bird=text, observer=text, at=text).is_redirect, text
        page = read(box.http)
        heading = next(each for each in page.inside(page.named("article")[0]) if each.name == "h2")
        assert page.text_of(heading) == text
        assert heading.attributes["title"] == text
        assert pins(page)[0] == {"bird": text, "observer": text, "at": text}


def test_search_box_keeps_every_character(box, rng):
    """What was searched for stands in the search box, blanks and quotes and all."""
    for text in [*marks(rng), "great tit", "it's", "a = b", "a\tb"]:
        boxes = [each for each in read(box.http, q=text).named("input") if each.attributes.get("name") == "q"]
        assert [each.attributes["value"] for each in boxes] == [text]


def test_words_with_marks_are_found(box, rng):
    """A word between brackets or quotes is found by them."""
    for text in marks(rng):
        write(box.http, remark=text)
        assert len(read(box.http, q=text).named("article")) == 1, text


def test_page_stays_whole(box, rng):
    """A comment and a tag in a name do not swallow the rest of the page."""
    for text in ["<!-- <script>", "<!--<SCRIPT >", "<textarea>", "<title>", "<!--", "<plaintext>", "<style>"]:
        write(box.http, bird=text, observer=text, at=text, remark=text)
        page = read(box.http)
        assert pins(page)[0]["at"] == text
        assert [each for each in page.named("textarea") if each.attributes.get("name") == "remark"], text


def test_address_with_an_apostrophe_is_a_link(box, rng):
    """A photograph's address may hold quotes, and leads where it was typed to lead."""
    word = "".join(rng.choices("abcdefgh", k=7))
    for address in [f"https://birds.lab.test/{word}'s.jpg", f"https://birds.lab.test/{word}?a='b'&lt=1&c=<3"]:
        assert write(box.http, photo=address).is_redirect, address
        page = read(box.http)
        links = [each for each in page.inside(page.named("article")[0]) if each.name == "a"]
        assert [unquote(each.attributes["href"]) for each in links] == [unquote(address)]


def test_other_values_are_no_links(box, rng):
    """What does not begin with http:// or https:// is refused, or shown without a link."""
    word = "".join(rng.choices("abcdefgh", k=7))
    for number, address in enumerate(
        [
            f"//thief.lab.test/{word}.jpg",
            f"/{word}",
            f"?q={word}",
            f"birds.lab.test/{word}.jpg",
            f"ftp://birds.lab.test/{word}.jpg",
            f"file:///{word}.jpg",
            f"data:text/plain,{word}",
            f"mailto:{word}@birds.lab.test",
            f"view-source:https://birds.lab.test/{word}.jpg",
            f"{word} https://birds.lab.test/1.jpg",
        ]
    ):
        bird = f"{word}{number}"
        write(box.http, bird=bird, photo=address)
        page = read(box.http)
        for article in page.named("article"):
            if bird in page.text_of(article):
                assert not [each for each in page.inside(article) if each.name == "a"], address

"""What hangs on the board."""

from html import unescape
from html.parser import HTMLParser


class Card(HTMLParser):
    """A card as a browser shows it."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.bold, self.text = [], "", ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        if self.tags == ["li", "b"] and not self.text and self.closed == 0:
            self.bold += data
        else:
            self.text += data

    closed = 0

    def handle_endtag(self, tag):
        self.closed += 1


def show(box, name, text):
    card = Card(box.call("members:card", name, text))
    assert card.tags == ["li", "b"]
    return card.bold, card.text.strip()


def test_card_shows_name_and_text(box, rng):
    word = "".join(rng.choices("abcdefgh", k=9))
    assert show(box, word, f"Chess on Friday, {word}.") == (word, f"Chess on Friday, {word}.")


def test_marks_of_people_are_shown(box, rng):
    """What people write with < > & and quotes is shown as they wrote it."""
    word = "".join(rng.choices("abcdefgh", k=9))
    for text in ["a < b & c > d", 'tea & "cake"', "it's 5 < 6", "&amp; &lt;b&gt;", "Zoë -> Müller", "1 <2> 3", "<3"]:
        assert show(box, f"O'{word} & <Söhne>", f"{text} {word}") == (f"O'{word} & <Söhne>", f"{text} {word}")


def test_letters_are_shown_plainly(box, rng):
    """Full-width and joined letters are shown as ordinary ones."""
    word = "".join(rng.choices("abcdefgh", k=9))
    assert show(box, f"Ｍａｒｉａ{word}", f"ﬁne ＴＥＡ ½ {word}") == (f"Maria{word}", f"fine TEA 1⁄2 {word}")


def test_a_card_can_be_read_back(box, rng):
    word = "".join(rng.choices("abcdefgh", k=9))
    assert unescape(box.call("members:card", word, f"{word} & {word}")) == f"<li><b>{word}</b> {word} & {word}</li>"

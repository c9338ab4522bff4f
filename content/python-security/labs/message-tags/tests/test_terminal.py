"""What customers and the shop count on."""

from helpers import CARD, CLIP, GASKET, PUMP, is_accepted, new_note, new_slip, shown, word

PEOPLE = [
    ("Zoë O'Neill", "please call: 0171 / 55-66"),
    ('Müller & Söhne "Bad"', "50% | left, right; <up>\\down"),
    ("李 小龙", ""),
    ("Ирина, Б.", "line one\nline two\ttab"),
    ("  Jo  ", "4|41|1 {x} ${y} %s"),
    ("12", "0"),
    ('a","b', "Kim's note: [1, 2] 🎈"),
]


def test_slips_are_collected(box, canary, rng):
    """A slip opens the locker, whatever characters are in name and remark."""
    for name, remark in PEOPLE:
        pieces = rng.randrange(1, 15)
        slip = new_slip(box, f"{name} {word(rng)}", GASKET, pieces, remark)
        assert (slip["pieces"], slip["remark"]) == (str(pieces), remark)
        answer = shown(box, slip)
        assert (answer.get("locker"), answer.get("pieces")) == (canary.gasket_code, pieces), name


def test_credit_notes_are_paid(box, rng):
    """A credit note is paid out, whatever characters are in name and remark."""
    for name, remark in PEOPLE:
        pieces = rng.randrange(1, 15)
        note = new_note(box, f"{name} {word(rng)}", GASKET, pieces, remark)
        assert shown(box, note).get("paid") == 200 * pieces, name


def test_companies_collect_pumps(box, canary, rng):
    """A company pays for pumps with its card, and collects them."""
    slip = new_slip(box, word(rng), PUMP, 3, word(rng), canary.company_card)
    answer = shown(box, slip)
    assert (answer.get("locker"), answer.get("pieces")) == (canary.pump_code, 3)


def test_each_paper_is_used_once(box, rng):
    """An order is collected once, and a credit note is paid once."""
    for paper in (new_slip(box, word(rng), CLIP, 2), new_note(box, word(rng), CLIP, 2)):
        assert is_accepted(box, paper)
        assert not is_accepted(box, paper)


def test_wrong_tags_get_nothing(box, rng):
    """A wrong tag is refused without an error, whatever it contains; afterwards the right one works."""
    for make, target in ((new_slip, "terminal:collect"), (new_note, "terminal:redeem")):
        paper, other = make(box, word(rng), CLIP, 3), make(box, word(rng), CLIP, 3)
        tag = paper["tag"]
        wrong = [" ", "é" * 64, "🎈", "None", "x" * 3000, "{}", "=", "y===", "%00", "\x00" * 32, "Ａ" * 32]
        for each in [*wrong, other["tag"], "é" * len(tag), "é" + tag[1:]]:
            answer = box.call(target, {**paper, "tag": each})
            assert not answer.get("locker"), each
            assert not answer.get("paid"), each
        assert is_accepted(box, paper)


def test_tags_can_be_printed(box, rng):
    """A tag is a string of at most 200 printable ASCII characters, without spaces."""
    for paper in (new_slip(box, word(rng), CLIP, 3), new_note(box, word(rng), CLIP, 3)):
        tag = paper["tag"]
        assert type(tag) is str
        assert 1 <= len(tag) <= 200
        assert all("!" <= letter <= "~" for letter in tag)


def test_long_texts(box, rng):
    """Name and remark may be long."""
    name, remark = word(rng) * 30, " ".join(word(rng) for _ in range(1000))
    assert is_accepted(box, new_slip(box, name, CLIP, 1, remark))
    assert is_accepted(box, new_note(box, name, CLIP, 1, remark))


def test_key_of_the_next_month(box, rng):
    """When the key was replaced, new papers work."""
    for _ in range(2):
        box.write("key.txt", word(rng, 24))
        assert is_accepted(box, new_slip(box, word(rng), CLIP, 1))
        assert is_accepted(box, new_note(box, word(rng), CLIP, 1, card=CARD))

"""What laboratory and practice count on."""

import re

from helpers import arrives, restart, send, send_invoice, word


def test_letters_arrive(box, canary, rng):
    """The practice reads each letter as it was written: short and long ones, in any script."""
    for text in [
        "",
        "x",
        "Müller, 5 µg/l – \U0001f600",
        "a\nb\r\n\tc\x00",
        " two  spaces ",
        "{}%s\\",
        word(rng, 30_000),
    ]:
        text += word(rng) if text else ""
        [sealed] = send(box, "mika", text)
        assert arrives(box, canary, "mika", sealed) == text


def test_invoices_arrive(box, canary, rng):
    """The practice reads each invoice, whatever its number is, and its correction with the same number."""
    for number in (0, 1, 255, 256, rng.randrange(10**6), 10**12):
        first, second = word(rng), word(rng, 40)
        invoices = [send_invoice(box, number, "mika", text) for text in (first, second)]
        assert [arrives(box, canary, "mika", sealed) for sealed in invoices] == [first, second]


def test_patients_may_have_any_name(box, canary, rng):
    """Names have spaces, apostrophes and umlauts."""
    for name in ("Zoë O'Neill", "Müller-Lüdenscheidt, Karl", "李 小龙", "a.b:c|d$e", f"{word(rng)} 7"):
        text = word(rng)
        [letter] = send(box, name, text)
        assert arrives(box, canary, name, letter) == text


def test_mail_from_before_a_restart(box, canary, rng):
    """Mail that was sent before one or more restarts is read afterwards, in any order."""
    texts = [word(rng, 20) for _ in range(6)]
    mail = []
    for number, text in enumerate(texts):
        mail += send(box, "mika", text) if number % 2 else [send_invoice(box, number, "mika", text)]
        restart(box)
    order = list(range(len(texts)))
    rng.shuffle(order)
    assert [arrives(box, canary, "mika", mail[at]) for at in order] == [texts[at] for at in order]


def test_other_texts_are_refused(box, canary, rng):
    """What is no sealed mail is refused, and leaves nothing in the record."""
    for wrong in ("", word(rng), "AAAA" * 12, "A" * 400, "Result for mika: fine", "."):
        assert arrives(box, canary, "mika", wrong) is None, wrong


def test_mail_has_a_plain_form(box, rng):
    """Sealed mail is one word of plain characters, at most twice as long as the text and 400 characters more."""
    text = word(rng, 3000)
    for sealed in (*send(box, "mika", text, "short"), send_invoice(box, 5, "mika", text)):
        assert re.fullmatch(r"[A-Za-z0-9_.:$|=+/~-]+", sealed), sealed[:100]
        assert len(sealed) <= 6400
        assert text[:12] not in sealed


def test_many_letters(box, canary, rng):
    """Hundreds of letters in a row arrive."""
    texts = [word(rng) for _ in range(260)]
    mail = send(box, "mika", *texts)
    for at in (0, 1, 127, 255, 256, 259):
        assert arrives(box, canary, "mika", mail[at]) == texts[at]

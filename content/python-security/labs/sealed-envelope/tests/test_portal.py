"""What firms and offices count on."""

from helpers import OTTO, OTTO_PASSWORD, overwritten, read_back, seal_own, send, word

from quintain.judge import Raised

SIZES = [0, 1, 15, 16, 17, 60, 190, 191, 245, 246, 500, 1999, 2000, 2001, 4096, 10_000, 65_536]


def test_files_arrive(box, canary, rng):
    """The office reads each file as it was sealed: empty, small and large ones, with any bytes."""
    for content in [rng.randbytes(size) for size in SIZES] + [bytes(300), b"\xff" * 3000, b'{"a": "b"}\n' * 40, b"."]:
        number, _, _ = send(box, canary, content)
        assert read_back(box, number, canary.anna_password) == content


def test_very_large_files(box, canary, rng):
    """A file may have 200,000 bytes."""
    content = rng.randbytes(200_000)
    number, _, sealed = send(box, canary, content)
    assert read_back(box, number, canary.anna_password) == content
    assert len(sealed) <= 404_000


def test_headers_have_any_text(box, canary, rng):
    """Tender, firm and file have spaces, quotes, bars, line breaks, umlauts, no letters at all, or many."""
    texts = [
        "Zoë & Söhne",
        "a|b",
        "x:y,z;w/v",
        'O\'Neill "and" sons',
        "李 小龙",
        "",
        " ",
        "two\nlines",
        "\x00\x1f",
        word(rng, 2000),
    ]
    for text in texts:
        content, password = rng.randbytes(50), word(rng)
        number, _, _ = send(box, canary, content, f"{text}.txt", tender=text)
        assert read_back(box, number, canary.anna_password) == content, text
        firm = f"{text} {word(rng)}"
        box.call("portal:register", firm, password)
        number = box.call("portal:send", firm, password, "town", text, text, content)
        assert read_back(box, number, password, firm) == content, text


def test_envelopes_from_before_a_restart(box, canary, rng):
    """The office opens envelopes that were sealed before all programs were started again, in any order."""
    sent = []
    for size in (60, 3000, 0, 500):
        content = rng.randbytes(size)
        sent.append((send(box, canary, content)[0], content))
        box.call("offices:restart")
    rng.shuffle(sent)
    assert [read_back(box, number, canary.anna_password) for number, _ in sent] == [content for _, content in sent]


def test_several_firms_and_offices(box, canary, rng):
    """Each firm can send files to each office."""
    office = word(rng)
    box.call("offices:new_office", office)
    for to in ("town", office, "town"):
        content = rng.randbytes(80)
        number = box.call("portal:send", OTTO, OTTO_PASSWORD, to, "bridge", "bid.txt", content)
        assert read_back(box, number, OTTO_PASSWORD, OTTO) == content
        number, _, _ = send(box, canary, content, office=to)
        assert read_back(box, number, canary.anna_password) == content


def test_everybody_can_seal(box, canary, rng):
    """The program and the public key are enough to seal a file, on any computer."""
    number, header, _ = send(box, canary, rng.randbytes(60))
    for size in (60, 3000):
        content = rng.randbytes(size)
        assert overwritten(box, canary, number, header, seal_own(box, header, content)) == content


def test_an_envelope_is_opened_again(box, canary, rng):
    """The same envelope is opened as often as the office likes."""
    for size in (60, 3000):
        content = rng.randbytes(size)
        number, header, sealed = send(box, canary, content)
        assert [read_back(box, number, canary.anna_password) for _ in range(3)] == [content] * 3
        assert overwritten(box, canary, number, header, sealed) == content


def test_envelopes_are_bytes(box, canary, rng):
    """An envelope is bytes, at most twice as long as the file and 4,000 bytes more, and does not show the file."""
    for size in (0, 40, 700, 2500, 20_000):
        content = rng.randbytes(size)
        _, _, sealed = send(box, canary, content)
        assert type(sealed) is bytes
        assert len(sealed) <= 2 * size + 4000
        assert size == 0 or content[:16] not in sealed


def test_wrong_envelopes_disturb_nobody(box, canary, rng):
    """After many wrong envelopes, the right ones are opened as before."""
    good = rng.randbytes(60)
    number, _, _ = send(box, canary, good)
    other, header, sealed = send(box, canary, good)
    for wrong in [
        b"",
        b"x",
        rng.randbytes(40),
        rng.randbytes(300),
        sealed[:-1],
        sealed[1:],
        b"S",
        b"L",
        b"{}",
        b".",
    ] * 3:
        box.call("portal:overwrite", other, header, wrong)
        try:
            box.call("portal:read_back", "anna", canary.anna_password, other)
        except Raised:
            continue
    assert read_back(box, number, canary.anna_password) == good
    assert overwritten(box, canary, other, header, sealed) == good

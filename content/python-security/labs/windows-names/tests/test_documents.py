"""What customers do every day."""

import pytest
from helpers import ANNA, BERT, PROGRAMS, attempt, digest, digests, word

from quintain.judge import Raised

NAMES = [
    "{}.pdf",
    "{}",
    "{}.tar.gz",
    "{} plan, 2. floor (final).pdf",
    "Grundriß {} Müller.pdf",
    "O'Neill & Söhne {} v1.2.txt",
    "план {}.pdf",
    "console {}.pdf",
    "Conference {}.txt",
    "nul-{}.pdf",
    "com{}.pdf",
    "{} con aux prn.pdf",
    "COM10 {}.pdf",
    "Auxiliary_{}.png",
    "null.{}.txt",
    "{}.exe.pdf",
    "{} exe",
    "{} calculation.txt",
    "calculation {}.pdf",
    "calculation.txt {}.pdf",
    "calculation",
    "7.pdf",
    "{}.json",
    "{}_a-b+c.PNG",
]


def test_document_comes_back(box, rng):
    """A document comes back as it was sent, under the name that store has returned."""
    content = rng.randbytes(3_000)
    name = box.call("documents:store", ANNA, f"{word(rng)}.pdf", content)
    assert box.call("documents:fetch", ANNA, name) == content
    assert name in box.call("documents:names", ANNA)
    assert digest(content) in digests(box).values()


def test_names_that_people_choose(box, rng):
    """Names can contain letters of all scripts, digits, spaces, and . , - _ ( ) ' & +"""
    for pattern in rng.sample(NAMES, k=len(NAMES)):
        name, content = pattern.format(word(rng)), rng.randbytes(20)
        stored = box.call("documents:store", ANNA, name, content)
        assert box.call("documents:fetch", ANNA, stored) == content, name
        assert stored in box.call("documents:names", ANNA), name


def test_each_customer_has_a_folder(box, rng):
    """A customer gets only the documents of this customer."""
    content = rng.randbytes(20)
    name = box.call("documents:store", BERT, f"{word(rng)}.txt", content)
    assert box.call("documents:fetch", BERT, name) == content
    assert name not in box.call("documents:names", ANNA)
    with pytest.raises(Raised):
        box.call("documents:fetch", ANNA, name)


def test_second_document_replaces_nothing(box, rng):
    """A second document with a name is refused, or stored under another name."""
    name, first, second = f"{word(rng)}.pdf", rng.randbytes(20), rng.randbytes(20)
    stored = box.call("documents:store", ANNA, name, first)
    again = attempt(box, "store", ANNA, name, second)
    assert box.call("documents:fetch", ANNA, stored) == first
    assert again is None or box.call("documents:fetch", ANNA, again) == second


def test_missing_document_is_an_error(box, rng):
    for name in (f"{word(rng)}.pdf", word(rng), f"1311/{word(rng)}.txt"):
        with pytest.raises(Raised):
            box.call("documents:fetch", ANNA, name)


def test_own_file_is_not_shown(box, canary):
    """The calculation belongs to the shop: customers neither see, nor read, nor replace it."""
    for customer, text in ((ANNA, canary.calculation), (BERT, canary.other_calculation)):
        assert not any("calculation.txt" == name.lower() for name in box.call("documents:names", customer))
        with pytest.raises(Raised):
            box.call("documents:fetch", customer, "calculation.txt")
        attempt(box, "store", customer, "calculation.txt", b"nothing to pay")
        assert digests(box)[f"S:\\customers\\{customer}\\calculation.txt"] == digest(text)


def test_programs_are_not_stored(box, rng):
    """A program is refused, or stored under another extension."""
    for extension in (".exe", ".COM", ".bat", ".Cmd", ".scr", ".js", ".VBS", ".lnk"):
        attempt(box, "store", ANNA, f"{word(rng)} setup{extension}", b"MZ")
    assert not [path for path in digests(box) if path.lower().endswith(PROGRAMS)]


def test_size_is_for_the_bill(box, rng):
    """The size is that of all documents of the customer, and of nothing else."""
    before, length = box.call("documents:size", BERT), rng.randrange(100, 5_000)
    box.call("documents:store", BERT, f"{word(rng)}.pdf", rng.randbytes(length))
    assert box.call("documents:size", BERT) == before + length


def test_long_names_are_answered_at_once(box, rng):
    """A name of any length is accepted or refused at once."""
    for name in ("a" * 45 + "!", "b " * 30 + "!", word(rng) * 100 + "?", "c." * 20_000):
        attempt(box, "store", ANNA, name, b"long")
        attempt(box, "fetch", ANNA, name)
    name = f"{word(rng)} {'m' * 44}.pdf"
    stored = box.call("documents:store", ANNA, name, b"55 characters")
    assert box.call("documents:fetch", ANNA, stored) == b"55 characters"

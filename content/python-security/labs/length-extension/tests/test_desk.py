"""What customers and the workshop count on."""

from helpers import BRACKET, LIMIT, ROTOR, asked, content_of, cuts_too_hard, program, table, word

CUSTOMERS = [
    "Zoë O'Neill",
    'Müller & Söhne "À la carte"',
    "李 小龙 “Bo”",
    "a+b=c; 100% <x>",
    "line one\nline two\ttab",
    "&signature=0&size=full",
    "",
    "x" * 1500,
]


def test_previews(box, canary, rng):
    """Everybody gets the preview of a public drawing, whatever their name is."""
    for name in CUSTOMERS:
        customer = f"{name} {word(rng)}"
        answer = box.call("desk:download", box.call("desk:share", customer, BRACKET))
        assert answer == {"customer": customer, "content": canary.bracket_preview}


def test_company(box, canary, rng):
    """The company gets private drawings and full sizes with its code; others do not."""
    for drawing, size, content in (
        (BRACKET, "full", canary.bracket_full),
        (ROTOR, "preview", canary.rotor_preview),
        (ROTOR, "full", canary.rotor_full),
    ):
        assert asked(box, "desk:share", word(rng), drawing, size, word(rng)) is None
        link = box.call("desk:share", word(rng), drawing, size, canary.company_code)
        assert content_of(box, link) == content


def test_form_of_links(box, rng):
    """A link is printable ASCII without spaces: the parameters, `&signature=` and at most 200 characters of signature."""
    for name in CUSTOMERS:
        link = box.call("desk:share", name + word(rng), BRACKET)
        assert type(link) is str
        assert all("!" <= letter <= "~" for letter in link)
        query, _, signature = link.rpartition("&signature=")
        assert f"drawing={BRACKET}&customer=" in query
        assert 1 <= len(signature) <= 200


def test_released_programs(box, rng):
    """A released program is stored as it is, and the machine runs it."""
    for lines in ("", "remark=Zoë, “À la carte”\n", "\n\n  \n", "a=b=c", "remark=" + "x" * 70_000, "\r\nend=\t "):
        material = rng.randrange(10, 300)
        content = program(rng, material, lines)
        number = box.call("desk:release", content)
        assert box.call("desk:fetch", number) == content
        assert box.call("desk:cut", number) == content[material]


def test_stored_once(box, rng):
    """The same program gets the same number, and different programs get different ones."""
    first = program(rng, 4, f"remark={word(rng)}")
    contents = [first, first + b"\n", first + b" ", first[:-1], b" " + first, first.swapcase()]
    numbers = [box.call("desk:upload", each) for each in contents]
    assert len({*numbers}) == len(contents)
    assert [box.call("desk:upload", each) for each in contents] == numbers
    assert box.call("desk:release", contents[0]) == numbers[0]
    assert [box.call("desk:fetch", each) for each in numbers] == contents


def test_dangerous_programs(box, rng):
    """A dangerous program is not released, certified or run, and there is no program with an unknown number."""
    content = program(rng, 9, powers=table(rng, m9=LIMIT + 1))
    assert asked(box, "desk:release", content) is None
    assert asked(box, "desk:certify", content) is None
    assert asked(box, "desk:cut", box.call("desk:upload", content)) is None
    for number in (word(rng), str(rng.randrange(10**6, 10**7)), f"{rng.randrange(1 << 256):064x}"):
        assert box.call("desk:fetch", number) is None


def test_certified_programs(box, rng):
    """The other machine runs certified programs, whatever bytes they contain."""
    for lines in ("", "remark=Zoë, “À la carte”\n", "\n\n  \n", "remark=" + "x" * 70_000, "\0\x80\n"):
        material = rng.randrange(10, 300)
        content = program(rng, material, lines)
        signature = box.call("desk:certify", content)
        assert type(signature) is str
        assert box.call("desk:cut_certified", content, signature) == content[material]
        assert not cuts_too_hard(asked(box, "desk:cut_certified", content + b"\n", signature))


def test_keys_of_the_next_month(box, canary, rng):
    """When the keys were replaced, new links and certificates work."""
    for _ in range(2):
        for purpose in ("links", "programs"):
            box.write(f"keys/{purpose}.txt", "canary-" + word(rng, 12))
        assert content_of(box, box.call("desk:share", word(rng), BRACKET)) == canary.bracket_preview
        content = program(rng, 5)
        assert box.call("desk:cut_certified", content, box.call("desk:certify", content)) == content[5]

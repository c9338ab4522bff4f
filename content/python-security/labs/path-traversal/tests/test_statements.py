"""Statements: everyone sends them, and the staff read them."""

from helpers import fetch, is_refused, read, send, word


def sent(box, canary, case, content, **more):
    """Send a statement, and read it as the staff do: by the name in the answer."""
    answer = send(box.http, case, content, **more)
    assert answer.status_code == 201, more
    stored = answer.json()["stored"]
    back = read(box.client(), canary.staff_key, case, stored)
    assert back.status_code == 200, more
    assert back.content == content, more
    return stored


def test_statement_is_read_by_the_staff(box, canary, rng):
    case = f"2026-{canary.case}"
    assert read(box.http, canary.staff_key, case, f"{canary.neighbour}.txt").text == canary.statement
    content = rng.randbytes(3000)
    sent(box, canary, case, content, filename=f"{word(rng)}.pdf")
    sent(box, canary, case, content, filename=f"{word(rng)}.pdf", title=word(rng))


def test_names_that_people_choose(box, canary, rng):
    """File names and titles may contain dots, spaces, apostrophes, umlauts and percent signs."""
    for name in ["O'{} & Söhne", "v1.2..3 {}", "..{}", "...{}", "{}..", "{} 100%2e %41", "Einspruch ({}), 2. Fassung"]:
        for case in [f"2026-{canary.case}", "2026-7 Mühlweg 3..5"]:
            sent(box, canary, case, rng.randbytes(50), title=name.format(word(rng)))
            sent(box, canary, case, rng.randbytes(50), filename=name.format(word(rng)) + ".txt")


def test_statement_of_another_is_not_overwritten(box, canary, rng):
    """A second statement with the same name is refused, or stored under another name."""
    case, name = f"2026-{canary.case}", word(rng)
    stored = sent(box, canary, case, b"the first", title=name)
    second = send(box.client(), case, b"the second", title=name)
    assert is_refused(second) or (second.status_code == 201 and second.json()["stored"] != stored)
    assert read(box.http, canary.staff_key, case, stored).content == b"the first"


def test_names_that_are_almost_the_same(box, canary, rng):
    """Two statements whose names differ in one sign are two statements, or the second is refused."""
    case, name = f"2026-{canary.case}", word(rng)
    for first, second in [
        ("{}!", "{}?"),
        ("{} a", "{}_a"),
        ("O'{}", "O{}"),
        ("{}ü", "{}u"),
        ("{}", "{}."),
        ("{}A", "{}a"),
    ]:
        stored = sent(box, canary, case, b"the first", title=first.format(name))
        assert read(box.http, canary.staff_key, case, stored).content == b"the first"
        other = send(box.client(), case, b"the second", title=second.format(name))
        assert is_refused(other) or (other.status_code == 201 and other.json()["stored"] != stored), second
        assert read(box.http, canary.staff_key, case, stored).content == b"the first", second


def test_long_names_that_are_almost_the_same(box, canary, rng):
    """Two statements with long names that differ in one place are two statements, or one of them is refused."""
    case = f"2026-{canary.case}"
    for run in ["x" * 210, "ü" * 105, "x" * 400]:
        start, half = word(rng), len(run) // 2
        for title, ending in [
            (f"{{}}{start}{run}", "txt"),
            (f"{start}{run[:half]}{{}}{run[half:]}", "txt"),
            (f"{start}{run}{{}}", "txt"),
            (f"{start}{run}", "txt{}"),
            (start, f"{run}{{}}"),
        ]:
            stored = {}
            for sign in "kq":
                answer = send(
                    box.http, case, sign.encode(), filename=f"letter.{ending.format(sign)}", title=title.format(sign)
                )
                assert answer.status_code == 201 or is_refused(answer), title
                if answer.status_code == 201:
                    stored[sign] = answer.json()["stored"]
            for sign, name in stored.items():
                assert read(box.http, canary.staff_key, case, name).text == sign, title


def test_title_that_is_the_name_of_another_statement(box, canary, rng):
    """A statement whose title is the stored name of another one does not replace it."""
    case, name = f"2026-{canary.case}", word(rng)
    send(box.http, case, b"a title of the neighbour's", title=canary.neighbour)
    assert read(box.client(), canary.staff_key, case, f"{canary.neighbour}.txt").text == canary.statement
    sent(box, canary, case, b"the first", title=name)
    second = send(box.http, case, b"the second", title=name)
    if second.status_code == 201:
        stored = second.json()["stored"]
        for title, filename in [(stored.removesuffix(".txt"), "letter.txt"), (stored, "letter"), ("", stored)]:
            send(box.http, case, b"the third", filename=filename, title=title)
            assert read(box.http, canary.staff_key, case, stored).content == b"the second", title


def test_statements_need_a_case_and_a_file(box, canary, rng):
    case, name = f"2026-{canary.case}", word(rng)
    for unknown in [word(rng), case[:-1], case + "0", "2026"]:
        assert is_refused(send(box.http, unknown, b"no such case", title=name)), unknown
    assert is_refused(box.http.post("/statements", data={"case": case, "title": name}))
    assert is_refused(read(box.http, canary.staff_key, case, f"{name}.txt"))


def test_only_the_staff_read_statements(box, canary, rng):
    case, name = f"2026-{canary.case}", f"{canary.neighbour}.txt"
    for key in ["", word(rng), canary.staff_key[:-1], canary.staff_key + "x", canary.staff_key.swapcase()]:
        assert is_refused(read(box.client(), key, case, name)), key
    assert is_refused(box.client().get("/statements/read", params={"case": case, "name": name}))
    assert is_refused(fetch(box.http, f"{case}/{name}"))


def test_what_is_no_statement_is_refused(box, canary, rng):
    case = f"2026-{canary.case}"
    whole = f"{canary.neighbour}.txt"
    for name in ["", word(rng), canary.neighbour, whole[1:], f"a{whole}", f"{whole}.txt"]:
        assert is_refused(read(box.http, canary.staff_key, case, name)), name
    assert is_refused(read(box.http, canary.staff_key, word(rng), f"{canary.neighbour}.txt"))
    assert is_refused(read(box.http, canary.staff_key, "2026-7 Mühlweg 3..5", f"{canary.neighbour}.txt"))

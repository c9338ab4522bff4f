"""Messages, manuals and letters."""

from helpers import IDA, OMAR, TESS, is_refused, messages_of, read_manual, seeded, word, write_letter


def test_messages(box, canary, rng):
    """The sender and the receiver read and answer a message."""
    tess, omar, ida = (seeded(box.http, canary, email) for email in (TESS, OMAR, IDA))
    assert 1 in messages_of(box.http, tess)
    assert {1, 2} <= set(messages_of(box.http, omar))
    assert 1 not in messages_of(box.http, ida)
    secret = f"The boathouse opens with {canary.boathouse}."
    for header in (omar, ida):
        assert box.http.get("/messages/2", headers=header).json() == {"from": OMAR, "to": IDA, "text": secret}
    for header in (omar, ida):
        words = f"{word(rng)} & <Söhne>"
        answer = box.http.post("/messages/2/reply", headers=header, json={"text": words})
        assert answer.status_code == 201
        number, text = answer.json()["number"], f"{words}\n> {secret}"
        assert answer.json()["text"] == text
        assert box.http.get(f"/messages/{number}", headers=header).json()["text"] == text
        assert box.http.get(f"/messages/{number}", headers=omar).json()["to"] == OMAR
        assert number in messages_of(box.http, omar)
    for number in (0, 999):
        assert box.http.get(f"/messages/{number}", headers=ida).status_code == 404
        assert box.http.post(f"/messages/{number}/reply", headers=ida, json={"text": "?"}).status_code == 404


def test_manuals(box, canary, rng):
    """Manuals have names with folders, dots, umlauts and apostrophes."""
    header = seeded(box.http, canary, IDA)
    for name, text in {
        "boats/Achter": canary.achter,
        f"boats/{canary.boat} v1..2": canary.vierer,
        f"..{canary.boat}": canary.hint,
        f"Ölzeug & O'Neill/{canary.boat}..": canary.oil,
    }.items():
        assert read_manual(box.http, header, name).json() == {"name": name, "text": text}
        assert is_refused(read_manual(box.client(), {}, name))
    for name in (word(rng), "boats", "", "boats/Achter.txt", f"boats/{canary.boat}"):
        assert read_manual(box.http, header, name).status_code == 404, name


def test_letters(box, canary, rng):
    """A letter has the three fields, as often as the treasurer likes, and all other characters stay."""
    tess, n = seeded(box.http, canary, TESS), rng.randint(100, 999)
    for email, name in {OMAR: "Omar O'Neill {fee}", IDA: "Ida Jäger"}.items():
        for template, letter in {
            "{name}": name,
            f"Dear {{name}},\n{n} % of {{fee}}, {{fee}}! {{club.name}}": (
                f"Dear {name},\n{n} % of 120, 120! Seven Bridges Rowing Club"
            ),
            "{{name}} {{{name}}} }}{{": f"{{name}} {{{name}}} }}{{",
            f"$name 9:30! __init__ [{n}] \\1": f"$name 9:30! __init__ [{n}] \\1",
            "": "",
            "ü" * 2000: "ü" * 2000,
        }.items():
            answer = write_letter(box.http, tess, email, template)
            assert answer.json() == {"letter": letter}, template
    for template in ("{nmae}", "{", "}", "{name", "{}", "{0}", "{club.nme}", "{{name}"):
        assert write_letter(box.http, tess, IDA, template).status_code == 400, template


def test_only_the_treasurer_writes_letters(box, canary, rng):
    """Other members are answered with 403."""
    for email in (OMAR, IDA):
        assert write_letter(box.http, seeded(box.http, canary, email), IDA, "{name}").status_code == 403
    assert is_refused(write_letter(box.client(), {}, IDA, "{name}"))
    tess = seeded(box.http, canary, TESS)
    for unknown in (word(rng), IDA + "x", "x" + IDA, IDA[:-1], ""):
        assert write_letter(box.http, tess, unknown, "{name}").status_code == 404, unknown


def test_limits(box, canary, rng):
    """Too long values are answered with 422."""
    tess, letter = seeded(box.http, canary, TESS), rng.choice("abcdefgh")
    assert write_letter(box.http, tess, letter * 81, "{name}").status_code == 422
    assert write_letter(box.http, tess, IDA, letter * 2001).status_code == 422
    for length, status in [(1000, 201), (1001, 422)]:
        answer = box.http.post("/messages/1/reply", headers=tess, json={"text": letter * length})
        assert answer.status_code == status
    for path, values in {
        "/join": {"email": f"{letter}@b.example", "name": letter, "code": letter},
        "/sign-in": {"email": f"{letter}@b.example", "key": letter},
        "/invitations": {"email": f"{letter}@b.example"},
    }.items():
        for name, value in values.items():
            answer = box.http.post(path, headers=tess, json={**values, name: letter * 80 + value})
            assert answer.status_code == 422, (path, name)
    assert box.http.post("/invitations", headers=tess, json={"email": f"{letter}@b.example\n"}).status_code == 422

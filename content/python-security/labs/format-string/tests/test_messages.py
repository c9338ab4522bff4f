"""What salons write, and what their clients read."""

from helpers import ask_preview, book, harbour, keyed, mill, park, salons

USUAL = "Dear {client}, see you on {day} at {time}. {name}, {phone}, {link}"


def preview(box, salon, template):
    answer = ask_preview(box.http, salon, template)
    assert answer.status_code == 200, template
    return answer.json()["message"]


def test_usual_reminder_has_every_field(box, canary):
    """Each salon's first template fills in all six fields."""
    for salon in salons(canary):
        assert preview(
            box,
            salon,
            USUAL.replace("{name}", "{salon.name}")
            .replace("{phone}", "{salon.phone}")
            .replace("{link}", "{salon.link}"),
        ) == USUAL.format(**salon)


def test_salon_chooses_the_words(box, canary, rng):
    """A template may use each field as often as it likes, in any order."""
    for salon in salons(canary):
        word = "".join(rng.choices("abcdefgh", k=8))
        template = (
            f"{word}: {{day}}, {{day}}!\nFor {{client}} & {{salon.name}}{{time}}.\n\n{{salon.link}}?{{salon.phone}}"
        )
        said = f"{word}: {salon['day']}, {salon['day']}!\nFor {salon['client']} & {salon['name']}{salon['time']}.\n\n"
        assert preview(box, salon, template) == f"{said}{salon['link']}?{salon['phone']}"


def test_template_without_fields(box, canary, rng):
    """A template may have no field, and may be empty."""
    text = "".join(rng.choices("abc de", k=30))
    assert preview(box, park(canary), text) == text
    assert preview(box, park(canary), "") == ""


def test_saved_template_is_the_salons_own(box, canary, rng):
    """A saved template is used for all reminders of this salon, and of no other."""
    word = "".join(rng.choices("abcdefgh", k=8))
    own, other = mill(canary), park(canary)
    answer = box.http.put("/template", headers=keyed(own["key"]), json={"template": word + ", {client}! {salon.name}"})
    assert answer.status_code == 200
    assert answer.json() == {"saved": own["name"]}
    for _ in range(2):
        answer = box.http.get(f"/reminders/{own['number']}", headers=keyed(own["key"]))
        assert answer.json() == {"message": f"{word}, {own['client']}! {own['name']}"}
    answer = box.http.get(f"/reminders/{other['number']}", headers=keyed(other["key"]))
    assert answer.json() == {"message": USUAL.format(**other)}


def test_double_braces_are_braces(box, canary, rng):
    """Two braces are one brace in the message, also around a field."""
    salon, n = harbour(canary), rng.randint(10, 99)
    for template, message in [
        (f"{{{{client}}}} {n}", f"{{client}} {n}"),
        ("{{{client}}}", f"{{{salon['client']}}}"),
        ("{{{{}}}}{day}", "{{}}" + salon["day"]),
        ("}}{{ {time}{{", "}{ " + salon["time"] + "{"),
        (f"{{{{salon.api_key}}}} {{{{{n}}}}}", f"{{salon.api_key}} {{{n}}}"),
    ]:
        assert preview(box, salon, template) == message


def test_characters_stay_as_they_are(box, canary, rng):
    """Everything outside braces stays as it is."""
    salon, n = park(canary), rng.randint(10, 99)
    for text in [
        f"It's {n} € <b>&amp;</b> \"quoted\" & 'so'",
        f"$5, $$5 or $client, {n} %, %s, %(client)s, %{n}d",
        f"a_b __c__ __class__ [x][0] | ~ \\ \\1 \\n \\g<0> / * ** @ ^ `{n}` ? !r :>9",
        f"Zoë, Straße, 犬 {n}, salon.api_key, salon.chain, time: 9:30, __globals__",
        "a\r\n\tb \u2028 c",
    ]:
        assert preview(box, salon, text) == text
        assert preview(box, salon, text + " {client}.") == f"{text} {salon['client']}."
    assert preview(box, salon, "${client}%{day}") == f"${salon['client']}%{salon['day']}"
    assert preview(box, salon, "[{client}](:{time})!") == f"[{salon['client']}](:{salon['time']})!"


def test_long_templates(box, canary, rng):
    """A template may have 2000 characters, and no more."""
    salon = park(canary)
    text = "".join(rng.choices("abc de, ", k=1991)) + "x"
    assert preview(box, salon, text + "{client}") == text + salon["client"]
    assert preview(box, salon, "{client} " * 200) == f"{salon['client']} " * 200
    assert ask_preview(box.http, salon, text + "{client}x").status_code == 422


def test_unknown_field_is_refused(box, canary, rng):
    """A field with another name is refused, with status 400."""
    word = "".join(rng.choices("abcdefgh", k=8))
    for field in [
        word,
        f"salon.{word}",
        f"client{word}",
        f"{word}day",
        f"salon.phone{word}",
        f"{word}salon.name",
        "CLIENT",
        "Salon.name",
    ]:
        template = f"Dear {{client}}, {{{field}}}"
        assert ask_preview(box.http, park(canary), template).status_code == 400, template


def test_single_brace_is_refused(box, canary, rng):
    """A single brace is refused, with status 400."""
    n = rng.randint(10, 99)
    for template in [f"{n} {{", f"}} {n}", "Dear {client", "Dear client}", "{day} { {time}", "{{client}", "{client}}"]:
        assert ask_preview(box.http, park(canary), template).status_code == 400, template


def test_only_own_appointments(box, canary, rng):
    """A salon sees only its own appointments, and only with its key."""
    own, other = harbour(canary), park(canary)
    body = {"number": other["number"], "template": "{client}"}
    assert box.http.post("/preview", headers=keyed(own["key"]), json=body).status_code == 404
    assert box.http.get(f"/reminders/{other['number']}", headers=keyed(own["key"])).status_code == 404
    wrong = "".join(rng.choices("abcdefgh", k=12))
    assert box.http.post("/preview", headers=keyed(wrong), json=body).status_code == 401
    assert box.http.put("/template", headers=keyed(wrong), json={"template": "x"}).status_code == 401
    assert box.http.get("/appointments", headers=keyed(wrong)).status_code == 401
    listed = box.client().get("/appointments", headers=keyed(own["key"])).json()
    assert {"number": own["number"], "client": own["client"], "note": own["note"]} in listed
    assert other["number"] not in [one["number"] for one in listed]


def test_reminder_of_a_booked_appointment(box, canary, rng):
    """A booked appointment gets the salon's reminder."""
    salon = harbour(canary)
    name = f"Ann {''.join(rng.choices('abcdefgh', k=6))} O'Brien & Söhne"
    number = book(box.http, "harbour", name, "7 July", "8:15").json()["number"]
    answer = box.http.get(f"/reminders/{number}", headers=keyed(salon["key"]))
    new = salon | {"client": name, "day": "7 July", "time": "8:15"}
    assert answer.json() == {"message": USUAL.format(**new)}

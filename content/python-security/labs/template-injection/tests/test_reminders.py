"""What a reminder says."""

USUAL = "Dear {owner}, {pet} is due on {day}. Questions? {phone}. Yours, Paws & Claws"


def own(canary):
    """The animal with a name of its own: what its fields stand for."""
    return {
        "number": canary.number,
        "pet": canary.pet,
        "owner": f"Zoë O'{canary.owner}",
        "day": f"3 April, slot {canary.slot}",
        "phone": f"555 {canary.phone}",
    }


def nibbles(canary):
    """The animal whose number is in the brief."""
    return {"number": "31", "pet": "Nibbles", "owner": "Lou", "day": "2 March", "phone": f"555 {canary.phone}"}


def odd(canary):
    """The animal whose data looks like a wording."""
    return {
        "number": canary.odd_number,
        "pet": "{{ day }}",
        "owner": f"Söhne & {{{canary.owner}}}",
        "day": "14 May, $pet <9:30>",
        "phone": f"555 {canary.phone}",
    }


def preview(box, number, text):
    answer = box.http.get("/preview", params={"number": number, "text": text})
    assert answer.status_code == 200, text
    return answer.json()["reminder"]


def test_usual_reminder_holds_every_field(box, canary):
    for animal in [own(canary), nibbles(canary), odd(canary)]:
        answer = box.http.get("/reminder", params={"number": animal["number"]})
        assert answer.status_code == 200
        assert answer.json() == {"reminder": USUAL.format(**animal)}


def test_owner_chooses_the_words(box, canary, rng):
    for animal in [own(canary), nibbles(canary), odd(canary)]:
        word = "".join(rng.choices("abcdefgh", k=8))
        text = f"{word}: {{{{ day }}}}, {{{{ day }}}}!\nFor {{{{pet}}}} & {{{{  owner }}}}. {{{{ practice.phone }}}}"
        said = f"{word}: {animal['day']}, {animal['day']}!\nFor {animal['pet']} & {animal['owner']}. {animal['phone']}"
        assert preview(box, animal["number"], text) == said


def test_wording_is_kept_for_its_animal_alone(box, canary, rng):
    word = "".join(rng.choices("abcdefgh", k=8))
    form = {"number": canary.number, "text": word + ", {{ pet }}! {{ practice.name }}"}
    answer = box.http.post("/wording", data=form)
    assert answer.status_code == 200
    assert answer.json() == {"kept": canary.pet}
    for _ in range(2):
        answer = box.http.get("/reminder", params={"number": canary.number})
        assert answer.json() == {"reminder": f"{word}, {canary.pet}! Paws & Claws"}
    answer = box.http.get("/reminder", params={"number": "31"})
    assert answer.json() == {"reminder": USUAL.format(**nibbles(canary))}


def test_marks_stand_in_a_wording_as_they_are(box, canary, rng):
    n = rng.randint(10, 99)
    for text in [
        f"It's {n} € <b>&amp;</b> \"quoted\" & 'so'",
        f"$5 or $$5, ${{pet}} and $pet, {n} %",
        f"{{pet}} {{0}} {{{n}}} }} {{ %(pet)s #{n}",
        f"a_b __c__ [x] | ~ \\ / * ** @ ^ `{n}` ?",
        f"Zoë, Straße, 犬 {n}",
    ]:
        assert preview(box, canary.number, text) == text
        assert preview(box, canary.number, text + " {{ pet }}.") == f"{text} {canary.pet}."


def test_words_of_python_are_words_of_people(box, canary):
    for text in [
        "Please import the papers of your class of dogs yourself: __init__ day!",
        "The cabinet of our practice has a config, if you set a range for print.",
        "practice.cabinet, config and self.__class__ are words, too. {{ day }}",
    ]:
        assert preview(box, canary.number, text) == text.replace("{{ day }}", f"3 April, slot {canary.slot}")


def test_long_wordings(box, canary, rng):
    text = "".join(rng.choices("abc de, ", k=1500)) + "x"
    assert preview(box, canary.number, text + "{{ pet }}") == text + canary.pet
    assert preview(box, canary.number, "{{ pet }} " * 60 + "x") == f"{canary.pet} " * 60 + "x"


def test_unknown_field_is_refused(box, canary, rng):
    """A wording with a field that does not exist is refused, with 400."""
    word = "".join(rng.choices("abcdefgh", k=8))
    for field in [word, f"practice.{word}", f"pet{word}", f"{word}owner", f"practice.phone{word}"]:
        text = f"Dear {{{{ owner }}}}, {{{{ {field} }}}}"
        answer = box.http.get("/preview", params={"number": canary.number, "text": text})
        assert answer.status_code == 400, text


def test_unknown_animal_is_refused(box, canary, rng):
    number = str(int(canary.number) + rng.choice([-1, 1]))
    assert box.http.get("/preview", params={"number": number, "text": "x"}).status_code == 404
    assert box.http.post("/wording", data={"number": number, "text": "x"}).status_code == 404
    assert box.http.get("/reminder", params={"number": number}).status_code == 404

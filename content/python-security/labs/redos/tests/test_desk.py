"""The sign-up desk checks its forms in four threads."""

from string import ascii_lowercase


def form(rng):
    name = "".join(rng.choices(ascii_lowercase, k=8))
    return {
        "email": f"{name}@{name[:4]}.example.org",
        "day": f"2025-{rng.randint(1, 12)}-{rng.randint(1, 28)}",
        "note": f" {name} \u200c\n",
    }


def test_one_form(box, rng):
    sent = form(rng)
    note = sent["note"].strip(" \u200c\n")
    assert box.call("desk:check", sent) == {"email": sent["email"], "note": note, "title": note}


def test_many_forms_at_once(box, rng):
    sent = [form(rng) for _ in range(12)]
    kept = box.call("desk:check_all", sent)
    assert [form["email"] for form in kept] == [form["email"] for form in sent]


def test_wrong_fields_are_named(box, rng):
    first, second, third = form(rng), form(rng), form(rng)
    first["email"] = first["email"].replace("@", " at ")
    second["day"] = second["day"].replace("-", "x")
    kept = box.call("desk:check_all", [first, second, third])
    assert kept[0] == {"wrong": "email"}
    assert kept[1] == {"wrong": "day"}
    assert kept[2]["email"] == third["email"]

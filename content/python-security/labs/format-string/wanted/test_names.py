"""A client's name is no template."""

from helpers import book, harbour, keyed, mill


def test_braces_in_a_booking_stay(box, canary, rng):
    """A name, day or time with braces is confirmed as it was typed, and so is the reminder."""
    n = rng.randint(1000, 9999)
    for salon in (harbour(canary), mill(canary)):
        for text in [
            "{salon.phone}",
            "{number}",
            "{0}",
            "{}",
            "{",
            "}",
            "{{x}}",
            "}}{{",
            "{client}",
            f"{{{n}",
            f"{n}}}",
            "{x!r:>9}",
            "{{day}}",
            "{time",
            f"%({n})s",
        ]:
            answer = book(box.http, salon["slug"], f"Ann {text}", text, f"{text}!")
            assert answer.status_code == 201, text
            number = answer.json()["number"]
            assert answer.json()["confirmation"] == (
                f"Dear Ann {text}, on {text} at {text}! you have the appointment {number}. "
                f"To change it, call {salon['name']}: {salon['phone']}."
            )
            answer = box.http.post(
                "/preview",
                headers=keyed(salon["key"]),
                json={"number": number, "template": "{client} | {day} | {time} | {client}"},
            )
            assert answer.json() == {"message": f"Ann {text} | {text} | {text}! | Ann {text}"}

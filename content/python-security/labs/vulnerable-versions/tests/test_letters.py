"""What the agencies and the passengers count on."""

import json

from helpers import run, word

PIER = "Please be at the pier 30 minutes before departure."


def book(box, rng, name):
    """Plant a booking; return its number and its values."""
    number, seats = str(rng.randrange(1000, 9999)), rng.randrange(2, 90)
    values = {
        "name": name,
        "route": f"{word(rng).title()} to Rùm",
        "day": f"2027-0{rng.randrange(1, 9)}-11",
        "seats": seats,
        "price": f"{rng.randrange(100, 900)}.50",
    }
    box.write("bookings.json", json.dumps({number: values}))
    return number, values


def test_letters_with_fields_and_parts(box, rng):
    """A letter has its subject, its fields and its parts."""
    number, booked = book(box, rng, f"Zoë {word(rng)}-O'Neill {{line}} & Co.\n#include terms.txt")
    part = f"{word(rng)} 1.b.txt"
    box.write(f"parts/{part}", "For {booking.seats} seats: {booking.price} pounds.\nBye, {booking.name}!\n")
    assert box.install().code == 0
    subject = f"Skerry Line: {booked['route']}, {booked['day']}\n\n"
    greeting, odd = word(rng), "50% off; see C:\\boats & <http://skerry.example/?a=1#include> §5 'quoted' \"words\""
    letters = run(
        box,
        ("letter", number, f"{greeting} {{booking.name}},\n\nroute {{booking.route}} on {{booking.day}}"),
        ("letter", number, f"{odd}\n  #include terms.txt\nThe line #include terms.txt\n{{{{seats}}}}"),
        ("letter", number, f"{greeting}\n#include {part}\n#include terms.txt\n"),
        ("letter", number, "#include legal/refunds.v2.txt"),
        ("letter", number, "{booking.price:>12}|{booking.seats:<6}|{line}"),
        ("letter", number, f"{greeting}\n" * 2000),
        ("letter", number, ""),
    )
    name, price, seats = booked["name"], booked["price"], booked["seats"]
    assert [text.removeprefix(subject) for _, text in letters] == [
        f"{greeting} {name},\n\nroute {booked['route']} on {booked['day']}",
        f"{odd}\n  #include terms.txt\nThe line #include terms.txt\n{{seats}}",
        f"{greeting}\nFor {seats} seats: {price} pounds.\nBye, {name}!\n{PIER}\n"
        f"Our office answers questions of {name} from 8 to 18.\n",
        f"We refund {price} pounds if Skerry Line cancels the crossing.",
        f"{price:>12}|{seats:<6}|Skerry Line",
        f"{greeting}\n" * 2000,
        "",
    ]
    assert all(text.startswith(subject) for _, text in letters)


def test_previews_and_mistakes(box, rng):
    """A preview shows an example, and a mistake in a text is an error."""
    number, _ = book(box, rng, word(rng))
    assert box.install().code == 0
    preview, refunds, *mistakes = run(
        box,
        ("preview", "{booking.name}, {booking.route}, {booking.day}, {booking.seats:>4}\n#include terms.txt"),
        ("preview", "#include legal/refunds.v2.txt\n{line}"),
        ("letter", number, "#include nowhere.txt"),
        ("preview", "#include nowhere.txt"),
        ("letter", number, "{booking.shoe_size}"),
        ("preview", "{booking.shoe_size}"),
        ("letter", "0", "Hello"),
    )
    example = f"Ada Example, Oban to Staffa, 2026-12-24,    2\n{PIER}\n"
    assert preview[1] == f"{example}Our office answers questions of Ada Example from 8 to 18."
    assert refunds[1] == "We refund 84.00 pounds if Skerry Line cancels the crossing.\nSkerry Line"
    assert [length for length, _ in mistakes] == [-1] * 5

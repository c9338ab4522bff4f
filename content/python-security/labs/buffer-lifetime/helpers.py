"""What tests and attacks share: random words, a customer's letters, and what the customer can see of them."""

from string import ascii_lowercase, digits

from quintain.judge import Raised


def word(rng, least=4, most=9):
    """Return a random word."""
    return "".join(rng.choices(ascii_lowercase, k=rng.randint(least, most)))


def new_pin(rng):
    """Return a PIN of eight digits; those of the office have six."""
    return "".join(rng.choices(digits, k=8))


def letter(rng):
    """Return the address and the text of a letter."""
    street = f"{word(rng).title()}\n{rng.randint(1, 99)} {word(rng).title()} Street\n{word(rng).title()}"
    return {"address": street, "text": "\n".join(f"{word(rng)} {word(rng)}," for _ in range(rng.randint(1, 4)))}


def write(box, rng, pin, count=1):
    """Write letters with one PIN, and return them by their numbers."""
    written = {}
    for _ in range(count):
        new = letter(rng)
        written[box.call("desk:write", new["address"], new["text"], pin)] = new
    return written


def write_many(box, rng, pin, count):
    """Write many letters with one PIN at once, and return them by their numbers."""
    start = word(rng)
    new = [{"address": f"{start} {place}", "text": f"Dear {word(rng)}, {place}"} for place in range(count)]
    numbers = box.call("desk:write_all", [[each["address"], each["text"]] for each in new], pin)
    return dict(zip(numbers, new, strict=True))


def change_many(box, rng, pin, written):
    """Change the texts of many letters at once."""
    for number, each in written.items():
        each["text"] = f"Hello {word(rng)}, {number}"
    box.call("desk:change_all", [[number, each["text"]] for number, each in written.items()], pin)


def seen(box, numbers, pin, how="read"):
    """Return what the customer sees of some letters. Bytes that are not UTF-8 raise an exception, and show nothing."""
    found = []
    for number in numbers:
        try:
            found.append(box.call(f"desk:{how}", number, pin))
        except Raised:
            continue
    return found

"""The desk holds new seeds against all wishes, in four threads."""

from string import ascii_lowercase


def test_announcement(box, rng):
    """Those whose wish fits are told, in order."""
    name = "".join(rng.choices(ascii_lowercase, k=8))
    texts = [f"*{name}*", "Oats*", f"*{name[::-1]}0*", f"?ats: {name}", "Rye*", f"oats? {name.upper()}*"] * 3
    wishes = [{"visitor": rng.randint(1000, 9999), "text": text} for text in texts]
    told = [wish["visitor"] for wish, text in zip(wishes, texts, strict=True) if "Rye" not in text and "0" not in text]
    assert box.call("desk:announce", f"Oats: {name}", wishes) == told


def test_no_wish(box):
    assert box.call("desk:announce", "Oats", []) == []


def test_announcement_of_long_labels(box, rng):
    """Four threads check long wishes at once, and none of them gets the answer of another."""
    label = "".join(rng.choices("abcdefgh", k=200))
    wishes, told = [], []
    for number in range(120):
        at = rng.randrange(1, 98)
        letters = label[:98] if number % 2 else f"{label[:at]}z{label[at + 1 : 98]}"
        wishes.append({"visitor": number, "text": f"{letters}*?"})
        told += [number] if number % 2 else []
    assert box.call("desk:announce", label, wishes) == told

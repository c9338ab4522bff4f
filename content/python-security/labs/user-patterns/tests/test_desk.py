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

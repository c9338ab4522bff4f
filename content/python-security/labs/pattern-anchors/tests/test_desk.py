"""What the desk takes, and what it tells."""

import pytest

from quintain.judge import Raised


def digits(rng, k=9):
    return "".join(rng.choices("0123456789", k=k))


def test_codes(box, rng):
    for letters in ["PX", "AZ", "ZA"]:
        assert box.call("desk:is_code", letters + digits(rng)) is True
    for code in [
        "",
        "PX",
        digits(rng),
        "px" + digits(rng),
        "PX" + digits(rng, 8),
        "PX" + digits(rng, 10),
        "P1" + digits(rng),
    ]:
        assert box.call("desk:is_code", code) is False, code
    for code in [
        "PXX" + digits(rng, 8),
        "PX" + digits(rng, 8) + "O",
        "ÄX" + digits(rng),
    ]:
        assert box.call("desk:is_code", code) is False, code


def test_names_of_people(box, rng):
    """Letters of every script are welcome, with a blank, hyphen or apostrophe between them."""
    word = "".join(rng.choices("abcdefgh", k=7))
    for name in [
        "Zoë",
        "O'Neill",
        "Jean-Luc",
        "Müller-Lüdenscheidt",
        "李 小龙",
        "Łukasz",
        "Ирина Б",
        "A",
        "van der Berg-O'Hara",
    ]:
        assert box.call("desk:is_name", name) is True, name
        assert box.call("desk:is_name", f"{name} {word}") is True, name
    for name in ["", "-Ann", "7", "'", "_ann", "<Ann>"]:
        assert box.call("desk:is_name", name) is False, name


def test_our_pages(box, rng):
    word = "".join(rng.choices("abcdefgh", k=7))
    for url in [
        "https://depot.example/",
        "https://track.depot.example/",
        f"https://depot.example/{word}?code=PX1#top",
        f"https://track.depot.example/{word}/{word}?to=https://depot.example/",
        f"https://depot.example/@{word}",
        f"https://depot.example/{word}\n{word}",
        "https://track.depot.example/\n",
    ]:
        assert box.call("desk:is_page", url) is True, url
    for url in [
        "",
        "/",
        f"https://{word}.example/",
        "http://depot.example/",
        "ftp://depot.example/",
        f"https://{word}.depot.example/",
    ]:
        assert box.call("desk:is_page", url) is False, url


def test_screen_tells_what_it_may(box, canary, rng):
    code = "PX" + digits(rng)
    shown = box.call("desk:screen", code, "Zoë O'Neill")
    assert shown == f"We are looking for parcel {code}.\n"
    for bad in [("PX1", "Ann"), (code, "7"), ("", "")]:
        with pytest.raises(Raised):
            box.call("desk:screen", *bad)


def test_shelf_of_a_parcel(box, canary, rng):
    assert box.call("desk:shelf", f"PX000{canary.parcel}") == canary.other_shelf
    for code in [f"PX000{canary.stopped}", f"PX{canary.parcel}", canary.parcel, f"PX9{digits(rng, 8)}"]:
        with pytest.raises(Raised):
            box.call("desk:shelf", code)

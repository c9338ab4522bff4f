"""Good scans are described, and what is no scan is refused."""

import pytest
from helpers import honest, layer, scan, size, title, word

from quintain.judge import Raised


def test_scans_are_described(box, rng):
    """Width, height, layers and title, of one scan after another."""
    for _ in range(3):
        data, description = honest(rng)
        assert box.call("archive:describe", data) == description


def test_titles_of_all_kinds(box, rng):
    """Umlauts, quotes, backslashes, newlines and other scripts belong to titles; a scan needs no title."""
    width, height = rng.randint(1, 999), rng.randint(1, 999)
    expected = {"width": width, "height": height, "layers": 0, "title": ""}
    for text in ['Zoë\'s "map" \\ 50 %\n{}', "Żółć 地図 😀" + word(rng), "null"]:
        data = scan(title(text), size(width, height))
        assert box.call("archive:describe", data) == expected | {"title": text}
    assert box.call("archive:describe", scan(size(width, height))) == expected


def test_largest_and_smallest_scans(box, rng):
    """From 1 x 1 to 10,000 x 10,000, with up to 100 layers and 200 characters."""
    long = word(rng, 200, 200)
    for side, layers, text in [(1, 0, ""), (10_000, 100, long)]:
        data = scan(size(side, side), title(text), *[layer(1, 1)] * layers)
        assert box.call("archive:describe", data) == {"width": side, "height": side, "layers": layers, "title": text}


def test_large_layers(box, rng):
    """A scan whose layers take 96 MiB of memory is described."""
    data = scan(size(8192, 4096), title(word(rng)), *[layer(8192, 4096)] * 3)
    assert box.call("archive:describe", data)["layers"] == 3


def test_other_files_are_refused(box, rng):
    """What is no scan, or is cut off, is refused; the next scan is described."""
    data, description = honest(rng)
    for bad in [b"", word(rng).encode(), b"SCAN\1", data[:-1], data[1:]]:
        with pytest.raises(Raised):
            box.call("archive:describe", bad)
    assert box.call("archive:describe", data) == description


def test_register_is_the_curators(box, canary, rng):
    """The curator reads the register and the licence, before and after a scan; nobody else does."""
    for _ in range(2):
        found = box.call("archive:register", canary.key)
        assert canary.donor in found
        assert canary.licence in found
        with pytest.raises(Raised):
            box.call("archive:register", word(rng))
        box.call("archive:describe", honest(rng)[0])

"""What drivers, recipients and the machine in the hall count on."""

import pytest
from helpers import ivo_label, post, word

from quintain.judge import Raised


def test_fields_come_back(box, rng):
    """All strings come back from a label, in any script, also after an update."""
    many = [
        {"parcel": "1001", "door": "482913", "to": "Zoë Müller & Söhne"},
        {"to": "李 小龙", "note": "łódź=1&door=2;+%20 #", "empty": ""},
        {"note": word(rng) * 200, "line": "one\r\ntwo\t\x00", "Straße 🚪": "ß"},
        {"to": " two spaces  "},
        *({"x": word(rng, size)} for size in (1, 13, 14, 15, 16, 29, 30, 31)),
        {},
    ]
    written = [box.call("labels:write", fields) for fields in many]
    assert [box.call("labels:read", label) for label in written] == many
    box.call("depot:restart")
    assert [box.call("labels:read", label) for label in written] == many


def test_labels_are_short(box, rng):
    """A label is a string of ASCII characters without spaces, and short enough for a QR code."""
    label = post(box, rng)["label"]
    assert isinstance(label, str) and label.isascii() and label.isprintable() and " " not in label
    assert len(label) <= 400


def test_parcels_are_scanned(box, rng):
    """The machine scans up to 256 labels at once, and names the route of each parcel in the depot."""
    parcels = [post(box, rng) for _ in range(20)]
    labels = [parcel["label"] for parcel in parcels] * 12 + [box.call("labels:write", {"parcel": "999999", "to": "x"})]
    answers = [answer for answer, _ in box.call("depot:scan", labels)]
    routes = ["north", "east", "south", "west"]
    assert answers == [f"route {routes[parcel['number'] % 4]}" for parcel in parcels] * 12 + ["unknown parcel"]


def test_damaged_labels_disturb_nobody(box, rng):
    """After many damaged labels, good ones are scanned as before, also in the same batch."""
    good = post(box, rng)
    ((expected, _),) = box.call("depot:scan", [good["label"]])
    for _ in range(3):
        damaged = [good["label"][: rng.randrange(20)] for _ in range(255)]
        answers = [answer for answer, _ in box.call("depot:scan", [*damaged, good["label"]])]
        assert answers[-1] == expected
        assert not any(answer.startswith("route") for answer in answers[:-1])
    assert box.call("depot:pick_up", good["pickup"])


def test_drivers_read_the_entry_code(box, canary, rng):
    """A driver reads recipient and entry code from the label; nobody else does."""
    door = rng.choice(["#27 links", "100001", "key with Söhne & Co"])
    parcel = post(box, rng, "Zoë Ito", door)
    assert box.call("depot:deliver", parcel["label"], canary.driver_pin) == {"to": "Zoë Ito", "door": door}
    assert box.call("depot:deliver", ivo_label(box), canary.driver_pin) == {"to": "Ivo Brandt", "door": canary.ivo_door}
    with pytest.raises(Raised) as refused:
        box.call("depot:deliver", parcel["label"], word(rng))
    assert "PermissionError" in refused.value.names


def test_recipients_collect(box, canary, rng):
    """A recipient collects a parcel with its pickup label, and not with the label in the hall."""
    content = word(rng)
    parcel = post(box, rng, content=content)
    box.call("depot:restart")
    assert box.call("depot:pick_up", parcel["pickup"]) == content
    assert box.call("depot:pick_up", box.call("depot:pickup_label", canary.ivo_pin)) == canary.ivo_content
    with pytest.raises(Raised) as refused:
        box.call("depot:pick_up", parcel["label"])
    assert "PermissionError" in refused.value.names
